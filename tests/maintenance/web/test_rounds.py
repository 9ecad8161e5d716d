from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.clock import TOKYO
from maintenance.actions import answer_round
from maintenance.models import EmergencyRound, RoundAnswer, RoundPhoto
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import PNG
from tests.factories.rounds import OPENED_AT, make_round

pytestmark = pytest.mark.django_db

LIST, NEW = "/rounds/", "/rounds/new/"
AT = OPENED_AT + timedelta(hours=1)
FORM = {
    "kind": "earthquake",
    "name": "見本の地震",
    "happened_on_year": "8",
    "happened_on_month": "11",
    "happened_on_day": "23",
    "happened_time": "07:30",
    "answer_by_on_year": "8",
    "answer_by_on_month": "11",
    "answer_by_on_day": "23",
    "reach": "all",
}


@pytest.fixture
def group(roles):
    """A member of a group that manages its centre, and that centre."""
    person = make_user("団体", "地域団体")
    designation = make_designation(first_on=date(2026, 4, 1))
    make_membership(person, designation.organisation, first_on=date(2026, 4, 1))
    return person, designation.centre


def test_a_round_is_opened_over_every_centre(officer, client_of):
    make_centre(), make_centre("見本東市民センター")

    answer = client_of(officer).post(NEW, FORM)

    found = EmergencyRound.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/rounds/{found.pk}/")
    assert found.centres.count() == 2
    assert found.opened_by == officer


def test_a_round_over_some_centres_needs_at_least_one(officer, client_of):
    here, _ = make_centre(), make_centre("見本東市民センター")
    client = client_of(officer)

    none = client.post(NEW, {**FORM, "reach": "some"})
    some = client.post(NEW, {**FORM, "reach": "some", "centres": [here.pk]})

    assert (none.status_code, some.status_code) == (422, 302)
    assert [place.centre for place in EmergencyRound.objects.get().centres.all()] == [here]


@pytest.mark.parametrize(
    ("year", "month", "day", "status"),
    [("0001", "1", "1", 422), ("2025", "11", "22", 422), ("2025", "11", "23", 302)],
)
def test_what_happened_more_than_a_year_ago_is_refused_with_a_sentence(
    officer, client_of, year, month, day, status
):
    make_centre()
    days = {"happened_on_year": year, "happened_on_month": month, "happened_on_day": day}

    answer = client_of(officer).post(NEW, {**FORM, "happened_on": f"{year}-{month:0>2}-{day}", **days})

    assert answer.status_code == status
    assert ("起きた日は、1年前からきょうまでの日にしてください。" in answer.text) is (status == 422)


def test_the_board_shows_trouble_first_then_who_is_silent(officer, client_of):
    centres = [make_centre(name, kana=name) for name in ("いち", "に", "さん")]
    found = make_round(centres)
    first, second, third = found.centres.order_by("pk")
    answer_round(first.pk, state="sound", at=AT)
    answer_round(third.pk, state="trouble", text="壁のひび", at=AT)

    board = client_of(officer).get(f"/rounds/{found.pk}/").context["board"]

    assert [(place.centre, place.state.word) for place in board.places] == [
        ("さん", "異常あり"),
        ("に", "未確認"),
        ("いち", "異常なし"),
    ]
    assert (board.line.trouble, board.line.unanswered, board.line.sound) == (1, 1, 1)
    assert board.silent == ["に"]
    assert second.pk == board.places[1].pk


def test_a_group_answers_for_its_own_centre_with_a_photograph(group, client_of):
    person, centre = group
    place = make_round([centre]).centres.get()
    client = client_of(person)
    photo = SimpleUploadedFile("玄関.png", PNG, content_type="image/png")

    answer = client.post(
        f"/round-centres/{place.pk}/", {"state": "trouble", "text": "ガラスが われた", "photos": [photo]}
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    said = RoundAnswer.objects.get()
    assert (said.state, said.text, said.answered_by) == ("trouble", "ガラスが われた", person)
    shown = client.get(f"/round-photos/{RoundPhoto.objects.get().pk}/")
    assert (shown.status_code, b"".join(shown.streaming_content)[:4]) == (200, b"\x89PNG")
    shown.close()


def test_a_group_sees_nothing_of_others(group, client_of):
    person, centre = group
    found = make_round([centre, make_centre("よその市民センター")], internal_notes="内密")
    own, other = found.centres.order_by("pk")
    answer_round(other.pk, state="sound", at=AT)
    client = client_of(person)

    codes = [
        client.get(path).status_code
        for path in (
            LIST,
            f"/rounds/{found.pk}/",
            f"/round-centres/{other.pk}/",
            f"/rounds/{found.pk}/close/",
        )
    ]
    page = client.get(f"/round-centres/{own.pk}/").content.decode()

    assert codes == [403, 403, 404, 403]
    assert ("よその市民センター" in page, "内密" in page) == (False, False)


def test_an_open_round_stands_at_the_top_of_the_groups_home_until_it_is_over(group, client_of):
    person, centre = group
    place = make_round([centre]).centres.get()
    client = client_of(person)

    before = client.get("/home/").content.decode()
    answer_round(place.pk, state="sound", at=AT)
    after = client.get("/home/").content.decode()

    assert "センターのようすを教えてください。" in before
    assert "「異常なし」と答えました。" in after


def test_an_open_round_stands_at_the_top_of_the_desk_with_its_counts(officer, client_of):
    make_round([make_centre(), make_centre("見本東市民センター")])

    page = client_of(officer).get("/desk/").content.decode()

    assert "異常あり 0、未確認 2" in page


def test_a_round_is_not_closed_silently(officer, client_of):
    found = make_round([make_centre("一市民センター")])
    client = client_of(officer)

    refused = client.post(f"/rounds/{found.pk}/close/", {"reason": ""})
    closed = client.post(f"/rounds/{found.pk}/close/", {"reason": "電話で確かめた"})

    assert (refused.status_code, closed.status_code) == (422, 302)
    assert "一市民センター" in str(refused.context["form"].errors)


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者"])
def test_who_only_looks_reads_the_board_and_answers_nothing(person, client_of, role):
    found = make_round()
    client = client_of(person("somebody", role))
    place = f"/round-centres/{found.centres.get().pk}/"

    codes = [client.get(LIST).status_code, client.get(place).status_code]

    assert codes == [200, 200]
    assert client.post(place, {"state": "sound"}).status_code == 403
    assert client.get(NEW).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_and_the_list_cost_the_same_however_many_centres(
    officer, client_of, django_assert_num_queries, number
):
    found = make_round([make_centre() for _ in range(number)])
    client = client_of(officer)

    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(5):
        client.get(f"/rounds/{found.pk}/")


def test_a_round_opened_before_nine_in_the_morning_stands_under_that_day(client, officer):
    make_round(at=datetime(2026, 11, 23, 7, 45, tzinfo=TOKYO))
    client.force_login(officer)

    assert "令和8年11月23日" in client.get(LIST).text
    assert "令和8年11月22日" not in client.get(LIST).text
