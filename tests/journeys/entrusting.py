"""What an officer does to entrust a centre to a group and to take it back, step by step through the pages."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Locator, expect

from designated_managers.models import HandoverItem
from tests.factories.designated_managers import PDF
from tests.journeys.conftest import Visitor

CENTRE, BODY = "見本山手市民センター", "見本山手協議会"
FIRST, LAST = date(2027, 10, 1), date(2029, 3, 31)
TRANSFER, DESIGNATION = f"{CENTRE}の移行", f"{CENTRE}の指定"


def comes_to(somebody: Visitor, heading: str) -> None:
    """The page with this heading is there. The walk has looked at every page already; what it does not see, a
    record at this very stage, is looked at by ``looks_around``."""
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(heading)


def fact(somebody: Visitor, label: str) -> Locator:
    """What the head of a page says under this label."""
    name = somebody.page.locator("dt").get_by_text(label, exact=True)
    return somebody.page.locator(".fact").filter(has=name).locator("dd")


def goes_to_the_transfer(officer: Visitor, direction: str = "直営から指定管理へ") -> None:
    officer.open("/transfers/")
    officer.follow(officer.page.get_by_role("link", name=CENTRE).first)
    comes_to(officer, TRANSFER)
    expect(officer.page.locator(".page-head .lead")).to_have_text(direction)


def goes_to_the_designation(officer: Visitor) -> None:
    officer.open("/designations/")
    officer.follow(officer.page.get_by_role("link", name=CENTRE).first)
    comes_to(officer, DESIGNATION)


def stands_at(officer: Visitor, stage: str) -> None:
    """The transfer shows this stage as the one it is at."""
    comes_to(officer, TRANSFER)
    expect(fact(officer, "いまの段階")).to_have_text(stage)


def is_at(officer: Visitor, stage: str) -> None:
    """The designation shows this stage."""
    comes_to(officer, DESIGNATION)
    expect(fact(officer, "段階")).to_have_text(stage)


def an_organisation_is_formed(officer: Visitor) -> None:
    officer.open("/organisations/")
    comes_to(officer, "団体")
    officer.follow("団体を登録")
    comes_to(officer, "団体を登録する")
    officer.write("団体名", BODY)
    officer.pick("種別", "地区コミュニティ協議会")
    officer.pick("法人格", "なし（任意団体）")
    officer.write("設立日", "令和7年4月20日")
    officer.write("代表者", "見本 花")
    officer.press("登録する")
    comes_to(officer, BODY)

    officer.follow("役員を登録する")
    comes_to(officer, "役員を登録する")
    officer.pick("役職", "会長")
    officer.write("氏名", "見本 花")
    officer.write_day("任期の初日", date(2026, 5, 1))
    officer.write_day("任期の末日", date(2028, 4, 30))
    officer.press("登録する")
    comes_to(officer, BODY)
    expect(officer.page.get_by_role("region", name="役員").get_by_role("row", name="見本 花")).to_be_visible()

    for kind, title in (("規約・定款", "規約"), ("総会議事録", "令和8年度総会の議事録")):
        officer.follow("書類を登録する")
        comes_to(officer, "書類を登録する")
        officer.pick("種別", kind)
        officer.attach("ファイル", f"{title}.pdf", PDF)
        officer.write("題名", title)
        officer.write_day("定めた日・開いた日", date(2026, 5, 10))
        officer.press("登録する")
        comes_to(officer, BODY)
        papers = officer.page.get_by_role("region", name="書類")
        expect(papers.get_by_role("link", name=title, exact=True)).to_be_visible()


def a_transfer_walks_to_the_application(officer: Visitor) -> None:
    officer.open("/transfers/")
    comes_to(officer, "移行")
    officer.follow("移行を始める")
    comes_to(officer, "移行を始める")
    officer.pick("施設", CENTRE)
    officer.write_day("始めた日", date(2026, 5, 20))
    officer.press("始める")
    comes_to(officer, TRANSFER)
    stands_at(officer, "意向確認・制度説明")

    meets(officer, "制度の説明会", date(2026, 6, 14))
    proves(officer, "地域からの申出（手挙げ）", date(2026, 7, 1))
    stands_at(officer, "地域との協議")

    meets(officer, "地域・団体との協議", date(2026, 7, 20))
    a_question_is_raised(officer)
    stands_at(officer, "受け皿組織の設立・強化")

    officer.follow("団体を選ぶ")
    comes_to(officer, "団体を選ぶ")
    officer.pick("団体", BODY)
    officer.press("記録する")
    stands_at(officer, "合意形成")

    proves(officer, "総会の議決", date(2026, 9, 6))
    meets(officer, "住民説明会", date(2026, 9, 20))
    stands_at(officer, "市の方針決定")

    proves(officer, "方針の決裁（非公募の理由・期間・業務範囲・指定管理料）", date(2026, 10, 1))
    stands_at(officer, "条例整備")

    follows(officer, "この段階は不要", "条例整備")
    comes_to(officer, "段階を不要とする")
    officer.write("不要の理由", "条例は、もう指定管理者を置けるようになっている")
    officer.press("不要とする")
    stands_at(officer, "仕様書・申請受付")

    proves(officer, "申請書の受理", date(2026, 11, 10))
    stands_at(officer, "選定委員会審査・候補者決定")
    officer.looks_around("選定委員会審査・候補者決定")


def meets(officer: Visitor, kind: str, day: date) -> None:
    officer.follow("会議を記録する")
    comes_to(officer, "会議を記録する")
    officer.write_day("開いた日", day)
    officer.pick("種類", kind)
    officer.press("記録する")


def proves(officer: Visitor, evidence: str, day: date) -> None:
    """Records a piece of evidence that stands nowhere else, by the link beside it."""
    follows(officer, "記録する", evidence)
    comes_to(officer, "確認資料を記録する")
    officer.write_day("その日", day)
    officer.press("記録する")


def follows(officer: Visitor, link: str, what: str) -> None:
    """Follow one of several links of this name: the one that says, to those who listen, what it is about."""
    name = re.compile(rf"^{link}\s*（{re.escape(what)}）$")
    officer.follow(officer.page.get_by_role("link", name=name))


def a_question_is_raised(officer: Visitor) -> None:
    officer.follow("記録する")
    comes_to(officer, "論点を記録する")
    officer.pick("何について", "会計の支援")
    officer.write("論点", "初年度の帳簿は、だれが手伝うか。")
    officer.pick("考える側", "市")
    officer.write_day("出た日", date(2026, 7, 20))
    officer.press("記録する")


def a_session_of_the_council_is_entered(officer: Visitor) -> None:
    officer.open("/council-sessions/")
    comes_to(officer, "議会の会期")
    officer.follow("会期を登録する")
    comes_to(officer, "会期を登録する")
    officer.pick("種類", "定例会")
    # Each day below has a box for the year as well, but not one that must be filled in.
    officer.write("年必須", "令和9年")
    officer.write("回", "3")
    officer.pick("会期の目安", "6月定例会")
    for label, day in (
        ("議案の提出期限", date(2027, 5, 20)),
        ("開会日", date(2027, 6, 1)),
        ("議決日", date(2027, 6, 24)),
        ("閉会日", date(2027, 6, 24)),
    ):
        officer.write_day(label, day)
    officer.press("登録する")
    comes_to(officer, "議会の会期")
    expect(officer.page.get_by_role("row", name="令和9年第3回定例会")).to_be_visible()


def the_road_is_opened(officer: Visitor) -> None:
    officer.open("/roads/")
    comes_to(officer, "指定スケジュール")
    officer.follow("指定スケジュールを作る")
    comes_to(officer, "指定スケジュールを作る")
    officer.pick("施設", CENTRE)
    officer.write_day("めざす初日", FIRST)
    officer.pick("選定の方法", "非公募")
    officer.pick("条例の改正", "不要")
    officer.write("条例の改正が不要な理由", "設置条例に指定管理者の規定がある")
    officer.press("作る")
    comes_to(officer, f"{CENTRE} 指定スケジュール")
    expect(officer.page.get_by_role("main")).to_contain_text("令和9年第3回定例会")
    officer.looks_around("指定スケジュール")


def the_candidate_is_decided(officer: Visitor) -> None:
    officer.open("/designations/")
    officer.follow("指定を登録")
    comes_to(officer, "指定を登録する")
    officer.pick("施設", CENTRE)
    officer.pick("団体", BODY)
    officer.write_day("指定期間の初日", FIRST)
    officer.write_day("指定期間の末日", LAST)
    officer.pick("選定の方法", "非公募")
    officer.write("非公募の理由", "地域に根ざした団体に任せるため")
    officer.write_day("候補者の決定日", date(2026, 11, 20))
    officer.press("登録する")
    comes_to(officer, DESIGNATION)
    is_at(officer, "候補者決定")
    officer.looks_around("候補者決定")

    goes_to_the_transfer(officer)
    stands_at(officer, "指定議案・債務負担行為")


def the_council_votes(officer: Visitor) -> None:
    changes_the_designation(
        officer,
        days={"議案の提出日": date(2027, 5, 20), "議決日": date(2027, 6, 24)},
        words={"議案の番号": "議案第61号"},
        picked={"議決する会期": "令和9年第3回定例会", "議決の結果": "可決"},
    )
    is_at(officer, "議決")
    officer.looks_around("議決")

    goes_to_the_transfer(officer)
    stands_at(officer, "指定・告示・基本協定")


def changes_the_designation(
    officer: Visitor, *, days: dict[str, date], words: dict[str, str], picked: dict[str, str] | None = None
) -> None:
    goes_to_the_designation(officer)
    officer.follow("内容を直す")
    comes_to(officer, "指定の内容を直す")
    for label, day in days.items():
        officer.write_day(label, day)
    for label, text in words.items():
        officer.write(label, text)
    for label, choice in (picked or {}).items():
        officer.pick(label, choice)
    officer.press("保存する")
    comes_to(officer, DESIGNATION)


def the_designation_is_made_and_agreed(officer: Visitor) -> None:
    changes_the_designation(
        officer,
        days={"指定日": date(2027, 7, 1), "告示日": date(2027, 7, 5)},
        words={"指定書の番号": "第12号", "告示の番号": "見本市告示第34号"},
    )
    is_at(officer, "指定")

    officer.open("/agreements/")
    officer.follow("基本協定を登録")
    comes_to(officer, "基本協定を登録する")
    officer.pick("指定", f"{CENTRE}　{BODY}（令和11年3月31日まで）")
    officer.write_day("基本協定の締結日", date(2027, 7, 20))
    officer.pick("協定のひな型", "市民センター（地域団体）の標準")
    officer.press("登録する")
    comes_to(officer, f"{CENTRE}の基本協定")

    goes_to_the_transfer(officer)
    stands_at(officer, "採用・研修・引継ぎ")


def the_centre_is_handed_over(officer: Visitor) -> None:
    hands_everything_over(officer)
    stands_at(officer, "指定管理の開始")
    officer.looks_around("指定管理の開始")


def hands_everything_over(officer: Visitor) -> None:
    """Ticks off every item that belongs to the days before the first one."""
    of_the_centre = HandoverItem.objects.filter(transfer__centre__name=CENTRE, transfer__completed_on=None)
    names = list(of_the_centre.filter(by_first_day=True).values_list("name", flat=True))
    assert len(names) > 5
    for name in names:
        comes_to(officer, TRANSFER)
        officer.follow(name)
        comes_to(officer, name)
        officer.press("保存する")


def the_term_begins(officer: Visitor) -> None:
    goes_to_the_designation(officer)
    is_at(officer, "指定期間中")
    officer.looks_around("指定期間中")
    officer.open("/roads/")
    expect(officer.page.get_by_role("row", name=CENTRE)).to_contain_text("令和11年4月1日")

    goes_to_the_transfer(officer)
    closes_the_transfer(officer)


def closes_the_transfer(officer: Visitor) -> None:
    expect(officer.page.get_by_text("すべてそろいました。")).to_be_visible()
    officer.follow("移行を終える")
    comes_to(officer, "この移行を終えますか")
    officer.press("終える")
    comes_to(officer, TRANSFER)
    expect(officer.page.get_by_role("link", name="移行を終える")).to_have_count(0)


def the_return_to_the_city_is_decided(officer: Visitor) -> None:
    officer.open("/transfers/")
    officer.follow("直営復帰を始める")
    comes_to(officer, "直営復帰を始める")
    officer.pick("施設", CENTRE)
    officer.write_day("始めた日", date(2028, 5, 8))
    officer.write("直営に戻す理由", "会計を受け持つ人が見つからないため")
    officer.press("始める")
    comes_to(officer, TRANSFER)
    expect(fact(officer, "めざす初日")).to_have_text("令和11年4月1日")
    stands_at(officer, "復帰の申出・検討")

    proves(officer, "返上の申出、または検討の結果", date(2028, 5, 8))
    stands_at(officer, "団体・地域との協議")

    meets(officer, "地域・団体との協議", date(2028, 5, 22))
    stands_at(officer, "市の方針決定")

    goes_to_the_designation(officer)
    officer.follow("直営に戻すと決める")
    comes_to(officer, "直営に戻すと決めますか")
    officer.write_day("決めた日", date(2028, 6, 1))
    officer.write("理由", "引き受ける団体が見つからなかったため")
    officer.press("直営に戻すと決める")
    comes_to(officer, DESIGNATION)
    is_at(officer, "指定期間中")

    goes_to_the_transfer(officer, "指定管理から直営へ")
    stands_at(officer, "予算・職員・条例の手当て")

    proves(officer, "予算と職員の配置の決定", date(2028, 6, 5))
    stands_at(officer, "利用者への周知・引継ぎ")
    officer.looks_around("利用者への周知・引継ぎ")


def the_centre_is_handed_back(officer: Visitor) -> None:
    goes_to_the_designation(officer)
    is_at(officer, "指定期間中")
    goes_to_the_transfer(officer, "指定管理から直営へ")
    hands_everything_over(officer)
    stands_at(officer, "直営の開始")


def the_city_runs_the_centre_again(officer: Visitor) -> None:
    goes_to_the_designation(officer)
    is_at(officer, "満了")
    officer.looks_around("満了")
    goes_to_the_transfer(officer, "指定管理から直営へ")
    closes_the_transfer(officer)
