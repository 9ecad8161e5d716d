"""The pages of monitoring, as the office and the group meet them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import time_machine

from designated_managers.actions import answer_finding, draft_evaluation, publish_evaluation
from designated_managers.models import Designation, EvaluationSheet, Finding, Measure, SiteVisit
from tests.answers import errors, told
from tests.factories.accounts import make_membership, make_user
from tests.factories.designated_managers import make_designation
from tests.factories.monitoring import (
    AT,
    ITEMS,
    ON,
    a_photo,
    make_evaluation,
    make_finding,
    make_improvement_plan,
    make_items,
    make_measure,
    make_measure_file,
    make_visit,
    publish,
    said,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def designation(roles) -> Designation:
    return make_designation()


@pytest.fixture
def member(designation):
    """Somebody of the group."""
    user = make_user("member", "地域団体")
    make_membership(user, designation.organisation, first_on=date(2024, 4, 1))
    return user


def _self_sheet(grade: str = "B", **more: str) -> dict[str, str]:
    return {**{f"grade_{item}": grade for item in ITEMS}, "overall": grade, **more}


# Visits and findings


def test_a_visit_is_recorded_on_the_spot_and_its_finding_written_with_a_photograph(
    officer, client_of, designation
):
    make_items()
    browser = client_of(officer)
    sent = {
        "visited_on": "2026-11-23",
        "visited_by": "見本 太郎",
        "mark_fire": "improve",
        "note_fire": "期限",
    }

    recorded = browser.post(f"/designations/{designation.pk}/visits/new/", sent)
    visit = SiteVisit.objects.get()
    photo = io.BytesIO(a_photo().content)
    photo.name = "genba.jpg"
    found = browser.post(
        f"/site-visits/{visit.pk}/findings/new/",
        {"severity": "improve", "text": "消火器の期限切れ", "due_on": "2026-12-04", "photos": photo},
    )

    assert (recorded.status_code, recorded["Location"]) == (302, f"/site-visits/{visit.pk}/")
    assert (found.status_code, found["Location"]) == (302, f"/site-visits/{visit.pk}/")
    finding = Finding.objects.get()
    assert (finding.text, finding.due_on, finding.files.get().original_name) == (
        "消火器の期限切れ",
        date(2026, 12, 4),
        "genba.jpg",
    )


def test_a_visit_to_come_is_refused_at_its_day(officer, client_of, designation):
    sent = {"visited_on": "2026-11-24", "visited_by": "見本 太郎"}

    refused = client_of(officer).post(f"/designations/{designation.pk}/visits/new/", sent)

    assert refused.status_code == 422
    assert errors(refused) == {"visited_on": ["調査日は、きょうまでの日を入力してください。"]}


def test_the_group_reads_a_visit_once_it_is_told_and_answers_from_its_page(
    officer, client_of, designation, member
):
    visit = make_visit(designation, told=False, internal_notes="内緒")
    finding = make_finding(visit)
    group = client_of(member)

    before = group.get(f"/site-visits/{visit.pk}/")
    client_of(officer).post(f"/site-visits/{visit.pk}/tell/")
    after = group.get(f"/site-visits/{visit.pk}/")
    answered = group.post(f"/findings/{finding.pk}/answer/", {"answer": "片づけました"})

    assert before.status_code == 404
    assert "避難口の前に机がある" in words_of(after)
    assert "内緒" not in words_of(after)
    assert "見本太郎" not in words_of(after)
    assert (answered.status_code, told(answered)) == (302, ["回答を出しました。市が確かめます。"])
    assert Finding.objects.get().answer == "片づけました"


def test_a_photograph_is_shown_and_never_kept_by_others(client_of, member, designation):
    finding = make_finding(make_visit(designation), files=[a_photo()])
    file = finding.files.get()

    shown = client_of(member).get(f"/finding-files/{file.pk}/")

    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert b"".join(shown.streaming_content) == a_photo().content


# Evaluations


def test_the_office_opens_a_year_for_everybody(officer, client_of, designation):
    scheme = make_evaluation().scheme

    opened = client_of(officer).post("/evaluations/open/", {"fiscal_year": "2025", "scheme": scheme.pk})

    assert told(opened) == ["令和7年度の評価を1件始めました。"]
    assert designation.evaluations.get().fiscal_year == 2025


def test_the_group_writes_its_sheet_and_the_city_reads_it_once_it_is_handed_in(
    officer, client_of, designation, member
):
    evaluation = make_evaluation(designation)
    address = f"/evaluations/{evaluation.pk}/"
    group, city = client_of(member), client_of(officer)

    kept = group.post(f"{address}self/", {"grade_fair": "A", "comment": "途中の言葉"})
    before = words_of(city.get(address))
    refused = group.post(f"{address}self/", {"grade_fair": "A", "hand_in": "1"})
    handed_in = group.post(f"{address}self/", _self_sheet(comment="出した言葉", hand_in="1"))
    after = words_of(city.get(address))

    assert told(kept) == ["途中まで保存しました。"]
    assert "途中の言葉" not in before
    assert refused.status_code == 422
    assert errors(refused)["overall"] == ["総合評価を選んでください。"]
    assert told(handed_in)[-1] == "自己評価を出しました。市が評価を書きます。"
    assert "出した言葉" in after


def test_the_group_reads_nothing_of_a_draft_and_all_of_what_is_published(client_of, designation, member):
    evaluation = make_evaluation(designation)
    draft_evaluation(evaluation.pk, said(comment="市の言葉", committee_opinion="委員の言葉"), on=ON)
    browser = client_of(member)
    addresses = (
        "/evaluations/",
        f"/evaluations/{evaluation.pk}/",
        f"/designations/{designation.pk}/monitoring/",
    )

    before = [words_of(browser.get(address)) for address in addresses]
    publish_evaluation(evaluation.pk, published_on=ON, on=ON)
    after = words_of(browser.get(f"/evaluations/{evaluation.pk}/"))

    assert [word for word in ("下書き", "市の言葉", "委員の言葉", "公表") if word in "".join(before)] == []
    assert [word for word in ("市の言葉", "委員の言葉", "公表済み") if word not in after] == []


def test_the_office_writes_a_draft_beside_the_groups_sheet_and_publishes_it(
    officer, client_of, designation, member
):
    evaluation = make_evaluation(designation)
    address = f"/evaluations/{evaluation.pk}/"
    client_of(member).post(f"{address}self/", _self_sheet("A", hand_in="1"))
    city = client_of(officer)

    beside = words_of(city.get(f"{address}draft/"))
    saved = city.post(f"{address}draft/", _self_sheet("B", comment="総評"))
    published = city.post(f"{address}publish/", {"published_on": "2026-11-23"})

    assert "自己評価：A" in beside
    assert told(saved) == ["下書きを保存しました。公表するまで、団体には見えません。"]
    assert told(published)[-1] == "令和7年度の評価を公表しました。団体も読めます。"
    assert EvaluationSheet.objects.published().get().overall == "B"


def test_a_correction_asks_for_its_reason(officer, client_of, designation):
    evaluation = make_evaluation(designation)
    publish(evaluation)

    refused = client_of(officer).post(f"/evaluations/{evaluation.pk}/draft/", _self_sheet("A"))

    assert errors(refused) == {"reason": ["直す理由を入力してください。"]}


# Measures

REVOKE = {"decided_on": "2026-11-23", "reason": "改善されない", "ends_on": "2027-01-01"}


def test_a_revocation_without_a_hearing_is_warned_of_once_and_then_done(officer, client_of, designation):
    address = f"/designations/{designation.pk}/measures/new/?kind=revocation"
    browser = client_of(officer)

    warned = browser.post(address, REVOKE)
    assert not Measure.objects.exists()
    done = browser.post(address, {**REVOKE, "warned": warned.context["form"]["warned"].value()})

    assert warned.status_code == 200
    assert [one.code for one in warned.context["warnings"]] == ["hearing-missing", "no-suspension"]
    assert "聴聞の日も、しなかった理由も記録されていません（行政手続法第13条第1項第1号）" in words_of(warned)
    measure = Measure.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/measures/{measure.pk}/")
    assert Designation.objects.get(pk=designation.pk).revoked_on == date(2027, 1, 1)
    assert "聴聞の日も、しなかった理由も記録されていません" in words_of(browser.get(done["Location"]))


def test_a_warning_that_was_not_shown_is_shown_before_the_act(officer, client_of, designation):
    address = f"/designations/{designation.pk}/measures/new/?kind=revocation"

    warned = client_of(officer).post(address, {**REVOKE, "warned": "no-suspension"})

    assert warned.status_code == 200
    assert not Measure.objects.exists()


def test_a_group_reads_its_instruction_but_no_warning_and_no_internal_note(client_of, designation, member):
    measure = make_measure(designation, "suspension_part", internal_notes="内緒")

    page = words_of(client_of(member).get(f"/measures/{measure.pk}/"))

    assert "帳簿がない" in page
    assert "内緒" not in page
    assert "要確認" not in page


def test_the_usual_next_kind_is_proposed_and_any_other_is_offered(officer, client_of, designation):
    make_measure(designation)

    page = client_of(officer).get(f"/designations/{designation.pk}/measures/new/")

    assert page.context["form"].kind == "suspension_part"
    assert [code for code, _, _ in page.context["kinds"]] == [
        "instruction",
        "suspension_whole",
        "revocation",
        "release",
    ]


def test_a_plan_is_handed_in_accepted_and_the_instruction_closed(officer, client_of, designation):
    measure = make_measure(designation)
    browser = client_of(officer)

    browser.post(
        f"/measures/{measure.pk}/plan/",
        {"handed_in_on": "2026-11-20", "summary": "帳簿を作る", "review_by": "2026-12-01"},
    )
    plan = measure.plans.get()
    browser.post(f"/improvement-plans/{plan.pk}/", {"decision": "accept", "decided_on": "2026-11-23"})
    browser.post(f"/measures/{measure.pk}/close/", {"closed_how": "improved", "closed_on": "2026-11-23"})

    measure.refresh_from_db()
    plan.refresh_from_db()
    assert (plan.accepted_on, measure.closed_on, measure.closed_how) == (ON, ON, "improved")


def test_a_paper_that_is_not_what_it_says_is_refused(officer, client_of, designation):
    measure = make_measure(designation)
    paper = io.BytesIO(b"MZ not a document")
    paper.name = "shiji.pdf"

    refused = client_of(officer).post(
        f"/measures/{measure.pk}/document/", {"title": "改善指示書", "file": paper}
    )

    assert refused.status_code == 422
    assert not measure.files.exists()


# One timeline


def test_the_monitoring_page_tells_everything_in_one_line_of_time(officer, client_of, designation):
    finding = make_finding(make_visit(designation))
    answer_finding(finding.pk, answer="片づけた", on=date(2026, 11, 1), at=AT)
    publish(make_evaluation(designation), on=date(2026, 11, 10))
    make_improvement_plan(make_measure(designation))
    make_measure(designation, "suspension_part")

    page = client_of(officer).get(f"/designations/{designation.pk}/monitoring/").context["page"]

    assert [(event.day, event.text) for event in page.events] == [
        (date(2026, 11, 10), "令和7年度の評価を公表しました。総合評価はBです。"),
        (date(2026, 11, 1), "指摘に回答がありました：避難口の前に机がある"),
        (date(2026, 10, 20), "実地調査をしました。"),
        (date(2026, 10, 20), "改善計画が出ました。"),
        (date(2026, 10, 1), "業務停止（一部）をしました。"),
        (date(2026, 10, 1), "指示をしました。"),
    ]
    assert page.suspension == "suspension_part"
    assert page.usual_next == "revocation"


# The audit pack


def test_the_audit_pack_tells_the_evidence_and_the_gaps(auditor, client_of, designation):
    make_finding(make_visit(designation))
    make_evaluation(designation)
    make_measure(designation, "revocation")

    pack = client_of(auditor).get(f"/designations/{designation.pk}/audit/").context["pack"]

    assert [(section.title, section.gaps) for section in pack.sections] == [
        ("指定の日付と出典", 4),
        ("協定と指定管理料", 0),
        ("義務と提出物", 0),
        ("実地調査と指摘", 1),
        ("年度評価", 1),
        ("監督の措置", 1),
    ]
    missing = [row.what for row in pack.sections[0].rows if row.gap == "日の記録がありません"]
    assert missing == ["選定委員会の日", "候補者の決定日", "議案の提出日", "基本協定の締結日"]
    assert "聴聞" in pack.sections[-1].rows[0].gap


def test_the_download_holds_the_index_and_every_paper_under_a_safe_name(auditor, client_of, designation):
    make_finding(make_visit(designation), files=[a_photo("../現場:1.jpg")])
    make_measure_file(make_measure(designation))

    answer = client_of(auditor).get(f"/designations/{designation.pk}/audit/download/")
    package = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert package.testzip() is None
    assert package.namelist() == ["目録.xlsx", "資料/001_現場_1.jpg", "資料/002_shiji.pdf"]
    sheet = openpyxl.load_workbook(io.BytesIO(package.read("目録.xlsx")))["目録"]
    heads = [cell.value for cell in sheet[3]]
    assert heads == ["区分", "何", "日", "確認資料", "足りないもの", "ファイル"]
    files = [row[5].value for row in sheet.iter_rows(min_row=4) if row[5].value]
    assert files == ["資料/001_現場_1.jpg", "資料/002_shiji.pdf"]


def test_a_paper_that_is_gone_from_the_store_is_named_in_the_index(auditor, client_of, designation):
    kept = make_measure_file(make_measure(designation))
    kept.file.storage.delete(str(kept.file.name))

    answer = client_of(auditor).get(f"/designations/{designation.pk}/audit/download/")
    package = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    assert package.namelist() == ["目録.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(package.read("目録.xlsx")))["目録"]
    files = [row[5].value for row in sheet.iter_rows(min_row=4) if row[5].value]
    assert files == ["資料/001_shiji.pdf（ファイルが保管場所にありません）"]


def test_a_group_gets_no_audit_pack_even_with_the_permission(grant, client_of, designation, member):
    grant("地域団体", "view_auditpack")

    answers = [
        client_of(member).get(f"/designations/{designation.pk}/audit/{end}").status_code
        for end in ("", "download/")
    ]

    assert answers == [403, 403]
