from __future__ import annotations

from datetime import date

import pytest
import time_machine

from designated_managers.actions import change_organisation
from designated_managers.models import Organisation
from tests.answers import errors
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.pages import links_of, words_of

ORGANISATIONS = "/organisations/"
NEW = "/organisations/new/"
FACTS = {"name": "見本協議会", "kind": "running_council", "corporate_status": "unknown"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


def _page(pk: int) -> str:
    return f"/organisations/{pk}/"


def _edit(pk: int) -> str:
    return f"/organisations/{pk}/edit/"


def _lines(response) -> list:
    return list(response.context["listing"].page.object_list)


# The list


def test_a_line_tells_what_the_organisation_runs_today(officer, client_of):
    organisation = make_organisation("見本協議会", representative="見本 太郎", phone="0834-00-0001")
    for name in ("い市民センター", "あ市民センター"):
        make_designation(centre=make_centre(name, kana=name), organisation=organisation)
    make_designation(
        centre=make_centre("終わった市民センター"), organisation=organisation, last_on=date(2026, 11, 22)
    )

    (line,) = _lines(client_of(officer).get(ORGANISATIONS))

    assert (line.name, line.kind, line.representative, line.phone) == (
        "見本協議会",
        "運営協議会",
        "見本 太郎",
        "0834-00-0001",
    )
    assert line.running == ["あ市民センター", "い市民センター"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["桜木協議会", "見本株式会社"]),
        ({"q": "桜木"}, ["桜木協議会"]),
        ({"kind": "company"}, ["見本株式会社"]),
        ({"running": "on"}, ["桜木協議会"]),
        ({"running": "on", "kind": "company"}, []),
        ({"kind": "circus"}, ["桜木協議会", "見本株式会社"]),
        ({"page": "999"}, ["桜木協議会", "見本株式会社"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(officer, client_of, query, names):
    make_designation(organisation=make_organisation("桜木協議会", kana="さくらぎ"))
    make_organisation("見本株式会社", kana="みほん", kind="company")

    response = client_of(officer).get(ORGANISATIONS, query)

    assert [line.name for line in _lines(response)] == names


def test_when_nothing_fits_the_page_says_what_to_leave_out(officer, client_of):
    make_organisation("見本株式会社", kind="company")

    page = words_of(client_of(officer).get(ORGANISATIONS, {"kind": "company", "running": "on"}))

    assert "条件に合う団体はありません" in page
    assert "「運営中の団体だけ」を外すと1件あります。" in page


def test_an_empty_list_says_how_to_begin(officer, auditor, client_of):
    officers, auditors = (client_of(user).get(ORGANISATIONS) for user in (officer, auditor))

    assert links_of(officers)["団体を登録"] == NEW
    assert "団体はまだありません" in words_of(auditors)
    assert "団体を登録" not in links_of(auditors)


def test_the_list_costs_the_same_for_one_and_for_three(officer, client_of, django_assert_num_queries):
    client = client_of(officer)
    for number in range(3):
        make_designation()
        if number in {0, 2}:
            with django_assert_num_queries(6):
                client.get(ORGANISATIONS)
            with django_assert_num_queries(5):
                client.get(ORGANISATIONS, {"running": "on", "kind": "npo"})


# One organisation


def test_the_page_tells_the_designations_with_stage_and_time_left(officer, client_of):
    organisation = make_organisation("見本協議会", internal_notes="見本のメモ")
    centre = make_centre("見本市民センター")
    make_designation(centre=centre, organisation=organisation)
    make_designation(
        centre=centre, organisation=organisation, first_on=date(2019, 4, 1), last_on=date(2024, 3, 31)
    )

    response = client_of(officer).get(_page(organisation.pk))

    assert [(line.centre, line.stage.label, line.remaining) for line in response.context["page"].lines] == [
        ("見本市民センター", "指定期間中", "2年4か月"),
        ("見本市民センター", "満了", ""),
    ]
    assert "見本のメモ" in words_of(response)


def test_a_page_without_designations_is_designed(officer, client_of):
    page = words_of(client_of(officer).get(_page(make_organisation().pk)))

    assert "指定はまだありません" in page


def test_the_page_costs_the_same_for_one_and_for_three_designations(
    officer, client_of, django_assert_num_queries
):
    organisation = make_organisation()
    client = client_of(officer)
    for number in range(3):
        make_designation(organisation=organisation)
        if number in {0, 2}:
            with django_assert_num_queries(7):
                client.get(_page(organisation.pk))


# The form


def test_an_officer_enters_an_organisation(officer, client_of):
    facts = {
        **FACTS,
        "kana": "みほんきょうぎかい",
        "corporate_status": "npo",
        "corporate_number": "9234567890123",
        "representative": "見本 太郎",
        "address": "見本町1-1",
        "phone": "0834-00-0001",
        "email": "mihon@example.jp",
        "internal_notes": "見本のメモ",
    }

    response = client_of(officer).post(NEW, facts, follow=True)

    (stored,) = Organisation.objects.values(*facts)
    assert stored == facts
    assert response.redirect_chain == [(_page(Organisation.objects.get().pk), 302)]
    assert "見本協議会を登録しました" in words_of(response)


def test_an_officer_changes_an_organisation(officer, client_of):
    organisation = make_organisation("もとの協議会")

    response = client_of(officer).post(_edit(organisation.pk), FACTS)

    organisation.refresh_from_db()
    assert (response.status_code, organisation.name) == (302, "見本協議会")
    assert organisation.history.first().history_user == officer


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "団体名を入力してください。"),
        ({"name": "ある協議会"}, "name", "この名前の団体は、もう登録されています。"),
        ({"kind": ""}, "kind", "種別を選んでください。"),
        ({"kind": "circus"}, "kind", "種別を選び直してください。"),
        ({"corporate_number": "12345"}, "corporate_number", "法人番号は13けたの数字で入力してください。"),
        ({"email": "mihon"}, "email", "メールアドレスは「名前@example.jp」の形で入力してください。"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(
    officer, client_of, typed, field, sentence
):
    make_organisation("ある協議会")

    response = client_of(officer).post(NEW, {**FACTS, **typed})

    assert response.status_code == 422
    assert errors(response) == {field: [sentence]}
    assert Organisation.objects.count() == 1


def test_the_form_costs_little(officer, client_of, django_assert_num_queries):
    client, organisation = client_of(officer), make_organisation()

    with django_assert_num_queries(3):
        client.get(NEW)
    with django_assert_num_queries(4):
        client.get(_edit(organisation.pk))


# Who may


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("officer", [200, 200, 200, 200]),
        ("chief", [200, 200, 200, 200]),
        ("auditor", [200, 200, 403, 403]),
        ("administrator", [200, 200, 403, 403]),
        ("group_member", [200, 404, 403, 403]),
    ],
)
def test_each_role_reads_and_writes_what_it_may(request, client_of, role, statuses):
    organisation = make_organisation()
    client = client_of(request.getfixturevalue(role))

    pages = [ORGANISATIONS, _page(organisation.pk), NEW, _edit(organisation.pk)]

    assert [client.get(page).status_code for page in pages] == statuses


def test_a_member_reads_their_own_organisation_without_the_citys_notes_also_outside_of_the_term(
    roles, client_of
):
    member = make_group(make_centre(), first_on=date(2020, 4, 1), last_on=date(2025, 3, 31))
    own = member.memberships.get().organisation
    change_organisation(own.pk, internal_notes="内部の話")
    other = make_organisation("よその団体")
    client = client_of(member)

    shown = client.get(_page(own.pk))

    assert (shown.status_code, "内部の話" in shown.content.decode()) == (200, False)
    assert client.get(_page(other.pk)).status_code == 404
    listed = client.get(ORGANISATIONS).context["listing"].page.object_list
    assert [line.name for line in listed] == [own.name]


def test_a_centre_worker_gets_the_designed_refusal(centre_worker, client_of):
    response = client_of(centre_worker(make_centre())).get(ORGANISATIONS)

    assert response.status_code == 403
    assert "このページは見られません" in words_of(response)


def test_who_may_not_write_changes_nothing(auditor, client_of):
    organisation = make_organisation("もとの協議会")
    client = client_of(auditor)

    answers = [client.post(NEW, FACTS), client.post(_edit(organisation.pk), FACTS)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert list(Organisation.objects.values_list("name", flat=True)) == ["もとの協議会"]


@pytest.mark.parametrize("page", [ORGANISATIONS, NEW, "/organisations/1/", "/organisations/1/edit/"])
def test_somebody_not_signed_in_is_sent_to_sign_in(client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", ["/organisations/999/", "/organisations/999/edit/"])
def test_an_organisation_that_is_not_there_is_not_found(officer, client_of, page):
    assert client_of(officer).get(page).status_code == 404


def test_somebody_of_another_centre_does_not_find_it(centre_worker, client_of, roles, grant):
    mine, other = make_organisation(), make_organisation()
    centre = make_centre()
    make_designation(centre=centre, organisation=mine)
    make_designation(organisation=other)
    grant("センター職員", "view_organisation", "change_organisation", "view_designation")
    client = client_of(centre_worker(centre))

    assert [line.pk for line in _lines(client.get(ORGANISATIONS))] == [mine.pk]
    assert [client.get(_page(pk)).status_code for pk in (mine.pk, other.pk)] == [200, 404]
    assert [client.get(_edit(pk)).status_code for pk in (mine.pk, other.pk)] == [200, 404]
