from __future__ import annotations

from datetime import date

import pytest
import time_machine

from designated_managers.models import (
    Agreement,
    AgreementTerms,
    AnnualAgreement,
    Designation,
    FeePayment,
    Obligation,
)
from tests.answers import errors
from tests.factories.accounts import make_membership, make_user
from tests.factories.agreements import FEE, designation_of, make_agreement, make_annual
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import PNG
from tests.pages import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def staff(officer, client_of):
    return client_of(officer)


def _path(agreement: Agreement, *more: str) -> str:
    return "/".join(["/agreements", str(agreement.pk), *more, ""])


def test_an_agreement_is_entered_and_its_page_tells_what_it_brings(staff):
    designation = make_designation(on=ON)

    answer = staff.post(
        "/agreements/new/",
        {
            "designation": designation.pk,
            "agreed_on": "2024-03-25",
            "template_code": "standard",
            "optional_types": ["quarterly_report"],
            "repair_threshold": "100,000",
            "fee_system": "city_income",
            "liability_insurance": "true",
            "fire_insurance": "false",
        },
        follow=True,
    )

    agreement = Agreement.objects.get()
    designation.refresh_from_db()
    words = words_of(answer)
    assert designation.agreed_on == date(2024, 3, 25)
    terms = agreement.terms.get()
    assert (terms.liability_insurance, terms.fire_insurance, terms.accident_insurance) == (True, False, None)
    for told in ("令和6年3月25日", "1件100,000円まで", "ほかのすべての点検", "四半期報告書"):
        assert told in words


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(staff):
    designation = make_designation(on=ON)

    answer = staff.post(
        "/agreements/new/",
        {
            "designation": designation.pk,
            "whole_bundle": "on",
            "agreed_on": "2026-11-24",
            "template_code": "standard",
        },
    )
    again = staff.post(
        "/agreements/new/",
        {"designation": designation.pk, "agreed_on": "2026-11-24", "template_code": "standard"},
    )

    assert (answer.status_code, again.status_code) == (422, 422)
    assert errors(answer) == {"whole_bundle": ["この指定は一括に入っていません。"]}
    assert errors(again) == {"agreed_on": ["締結日は、きょうまでの日にしてください。"]}
    assert not Agreement.objects.exists()


def test_terms_are_put_right_without_an_amendment(staff):
    agreement = make_agreement()
    page = staff.get(_path(agreement, "edit"))
    form = page.context["form"]

    answer = staff.post(
        _path(agreement, "edit"),
        {
            "version": form["version"].value(),
            "agreed_on": "2024-03-26",
            "template_code": "early",
            "repair_threshold": "100,000",
            "notes": "見本の取り決め",
        },
    )

    assert answer.status_code == 302
    assert agreement.terms.get().notes == "見本の取り決め"
    assert Designation.objects.get().agreed_on == date(2024, 3, 26)
    assert Obligation.objects.get(type_code="annual_report", fiscal_year=2026).due_on == date(2027, 5, 31)


def test_an_amendment_stands_on_the_page_beside_what_was_before(staff):
    agreement = make_agreement()

    staff.post(
        _path(agreement, "amend"),
        {
            "agreed_on": "2026-11-01",
            "counts_from": "2026-12-01",
            "reason": "物価の上昇",
            "repair_threshold": "150,000",
        },
    )

    words = words_of(staff.get(_path(agreement)))
    assert "変更協定（第1回）" in words
    assert "理由：物価の上昇" in words
    assert "1件100,000円まで指定管理者" in words


def test_an_amendment_is_put_right_and_taken_back_as_long_as_it_is_to_come(staff):
    agreement = make_agreement()
    typed = {"agreed_on": "2026-11-01", "counts_from": "2026-12-01", "reason": "物価の上昇"}
    staff.post(_path(agreement, "amend"), {**typed, "repair_threshold": "150,000"})
    latest = agreement.terms.latest("number")
    path = f"/agreement-terms/{latest.pk}/"
    seen = staff.get(f"{path}edit/").context["form"]["version"].value()

    staff.post(f"{path}edit/", {**typed, "version": seen, "repair_threshold": "180,000"})
    late = staff.post(f"{path}edit/", {**typed, "version": seen, "repair_threshold": "1"})
    words = words_of(staff.get(_path(agreement)))
    taken = staff.post(f"{path}remove/", {}, follow=True)

    assert "1件180,000円まで指定管理者" in words
    assert "変更協定を取り消す" in words
    assert late.status_code == 409
    assert "変更協定（第1回）を取り消しました" in words_of(taken)
    assert list(agreement.terms.values_list("number", flat=True)) == [1]


def test_an_amendment_that_counts_is_put_right_but_not_taken_back(staff):
    agreement = make_agreement()
    staff.post(
        _path(agreement, "amend"),
        {"agreed_on": "2026-11-01", "counts_from": "2026-11-23", "reason": "物価の上昇"},
    )
    latest = agreement.terms.latest("number")

    words = words_of(staff.get(_path(agreement)))
    answer = staff.post(f"/agreement-terms/{latest.pk}/remove/", {})

    assert "令和8年11月23日から。理由：物価の上昇" in words
    assert "変更協定を直す" in words
    assert "変更協定を取り消す" not in words
    assert answer.status_code == 422
    assert "もう効力が生じているので、取り消せません。" in words_of(answer)


def test_what_was_agreed_first_is_no_amendment_to_put_right(staff):
    first = make_agreement().terms.get()

    answers = [staff.get(f"/agreement-terms/{first.pk}/{what}/").status_code for what in ("edit", "remove")]

    assert answers == [404, 404]


def test_the_form_of_a_bundle_of_several_bodies_says_that_each_signs(staff):
    designation, _other = (make_designation(on=ON, bundle_name="見本一括") for _ in range(2))

    answer = staff.post(
        "/agreements/new/",
        {"designation": designation.pk, "whole_bundle": "on", "template_code": "standard"},
    )

    assert errors(answer) == {
        "whole_bundle": [
            "1つの団体の一括だけ、まとめて1つの基本協定にできます。"
            "この一括には2つの団体の指定があるので、指定ごとに登録してください。"
        ]
    }


def _table(terms: AgreementTerms) -> str:
    return f"/agreement-terms/{terms.pk}/responsibilities/"


def _rows(form) -> dict[str, str]:
    values = {bound.html_name: bound.value() for line in form.lines for bound in line}
    typed = {name: "" if value is None else value for name, value in values.items()}
    return {**typed, "version": form["version"].value()}


def test_the_table_is_written_and_a_gap_is_refused_with_what_was_typed_kept(staff):
    terms = make_agreement().terms.get()
    typed = _rows(staff.get(_table(terms)).context["form"])

    gap = staff.post(_table(terms), {**typed, "amount_from_3": "100,005"})
    changed = staff.post(_table(terms), {**typed, "bearer_1": "city", "area_10": ""})

    assert gap.status_code == 422
    assert "修繕の金額に切れ目があります（100,001円から100,004円まで）。" in words_of(gap)
    assert changed.status_code == 302
    rows = terms.responsibilities
    assert rows.get(type_code="FIR-1").bearer == "city"
    assert not rows.filter(area="disaster").exists()


def test_a_table_that_somebody_else_wrote_meanwhile_is_not_overwritten_and_keeps_every_row_typed(staff):
    terms = make_agreement().terms.get()
    typed = _rows(staff.get(_table(terms)).context["form"])
    staff.post(_table(terms), {**typed, **{f"area_{number}": "" for number in range(8)}})

    late = staff.post(
        _table(terms), {**typed, "area_13": "other", "name_13": "見本の行", "bearer_13": "city"}
    )

    assert late.status_code == 409
    assert "見本の行" in late.content.decode()
    assert terms.responsibilities.count() == 3


def test_a_year_is_entered_paid_and_settled(staff):
    agreement = make_agreement()

    staff.post(
        _path(agreement, "years", "new"),
        {"fiscal_year": "令和8年度", "agreed_on": "2026-03-27", "fee": "4,800,001"},
    )
    annual = AnnualAgreement.objects.get()
    first = annual.payments.get(number=1)
    staff.post(f"/fee-payments/{first.pk}/", {"paid_on": "2026-06-30"})

    first.refresh_from_db()
    words = words_of(staff.get(_path(agreement)))
    assert (annual.fiscal_year, annual.fee, annual.payments.count()) == (2026, FEE, 4)
    assert first.paid_on == date(2026, 6, 30)
    assert "1,200,000円" in words


def test_instalments_that_do_not_pay_the_fee_are_refused(staff):
    agreement = make_agreement()
    annual = make_annual(agreement)
    path = f"/annual-agreements/{annual.pk}/edit/"
    form = staff.get(path).context["form"]

    answer = staff.post(
        path,
        {
            "version": form["version"].value(),
            "agreed_on": "2026-03-27",
            "fee": "1,000",
            "due_on_0": "2026-06-30",
            "amount_0": "999",
        },
    )

    assert answer.status_code == 422
    assert "支払の合計（999円）が指定管理料（1,000円）より1円足りません。" in words_of(answer)
    assert FeePayment.objects.count() == 4


def test_a_year_is_settled_after_it(staff):
    annual = make_annual(make_agreement())

    early = staff.post(
        f"/annual-agreements/{annual.pk}/settle/", {"settled_on": "2026-11-20", "returned_amount": "0"}
    )

    assert errors(early) == {"settled_on": ["精算は、年度（または指定期間）が終わったあとにします。"]}


def test_a_paper_is_kept_and_handed_out_to_who_may_see_it(staff, officer, client_of):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    agreement = make_agreement()
    stranger = _group_of(make_designation(on=ON))

    staff.post(
        _path(agreement, "files", "new"),
        {"title": "基本協定書", "file": SimpleUploadedFile("kyotei.png", PNG)},
    )
    kept = agreement.files.get()
    read = staff.get(f"/agreement-files/{kept.pk}/")
    assert b"".join(read.streaming_content) == PNG
    outside = client_of(stranger).get(f"/agreement-files/{kept.pk}/")
    staff.post(f"/agreement-files/{kept.pk}/withdraw/", {"reason": "取り違え"})

    assert (read.status_code, read["Cache-Control"]) == (200, "private, no-store")
    assert outside.status_code == 404
    assert staff.get(f"/agreement-files/{kept.pk}/").status_code == 404


def _group_of(designation: Designation):
    member = make_user("", "地域団体")
    make_membership(member, designation.organisation, first_on=date(2024, 4, 1))
    return member


def test_a_group_reads_its_own_agreement_with_its_own_amounts_and_no_notes(client_of):
    agreement = make_agreement(internal_notes="内密の覚え書き")
    make_annual(agreement, internal_notes="内密の覚え書き")
    other = make_agreement()
    group = client_of(_group_of(designation_of(agreement)))

    words = words_of(group.get(_path(agreement)))

    assert "4,800,001円" in words
    assert "内密の覚え書き" not in words
    assert "内容を直す" not in words
    assert group.get(_path(other)).status_code == 404
    assert len(group.get("/agreements/").context["lines"]) == 1


def test_a_group_reads_no_fee_that_is_still_talked_over(client_of):
    agreement = make_agreement()
    make_annual(agreement, fee=4_444_444, agreed_on=None)
    group = client_of(_group_of(designation_of(agreement)))

    page, listed = group.get(_path(agreement)), group.get("/agreements/")

    assert (page.status_code, page.context["page"].annuals) == (200, [])
    assert "4,444,444" not in page.content.decode() + listed.content.decode()


def test_a_group_does_not_read_a_draft(client_of):
    agreement = make_agreement(agreed_on=None)
    group = client_of(_group_of(designation_of(agreement)))

    assert group.get(_path(agreement)).status_code == 404


def test_the_list_is_narrowed_to_what_is_overdue(staff):
    agreement = make_agreement()

    overdue = staff.get("/obligations/", {"overdue": "on", "side": "manager"})

    lines = list(overdue.context["listing"].page.object_list)
    assert [(line.name, line.period) for line in lines] == [
        ("年度事業計画書", "令和8年度"),
        *(("月報", f"{month}月分") for month in range(4, 11)),
    ]
    assert {line.centre for line in lines} == {designation_of(agreement).centre.name}


def test_an_obligation_says_why_its_day_is_its_day(staff):
    make_agreement(template_code="early")
    report = Obligation.objects.get(type_code="monthly_report", period_code="2026-10")

    words = words_of(staff.get(f"/obligations/{report.pk}/"))

    assert "翌月10日まで。閉庁日のときは次の開庁日（協定の条項による）。" in words
    assert "13日超過" in words


def test_an_obligation_is_not_needed_and_needed_again(staff):
    make_agreement()
    report = Obligation.objects.get(type_code="monthly_report", period_code="2026-10")

    staff.post(f"/obligations/{report.pk}/not-needed/", {"reason": "紙で受け取った"})
    report.refresh_from_db()
    aside = report.not_needed_reason
    staff.post(f"/obligations/{report.pk}/needed-again/", {})
    report.refresh_from_db()

    assert (aside, report.not_needed_on) == ("紙で受け取った", None)


def test_the_sheet_of_a_year_has_everything_by_its_day_and_leads_to_the_next(staff):
    designation = designation_of(make_agreement())

    sheet = staff.get(f"/designations/{designation.pk}/obligations/").context["sheet"]
    following = staff.get(f"/designations/{designation.pk}/obligations/?year=2027").context["sheet"]

    days = [line.due_on for line in sheet.lines]
    assert (len(days), days) == (16, sorted(days))
    assert [year.year for year in sheet.others] == [2027]
    assert len(following.lines) == 16


def test_an_accident_is_entered_and_what_went_before_is_put_aside(staff):
    designation = designation_of(make_agreement())
    path = f"/designations/{designation.pk}/obligations/"

    staff.post(f"{path}earlier/", {"before": "2026-11-23", "reason": "システムより前の分"})
    staff.post(
        f"{path}new/", {"type_code": "accident_report", "event_on": "2026-11-20", "event": "階段で転倒"}
    )

    assert Obligation.objects.overdue(ON).get().event == "階段で転倒"


def test_fees_are_approved(staff):
    designation = make_designation(
        on=ON,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2026, 9, 25)),
    )
    make_agreement(designation=designation, terms={"fee_system": "manager_income"})

    staff.post(
        f"/designations/{designation.pk}/fee-approval/",
        {"approved_on": "2026-11-20", "counts_from": "2027-04-01"},
    )

    assert Obligation.objects.done().get().type_code == "fee_approval"


def test_a_group_reads_its_own_duties_and_not_the_citys(client_of):
    designation = designation_of(make_agreement())
    make_agreement()
    group = client_of(_group_of(designation))

    answer = group.get("/obligations/")

    lines = list(answer.context["listing"].page.paginator.object_list)
    assert {line.designation_id for line in lines} == {designation.pk}
    assert {line.side for line in lines} == {"manager"}
    assert "だれの" not in words_of(answer)


def test_a_group_reaches_what_it_owes_also_after_its_last_day(client_of):
    designation = designation_of(make_agreement())
    report = Obligation.objects.get(type_code="annual_report", fiscal_year=2026)
    member = _group_of(designation)

    with time_machine.travel("2029-12-01T12:00:00+09:00", tick=False):
        answer = client_of(member).get(f"/obligations/{report.pk}/")

    assert answer.status_code == 200
