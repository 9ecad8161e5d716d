"""Every page there is, by the name of its address: what a journey needs to know to go there.

A new page gets one row in ``PAGES``; an address that shows none gets its reason in ``WITHOUT_A_PAGE``. A test compares both with
the addresses of the programme, so that no page can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.actions import ActsFor, Invited, invite_again, invite_person, make_api_token
from accounts.models import ApiToken, User
from centres.models import Centre
from common.clock import TOKYO, now
from common.db.catalogue_rows import Origin
from common.scope import Scope
from designated_managers.actions import attach_agreement_file, begin_draft, tell_not_needed
from designated_managers.models import (
    Agreement,
    AgreementFile,
    AnnualAgreement,
    Bundle,
    Designation,
    Evaluation,
    ImprovementPlan,
    Measure,
    Obligation,
    Road,
    SiteVisit,
    Submission,
    Transfer,
    TransferWave,
)
from facilities.actions import compute_scenario, request_scenario
from facilities.models import (
    Building,
    CentreFile,
    ConditionAssessment,
    Equipment,
    ForecastScenario,
    Land,
    RenewalProject,
    Room,
    YearOfUse,
)
from maintenance.models import (
    DueInspection,
    EmergencyRound,
    Filing,
    InspectionFinding,
    PlannedTurn,
    Repair,
    ServiceContract,
    VerdictOverrule,
)
from reminders.actions import change_plan, set_centre_plan
from reminders.actions.feeds import make_feed
from reminders.choices import Kind
from reminders.models import CalendarFeed, CentreLeadTime, Flag, LeadTime, Message
from tests.factories.facilities import ENTERED_AT, PNG, make_file

CENTRE = "見本中央市民センター"

OFFICER, CHIEF, ADMINISTRATOR, GROUP, NOBODY = "tanto1", "kakaricho", "kanri", "dantai1", ""


LOCAL_TYPE = "C-CLEAN"


@dataclass(frozen=True)
class PageOf:
    """A page: its heading, whose record its address names, who opens it, and whether it is a form that can be
    refused by sending it empty."""

    heading: str
    record: str = ""
    who: str = OFFICER
    form: bool = False


PAGES = {
    "account_login": PageOf("ログイン", who=NOBODY),
    "account_inactive": PageOf("この利用者番号は使えません", who=NOBODY),
    "account_signup": PageOf("自分では登録できません", who=NOBODY),
    "account_logout": PageOf("ログアウトしますか"),
    "account_change_password": PageOf("パスワードを変える", form=True),
    "account_reset_password": PageOf("パスワードを決め直す", who=NOBODY, form=True),
    "account_reset_password_done": PageOf("メールを見てください", who=NOBODY),
    "account_reset_password_from_key": PageOf("新しいパスワードを決める", "way back", NOBODY, form=True),
    "account_reset_password_from_key_done": PageOf("パスワードを変えました", who=NOBODY),
    "invitation-link": PageOf("パスワードを決める", "invitation", NOBODY, form=True),
    "invitation": PageOf("パスワードを決める", who=NOBODY),
    "invitation-done": PageOf("パスワードを決めました", who=NOBODY),
    "people": PageOf("利用者", who=ADMINISTRATOR),
    "person-invite": PageOf("利用者を招待する", who=ADMINISTRATOR, form=True),
    "person": PageOf("見本 桜", "person", ADMINISTRATOR),
    "person-new-link": PageOf("見本 新人さんの新しいリンクを作りますか", "newcomer", ADMINISTRATOR),
    "person-revoke": PageOf("見本 新人さんへの招待を取り消しますか", "newcomer", ADMINISTRATOR),
    "person-disable": PageOf("見本 桜さんの利用を停止しますか", "person", ADMINISTRATOR),
    "person-enable": PageOf("見本 桜さんの利用を再開しますか", "person", ADMINISTRATOR),
    "person-last-day": PageOf("利用できる最後の日を変える", "person", ADMINISTRATOR),
    "person-token-revoke": PageOf("見本 太郎さんの鍵「見本の鍵」を取り消しますか", "token of", ADMINISTRATOR),
    "tokens": PageOf("API用の鍵"),
    "token-new": PageOf("鍵を作る", form=True),
    "token-revoke": PageOf("鍵「見本の鍵」を取り消しますか", "token"),
    "feed-list": PageOf("カレンダーの購読"),
    "feed-new": PageOf("カレンダーを作る", form=True),
    "feed-revoke": PageOf("「見本の電話」のカレンダーをやめますか", "feed"),
    "group-home": PageOf(CENTRE, who=GROUP),
    "desk": PageOf("要対応"),
    "reminder-status": PageOf("動作の状況"),
    "message-again": PageOf(
        "11月30日（月）のきょうのお知らせを、もう一度送りますか", "message", ADMINISTRATOR
    ),
    "lead-time-list": PageOf("お知らせの時期"),
    "lead-time": PageOf("点検のお知らせの時期", "kind"),
    "lead-time-edit": PageOf("お知らせの時期を変える", "kind", CHIEF, form=True),
    "lead-time-return": PageOf("標準の時期に戻しますか", "kind of the city", CHIEF, form=True),
    "lead-time-centre-new": PageOf("施設ごとの時期を決める", "kind", CHIEF, form=True),
    "centre-lead-time-edit": PageOf("施設ごとの時期を変える", "centre plan", CHIEF, form=True),
    "centre-lead-time-remove": PageOf("施設ごとの時期をやめますか", "centre plan", CHIEF, form=True),
    "reminders-to-come": PageOf(f"{CENTRE}のお知らせの予定", "centre"),
    "flag-story": PageOf("消防用設備等 機器点検", "flag"),
    "flag-urge": PageOf("至急で知らせる", "flag", form=True),
    "flags-hand-over": PageOf("ほかの担当に渡す"),
    "flags-snooze": PageOf("後で知らせる"),
    "notices": PageOf("わたしへのお知らせ"),
    "centre-list": PageOf("施設"),
    "centre": PageOf(CENTRE, "centre"),
    "centre-new": PageOf("施設を登録する", form=True),
    "centre-edit": PageOf("施設の内容を直す", "centre", form=True),
    "building-new": PageOf("建物を登録する", "centre", form=True),
    "building-edit": PageOf("建物の内容を直す", "building", form=True),
    "equipment-new": PageOf("設備を登録する", "building", form=True),
    "equipment": PageOf("見本 エレベーター", "equipment"),
    "equipment-edit": PageOf("設備の内容を直す", "equipment", form=True),
    "project-list": PageOf("整備・更新事業"),
    "project-new": PageOf("事業を登録する", form=True),
    "project": PageOf("見本 本館の長寿命化改修", "project"),
    "project-edit": PageOf("事業の内容を直す", "project", form=True),
    "project-plan": PageOf("計画を見直す", "project", form=True),
    "project-open": PageOf("供用を開始しますか", "project", form=True),
    "project-cancel": PageOf("この事業を中止にしますか", "project", form=True),
    "milestone": PageOf("実施設計", "milestone", form=True),
    "inspection-list": PageOf("点検"),
    "inspection-plan": PageOf("点検を登録する", "centre", form=True),
    "inspection-record": PageOf("点検を記録する", "inspection", form=True),
    "inspection-type-list": PageOf("点検の種類"),
    "inspection-type": PageOf("見本 日常清掃", "local type"),
    "inspection-type-new": PageOf("市独自の点検を登録する", who=CHIEF, form=True),
    "inspection-type-edit": PageOf("市独自の点検を直す", "local type", CHIEF),
    "inspection-type-retire": PageOf("この点検を使うのをやめますか", "local type", CHIEF, form=True),
    "catalogue-trial": PageOf("一覧の変更を試す", who=ADMINISTRATOR, form=True),
    "verdicts": PageOf("法定点検の判定", "centre"),
    "verdicts-plan": PageOf("対象の点検をまとめて登録しますか", "centre"),
    "verdict-overrule": PageOf("判定を変える", "verdict", form=True),
    "equipment-verdict-overrule": PageOf("判定を変える", "piece verdict", form=True),
    "overrule-withdraw": PageOf("判定の変更を取り消しますか", "overrule", form=True),
    "inspection-day": PageOf("実施予定日を決める", "inspection"),
    "inspection-withdraw": PageOf("この点検を取りやめますか", "inspection", form=True),
    "filing-list": PageOf("届出・報告"),
    "filing": PageOf("消防用設備等 総合点検の報告", "filing"),
    "filing-new": PageOf("前回の報告を登録する", form=True),
    "filing-record": PageOf("提出を記録する", "filing", form=True),
    "filing-correct": PageOf("提出の記録を直す", "filed filing", form=True),
    "filing-withdraw": PageOf("この届出・報告を取りやめますか", "filing", form=True),
    "inspection-correct": PageOf("点検の記録を直す", "recorded inspection", form=True),
    "inspection-could-not": PageOf("点検できなかった", "inspection", form=True),
    "inspection-labels": PageOf("QRラベル", "centre"),
    "inspection-here": PageOf("施設全体の点検", "label"),
    "year-plan": PageOf("年間点検計画"),
    "year-plan-of": PageOf("年間点検計画", "fiscal year"),
    "year-plan-draft": PageOf("令和8年度の計画を下書きし直しますか", "fiscal year"),
    "year-plan-centre": PageOf("見本中央市民センターの点検計画", "centre of plan"),
    "year-plan-one-day": PageOf("点検を1日にまとめる", "centre of plan", form=True),
    "planned-turn": PageOf("計画を直す", "planned turn"),
    "planned-turn-remove": PageOf("「自家用電気工作物 年次点検」を計画から外しますか", "planned turn"),
    "year-end-list": PageOf("法定点検実施報告書"),
    "year-end-list-of": PageOf("法定点検実施報告書", "year ended"),
    "year-end-report": PageOf("見本中央市民センターの法定点検", "report"),
    "year-end-close": PageOf("見本中央市民センターの令和7年度の報告書を確認しますか", "report"),
    "year-end-reopen": PageOf("報告書を開き直しますか", "closed report", form=True),
    "repair-list": PageOf("修繕"),
    "repair-new": PageOf("修繕を受け付ける", form=True),
    "repair": PageOf("見本　2階会議室　天井から雨がもる", "repair ordered"),
    "repair-edit": PageOf("修繕の内容を直す", "repair ordered", form=True),
    "repair-photos": PageOf("写真を加える", "repair ordered", form=True),
    "repair-from-finding": PageOf("指摘から修繕にする", "inspection finding", form=True),
    "repair-triage": PageOf("緊急度を判定する", "repair requested", form=True),
    "repair-estimate": PageOf("見積りを登録する", "repair triaged", form=True),
    "repair-decide": PageOf("実施を決定する", "repair estimated", form=True),
    "repair-order": PageOf("発注を記録する", "repair decided", form=True),
    "repair-done": PageOf("完了を記録する", "repair ordered", form=True),
    "repair-accept": PageOf("検収を記録する", "repair done", form=True),
    "repair-pay": PageOf("支払を記録する", "repair accepted", form=True),
    "repair-decline": PageOf("修繕を見送る", "repair requested", form=True),
    "repair-redo": PageOf("手直しを指示する", "repair done", form=True),
    "repair-reopen": PageOf("修繕を再開する", "repair declined", form=True),
    "contract-list": PageOf("委託契約"),
    "contract": PageOf("見本 消防用設備保守業務委託", "contract"),
    "contract-new": PageOf("契約を登録する", form=True),
    "contract-edit": PageOf("契約の内容を直す", "contract", form=True),
    "round-list": PageOf("臨時点検"),
    "round-new": PageOf("臨時点検を開く", form=True),
    "round": PageOf("見本の台風　臨時点検", "round"),
    "round-close": PageOf("臨時点検を閉じますか", "round", form=True),
    "round-answer": PageOf("見本中央市民センター", "round-place", form=True),
    "contract-equipment": PageOf("対象の設備を選ぶ", "contract"),
    "contract-years": PageOf("年度別の金額を入れる", "contract"),
    "contract-succeed": PageOf("次の契約を登録する", "contract", form=True),
    "contract-end": PageOf("この契約を更新しないことにしますか", "contract", form=True),
    "organisation-list": PageOf("団体"),
    "organisation": PageOf("見本中央協議会", "organisation"),
    "organisation-new": PageOf("団体を登録する", form=True),
    "organisation-edit": PageOf("団体の内容を直す", "organisation", form=True),
    "officer-new": PageOf("役員を登録する", "organisation", form=True),
    "officer-edit": PageOf("役員の任期を直す", "officer", form=True),
    "paper-new": PageOf("書類を登録する", "organisation", form=True),
    "paper-withdraw": PageOf("「規約」を取り下げますか", "paper", form=True),
    "transfer-list": PageOf("移行"),
    "transfer-new": PageOf("移行を始める", form=True),
    "transfer-return": PageOf("直営復帰を始める", form=True),
    "transfer": PageOf("見本北市民センターの移行", "transfer"),
    "transfer-edit": PageOf("移行の内容を直す", "transfer"),
    "transfer-organisation": PageOf("団体を選ぶ", "transfer"),
    "transfer-suspend": PageOf("この移行を見送りますか", "transfer", form=True),
    "transfer-resume": PageOf("この移行を再開しますか", "transfer"),
    "transfer-complete": PageOf("この移行を終えますか", "transfer", form=True),
    "transfer-evidence-new": PageOf("確認資料を記録する", "transfer", form=True),
    "evidence-take-back": PageOf("確認資料を取り消しますか", "evidence", form=True),
    "transfer-stage-not-needed": PageOf("段階を不要とする", "transfer", form=True),
    "stage-needed-again": PageOf("不要を取り消しますか", "unneeded"),
    "meeting-new": PageOf("会議を記録する", "transfer", form=True),
    "meeting-edit": PageOf("会議の記録を直す", "meeting", form=True),
    "question-new": PageOf("論点を記録する", "transfer", form=True),
    "question-settle": PageOf("論点の答えを書く", "question"),
    "handover-item": PageOf("引き継ぐ委託契約（地位の承継・結び直し）", "item"),
    "handover-item-edit": PageOf("引継ぎの項目を直す", "item", form=True),
    "wave-list": PageOf("移行グループ"),
    "wave-new": PageOf("移行グループを登録する", form=True),
    "wave": PageOf("見本の移行グループ", "wave"),
    "wave-edit": PageOf("移行グループの内容を直す", "wave", form=True),
    "designation-list": PageOf("指定管理"),
    "designation": PageOf(f"{CENTRE}の指定", "designation"),
    "designation-new": PageOf("指定を登録する", form=True),
    "designation-edit": PageOf("指定の内容を直す", "designation", form=True),
    "bundle": PageOf("見本西・南 一括", "bundle"),
    "bundle-new": PageOf("一括を登録する", form=True),
    "bundle-edit": PageOf("一括の内容を直す", "bundle", form=True),
    "designation-return": PageOf("直営に戻すと決めますか", "designation", form=True),
    "agreement-list": PageOf("協定"),
    "agreement": PageOf(f"{CENTRE}の基本協定", "agreement"),
    "agreement-new": PageOf("基本協定を登録する", form=True),
    "agreement-edit": PageOf("協定の内容を直す", "agreement"),
    "agreement-amend": PageOf("変更協定を登録する", "agreement", form=True),
    "agreement-responsibilities": PageOf("責任分担表を直す", "agreement terms"),
    "amendment-edit": PageOf("変更協定を直す", "agreement terms"),
    "amendment-remove": PageOf("変更協定（第1回）を取り消しますか", "agreement terms", form=True),
    "agreement-file-new": PageOf("協定書を登録する", "agreement", form=True),
    "agreement-file-withdraw": PageOf("「見本の協定書」を取り下げますか", "agreement file", form=True),
    "annual-agreement-new": PageOf("年度協定を登録する", "agreement", form=True),
    "annual-agreement-edit": PageOf("年度協定を直す", "annual agreement"),
    "annual-agreement-settle": PageOf("精算を記録する", "annual agreement", form=True),
    "fee-payment": PageOf("支払を記録する", "fee payment"),
    "obligation-list": PageOf("協定の義務"),
    "obligation": PageOf("月報", "obligation"),
    "obligation-not-needed": PageOf("「月報」を不要にしますか", "obligation", form=True),
    "obligation-needed-again": PageOf("「月報」をまた必要にしますか", "obligation not needed"),
    "obligations-of-year": PageOf("令和8年度の義務の一覧表", "designation"),
    "obligation-open": PageOf("あったことを登録する", "designation", form=True),
    "obligations-earlier": PageOf("前の分をまとめて不要にする", "designation"),
    "fee-approval-new": PageOf("利用料金の承認を記録する", "designation", form=True),
    "monitoring": PageOf("モニタリング", "designation"),
    "audit-pack": PageOf("監査資料", "designation"),
    "site-visit-new": PageOf("実地調査を記録する", "designation", form=True),
    "site-visit": PageOf("実地調査", "site visit"),
    "site-visit-edit": PageOf("実地調査の内容を直す", "site visit"),
    "site-visit-tell": PageOf("団体に知らせますか", "site visit"),
    "finding-new": PageOf("指摘を書く", "site visit", form=True),
    "finding": PageOf("実地調査の指摘", "finding"),
    "finding-edit": PageOf("指摘を直す", "finding"),
    "finding-answer": PageOf("指摘に答える", "finding", who=GROUP, form=True),
    "finding-close": PageOf("指摘の確認を終えますか", "finding"),
    "evaluation-list": PageOf("年度評価"),
    "evaluations-open": PageOf("年度の評価を始める"),
    "evaluation": PageOf("年度の評価", "evaluation"),
    "evaluation-self": PageOf("自己評価を書く", "evaluation", who=GROUP),
    "evaluation-ask": PageOf("自己評価を依頼する", "evaluation"),
    "evaluation-draft": PageOf("評価を書く", "evaluation"),
    "evaluation-publish": PageOf("評価を公表しますか", "evaluation"),
    "measure-list": PageOf("終わっていない措置"),
    "measure-new": PageOf("指示を記録する", "designation", form=True),
    "measure": PageOf("指示", "measure"),
    "measure-edit": PageOf("指示の内容を直す", "measure"),
    "measure-close": PageOf("措置の終わりを記録する", "measure", form=True),
    "measure-document": PageOf("文書を付ける", "measure", form=True),
    "plan-new": PageOf("改善計画の提出を記録する", "measure", form=True),
    "plan-decide": PageOf("改善計画に返事をする", "improvement plan", form=True),
    "gallery": PageOf("部品の見本"),
    "road-list": PageOf("指定スケジュール"),
    "road": PageOf(f"{CENTRE} 指定スケジュール", "road"),
    "road-new": PageOf("指定スケジュールを作る", form=True),
    "road-days": PageOf("日付を直す", "road"),
    "road-replan": PageOf("計画を見直す", "road", form=True),
    "road-plan": PageOf("第1版の計画", "plan"),
    "road-step": PageOf("申請書の受理", "road step"),
    "road-notes": PageOf("内部メモを書く", "road"),
    "road-drop": PageOf("指定スケジュールを取りやめますか", "road", form=True),
    "council-session-list": PageOf("議会の会期"),
    "council-session-new": PageOf("会期を登録する", form=True),
    "council-session-edit": PageOf("会期の内容を直す", "session"),
    "budget": PageOf("予算要求の一覧"),
    "building-list": PageOf("建物"),
    "centre-card": PageOf(f"{CENTRE}の台帳", "centre"),
    "completeness": PageOf("台帳の充足度"),
    "uses-edit": PageOf("建物の用途を直す", "building"),
    "room-new": PageOf("部屋を登録する", "building", form=True),
    "room-edit": PageOf("部屋の内容を直す", "room", form=True),
    "land-new": PageOf("土地を登録する", "centre", form=True),
    "land-edit": PageOf("土地の内容を直す", "land", form=True),
    "year-new": PageOf("年度の実績を登録する", "centre", form=True),
    "year-edit": PageOf("年度の実績を直す", "year", form=True),
    "file-new": PageOf("写真・文書を登録する", "centre", form=True),
    "file-withdraw": PageOf("「見本の外観」を取り下げますか", "file", form=True),
    "condition-history": PageOf("本館の健全度", "building"),
    "condition": PageOf("本館の劣化調査", "condition"),
    "condition-new": PageOf("劣化調査を記録する", "building", form=True),
    "condition-edit": PageOf("劣化調査の内容を直す", "condition", form=True),
    "forecast": PageOf("更新費用の試算"),
    "scenario-list": PageOf("平準化の試算"),
    "scenario-new": PageOf("平準化を試算する", form=True),
    "scenario": PageOf("見本の試算", "scenario"),
    "submission-list": PageOf("提出物"),
    "submission": PageOf("令和8年10月の月報", "submission"),
    "submission-receipt": PageOf("受付票", "submission"),
    "submission-accept": PageOf("受理しますか", "submission"),
    "submission-return": PageOf("差し戻しますか", "submission", form=True),
    "submission-paper": PageOf("紙で受け取ったものを記録する", "duty", form=True),
    "write-use": PageOf("利用", "duty", GROUP, form=True),
    "write-money": PageOf("お金", "duty", GROUP, form=True),
    "write-events": PageOf("できごと", "duty", GROUP, form=True),
    "write-papers": PageOf("書類とひとこと", "duty", GROUP),
    "write-confirm": PageOf("この内容で出しますか", "draft", GROUP),
}

WITHOUT_A_PAGE = {
    "calendar": "is read by calendars, which sign in nowhere",
    "home": "leads on to the page of whoever comes",
    "theme": "takes a choice and leads back",
    "flags-chosen": "does what was chosen on the desk and leads back, or on to a page that asks",
    "budget-workbook": "is a workbook to keep",
    "year-plan-workbook": "is a workbook to keep",
    "year-end-workbook": "is a workbook to keep",
    "file": "hands out a photograph or document",
    "agreement-file": "hands out a signed paper",
    "filing-file": "hands out a signed paper",
    "write": "leads on to the first page of a report",
    "submission-file": "hands out what was handed in",
    "condition-photo": "answers a photograph",
    "officer": "leads on to the page of the organisation",
    "paper": "hands out a paper",
    "evidence-file": "hands out the file of a piece of evidence",
    "finding-file": "answers a photograph",
    "round-photo": "answers a photograph",
    "inspection-photo": "answers a photograph",
    "inspection-paper": "hands out a paper",
    "repair-photo": "answers a photograph",
    "repair-finding-photo": "answers a photograph",
    "repair-estimate-file": "hands out a paper",
    "measure-file": "hands out a document",
    "audit-pack-download": "hands out a ZIP",
    "healthz-live": "answers probes",
    "healthz-ready": "answers probes",
    "healthz-jobs": "answers probes",
}

# Whole branches of addresses that are not ours to draw.
BRANCHES_WITHOUT_PAGES = {
    "admin/": "Django's own pages, for catalogues and accounts",
    "api/": "answers programmes, not readers",
}


def names_of_addresses() -> set[str]:
    """The name of every address outside those branches; the address itself where it has no name."""
    return set(_names(get_resolver().url_patterns, "", ""))


def _names(patterns: Iterable[URLPattern | URLResolver], before: str, namespace: str) -> Iterator[str]:
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if address.startswith(tuple(BRANCHES_WITHOUT_PAGES)):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, address, inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else address


def address_of(name: str) -> str:
    """Where the page is, for the records of the sample city."""
    return reverse(name, args=ARGUMENTS[PAGES[name].record]())


def _given_up() -> Message:
    """A message that was given up; in the sample city all mails arrive."""
    made_at = datetime(2026, 11, 30, 5, 30, tzinfo=TOKYO)
    return Message.objects.update_or_create(
        kind=Kind.DIGEST,
        recipient=_person("center"),
        on=date(2026, 11, 30),
        defaults={"made_at": made_at, "next_try_at": made_at, "given_up_at": made_at},
    )[0]


def _flag() -> Flag:
    """That a fire equipment check of the sample centre is due."""
    turns = DueInspection.objects.filter(building__centre=_centre(), type_code="FIR-1").values("pk")
    return Flag.objects.open().filter(kind="inspection", subject_id__in=turns).earliest("pk")


def _file() -> CentreFile:
    """A photograph of the sample centre; the sample city has none."""
    there = CentreFile.objects.filter(centre=_centre()).first()
    if there is not None:
        return there
    return make_file("見本の外観", centre=_centre())


def _centre() -> Centre:
    return Centre.objects.get(name=CENTRE)


def _kind_of_the_city() -> str:
    """A kind of deadline that the city tells of at other times than shipped; the sample city has none."""
    if not LeadTime.objects.filter(code="contract", origin=Origin.CITY).exists():
        plan = LeadTime.objects.get(code="contract").plan
        change_plan("contract", plan=replace(plan, stages="8m 3m 0m"), reason="見本")
    return "contract"


def _centre_plan() -> CentreLeadTime:
    """When the sample centre is told of its contracts; the sample city leaves that as it is everywhere."""
    there = CentreLeadTime.objects.filter(centre=_centre()).first()
    if there is not None:
        return there
    plan = LeadTime.objects.in_front().get(code="contract").plan
    return set_centre_plan("contract", centre=_centre(), plan=replace(plan, stages="12m 0m"), reason="見本")


def _designation() -> Designation:
    return Designation.objects.filter(centre=_centre()).latest("first_on")


def _road() -> Road:
    return Road.objects.filter(centre=_centre()).earliest("first_on")


def _transfer() -> Transfer:
    return Transfer.objects.get(centre__name="見本北市民センター")


def _agreement() -> Agreement:
    return Agreement.objects.get(designation=_designation())


def _annual_agreement() -> AnnualAgreement:
    return AnnualAgreement.objects.filter(agreement=_agreement()).latest("fiscal_year")


def _agreement_file() -> AgreementFile:
    """A signed paper of the sample agreement; the sample city has none."""
    agreement = _agreement()
    there = agreement.files.first()
    if there is not None:
        return there
    return attach_agreement_file(
        agreement.pk, title="見本の協定書", name="kyotei.png", content=PNG, at=ENTERED_AT
    )


def _obligation(**narrowed: Any) -> Obligation:
    return Obligation.objects.filter(designation=_designation(), **narrowed).earliest("due_on", "pk")


def _put_aside() -> Obligation:
    """A duty that was said not to be needed."""
    duties = Obligation.objects.filter(designation=_designation(), type_code="monthly_report")
    there = duties.filter(not_needed_on__isnull=False).first()
    if there is not None:
        return there
    return tell_not_needed(duties.to_be_handed_in().latest("due_on", "pk").pk, reason="見本", on=now().date())


def _visit() -> SiteVisit:
    return SiteVisit.objects.filter(designation=_designation()).latest("pk")


def _project() -> RenewalProject:
    return RenewalProject.objects.get(centre=_centre())


def _open_round() -> EmergencyRound:
    return EmergencyRound.objects.open().get()


def _inspection() -> DueInspection:
    return DueInspection.objects.get(building__centre=_centre(), type_code="ELC-2", done_on=None)


def _repair(state: str) -> Repair:
    return Repair.objects.standing_at([state]).earliest("pk")


def _repair_of(state: str) -> list[int]:
    return [_repair(state).pk]


def _inspection_finding() -> InspectionFinding:
    """Something that an inspection found, and no repair yet."""
    turn = DueInspection.objects.done().earliest("pk")
    return InspectionFinding.objects.get_or_create(
        turn=turn, place="1階ろうか", defaults={"text": "誘導灯が切れている。", "severity": "repair"}
    )[0]


def _person(login_name: str) -> User:
    return User.objects.get(login_name=login_name)


def _newcomer() -> User:
    """Somebody who was invited and has not come yet."""
    return User.objects.filter(login_name="shinjin").first() or _invited().person


def _invited() -> Invited:
    """An invitation whose link is still good."""
    by, at = _person(ADMINISTRATOR), now()
    before = User.objects.filter(login_name="shinjin").first()
    if before is not None:
        return invite_again(before.pk, by=by, at=at)
    return invite_person(
        "市民センター担当", ActsFor(), by=by, at=at, login_name="shinjin", display_name="見本 新人"
    )


def _feed() -> CalendarFeed:
    officer = _person(OFFICER)
    feeds = CalendarFeed.objects.of(officer).in_force()
    if not feeds.exists():
        make_feed(officer, "見本の電話", at=now())
    return feeds.get()


def _token() -> ApiToken:
    officer = _person(OFFICER)
    if not officer.auth_token_set.exists():
        make_api_token(officer, "見本の鍵", days=30, at=now())
    return officer.auth_token_set.get()


def _duty() -> Obligation:
    """The monthly report that the group has not handed in yet."""
    open_ones = Obligation.objects.to_be_handed_in().filter(designation=_designation())
    return open_ones.filter(type_code="monthly_report").earliest("due_on")


def _scenario() -> ForecastScenario:
    """A scenario that has been computed."""
    made = ForecastScenario.objects.filter(name="見本の試算").first()
    if made is None:
        asked: dict[str, Any] = {"name": "見本の試算", "profile": "soumu", "later_years": 10, "time_limit": 5}
        made = request_scenario(scope=Scope.everything(), on=now().date(), at=now(), **asked)
        compute_scenario(made.pk, clock=now)
    return made


def _way_back() -> list[Any]:
    """The link of the mail to somebody who has forgotten the password."""
    person = _person("tanto2")
    return [user_pk_to_url_str(person), default_token_generator.make_token(person)]


# What the address of a page names, by the word of its row.
ARGUMENTS: dict[str, Callable[[], list[Any]]] = {
    "": list,
    "flag": lambda: [_flag().pk],
    "centre": lambda: [_centre().pk],
    "building": lambda: [Building.objects.get(centre=_centre(), name="本館").pk],
    "equipment": lambda: [Equipment.objects.get(name="見本 エレベーター").pk],
    "inspection": lambda: [_inspection().pk],
    "local type": lambda: [LOCAL_TYPE],
    "kind": lambda: ["inspection"],
    "kind of the city": lambda: [_kind_of_the_city()],
    "centre plan": lambda: [_centre_plan().pk],
    "verdict": lambda: [Building.objects.get(centre=_centre(), name="本館").pk, "FIR-2"],
    "piece verdict": lambda: [Equipment.objects.get(name="見本 エレベーター").pk, "BLD-3"],
    "overrule": lambda: [VerdictOverrule.objects.kept().earliest("pk").pk],
    "filing": lambda: [Filing.objects.pending().get(building__centre=_centre(), type_code="FIR-2").pk],
    "filed filing": lambda: [Filing.objects.filed().earliest("pk").pk],
    "recorded inspection": lambda: [_inspection().previous_id],
    "label": lambda: [f"c{_centre().pk}"],
    "project": lambda: [_project().pk],
    "milestone": lambda: [_project().milestones.get(step="detailed_design").pk],
    "round": lambda: [_open_round().pk],
    "round-place": lambda: [_open_round().centres.get(centre__name=CENTRE).pk],
    "fiscal year": lambda: [2026],
    "year ended": lambda: [2025],
    "centre of plan": lambda: [2026, _centre().pk],
    "planned turn": lambda: [
        PlannedTurn.objects.filter(building__centre=_centre(), type_code="ELC-2").earliest("pk").pk
    ],
    "report": lambda: [2025, _centre().pk],
    "closed report": lambda: [2025, Centre.objects.get(name="長穂市民センター").pk],
    **{
        f"repair {state}": partial(_repair_of, state)
        for state in ("requested", "triaged", "estimated", "decided", "done", "accepted", "declined")
    },
    "repair ordered": lambda: [Repair.objects.get(place="見本　2階会議室").pk],
    "inspection finding": lambda: [_inspection_finding().pk],
    "contract": lambda: [ServiceContract.objects.get(name="見本 消防用設備保守業務委託").pk],
    "designation": lambda: [_designation().pk],
    "bundle": lambda: [Bundle.objects.get(name="見本西・南 一括").pk],
    "agreement": lambda: [_agreement().pk],
    "agreement terms": lambda: [_agreement().terms.latest("number").pk],
    "agreement file": lambda: [_agreement_file().pk],
    "annual agreement": lambda: [_annual_agreement().pk],
    "fee payment": lambda: [_annual_agreement().payments.filter(paid_on=None).latest("number").pk],
    "obligation": lambda: [_obligation(type_code="monthly_report", not_needed_on=None).pk],
    "obligation not needed": lambda: [_put_aside().pk],
    "organisation": lambda: [_designation().organisation_id],
    "officer": lambda: [_designation().organisation.officers.earliest("pk").pk],
    "paper": lambda: [_designation().organisation.files.get(title="規約").pk],
    "transfer": lambda: [_transfer().pk],
    "evidence": lambda: [_transfer().evidence.earliest("pk").pk],
    "unneeded": lambda: [_transfer().unneeded.get().pk],
    "meeting": lambda: [_transfer().meetings.earliest("pk").pk],
    "question": lambda: [_transfer().questions.get().pk],
    "item": lambda: [_transfer().items.get(code="contracts").pk],
    "wave": lambda: [TransferWave.objects.get().pk],
    "person": lambda: [_person("center").pk],
    "message": lambda: [_given_up().pk],
    "newcomer": lambda: [_newcomer().pk],
    "invitation": lambda: [_invited().key],
    "token": lambda: [_token().pk],
    "feed": lambda: [_feed().pk],
    "token of": lambda: [_person(OFFICER).pk, _token().pk],
    "way back": _way_back,
    "room": lambda: [Room.objects.filter(building__centre=_centre()).earliest("pk").pk],
    "land": lambda: [Land.objects.filter(centre=_centre()).earliest("pk").pk],
    "year": lambda: [YearOfUse.objects.filter(centre=_centre()).latest("fiscal_year").pk],
    "file": lambda: [_file().pk],
    "condition": lambda: [
        ConditionAssessment.objects.filter(building__centre=_centre()).newest_first()[0].pk
    ],
    "scenario": lambda: [_scenario().pk],
    "road": lambda: [_road().pk],
    "site visit": lambda: [_visit().pk],
    "finding": lambda: [_visit().findings.latest("pk").pk],
    "evaluation": lambda: [Evaluation.objects.filter(designation=_designation()).earliest("fiscal_year").pk],
    "measure": lambda: [Measure.objects.latest("pk").pk],
    "plan": lambda: [_road().pk, 1],
    "improvement plan": lambda: [ImprovementPlan.objects.latest("pk").pk],
    "road step": lambda: [_road().steps.get(code="application").pk],
    "session": lambda: [_road().session_id],
    "submission": lambda: [Submission.objects.waiting().latest("pk").pk],
    "duty": lambda: [_duty().pk],
    "draft": lambda: [begin_draft(_duty().pk, on=now().date()).obligation_id],
}
