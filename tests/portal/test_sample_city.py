"""The sample city: made once, marked as a sample wherever it is one, and full of work on any day."""

from __future__ import annotations

import io
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership, User
from centres.actions import register_centre
from centres.choices import CentreStatus
from centres.models import Centre, Post
from common.certainty import Certainty
from common.months import add_months
from common.office_days import load_office_days
from designated_managers.models import Designation, Organisation
from facilities.models import Equipment, RenewalProject
from maintenance.models import DueInspection, ServiceContract
from maintenance.rules.cycles import next_due
from portal.sample_city import invented, logins, published
from portal.sample_city.actions import make_sample_city
from reminders.actions import flag_due
from reminders.models import Flag

if TYPE_CHECKING:
    from portal.sample_city.entries import Facts


TODAY = date(2026, 11, 23)

REAL_CENTRES = [
    "三丘市民センター",
    "和田市民センター",
    "周陽市民センター",
    "大道理夢求の里交流館",
    "徳山北部拠点施設",
    "桜木市民センター",
    "秋月市民センター",
    "遠石市民センター",
    "長穂市民センター",
    "須々万市民センター",
]

SAMPLE_CENTRES = [
    "見本中央市民センター",
    "見本北市民センター",
    "見本南市民センター",
    "見本東市民センター",
    "見本港市民センター",
    "見本西市民センター",
]

REAL_BODIES = {"大道理夢求の里交流館運営協議会", "桜木市民センターの運営協議会（名称要確認）"}


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    return settings.VAR


@pytest.fixture
def city(catalogues, var):
    """The sample city as of 23 November 2026."""
    return make_sample_city(on=TODAY, logins=var / "sample-logins.txt")


def seed() -> str:
    out = io.StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def every_row() -> dict[str, list[dict[str, object]]]:
    """All that is in the database."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def written_passwords(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return {line.split()[0]: line.split()[1] for line in lines}


def told_of(entries) -> list[Facts]:
    """Every set of facts in these centres or designations, those of buildings too."""
    return [
        facts
        for entry in entries
        for facts in (entry.facts, *(building.facts for building in getattr(entry, "buildings", ())))
    ]


def test_every_published_fact_names_its_page_and_what_was_not_found_is_left_empty():
    for facts in told_of((*published.CENTRES, *published.DESIGNATIONS)):
        for field, told in facts.items():
            if told.certainty is Certainty.SAMPLE:
                assert (field, told.value) in {
                    ("name", "本館（見本）"),
                    ("notes", "点検の日と結果は見本です。"),
                }
            elif told.page is published.NOT_FOUND:
                assert (
                    not told.value
                    or field in {"role", "days_unconfirmed"}
                    or told.value == published.RUN_BY_UNKNOWN
                )
                assert told.certainty is Certainty.UNVERIFIED
            elif told.page is published.COMMON_READING:
                assert (field, told.certainty) == ("kana", Certainty.UNVERIFIED)
            else:
                assert told.page.url.startswith("http")


def test_a_published_centre_without_a_designation_does_not_pass_for_run_by_the_city():
    designated = {entry.centre for entry in published.DESIGNATIONS}
    in_use = [
        entry for entry in published.CENTRES if entry.name not in designated and "is_hub" not in entry.facts
    ]

    silent = [e.name for e in in_use if published.RUN_BY_UNKNOWN not in e.facts["internal_notes"].value]

    assert (len(in_use), silent) == (7, [])


def test_every_published_project_names_its_page_and_every_invented_one_says_so():
    published_ones = {told.page.url[:4] for entry in published.PROJECTS for told in entry.told}
    invented_ones = {told.certainty for entry in invented.projects(TODAY) for told in entry.told}

    assert (published_ones, invented_ones) == ({"http"}, {Certainty.SAMPLE})
    assert all(entry.name.startswith("見本") for entry in invented.projects(TODAY))


def test_the_rebuilt_centres_are_told_by_the_act_of_opening(city):
    nagao = RenewalProject.objects.get(centre__name="長穂市民センター")
    old, new = (link.building for link in nagao.project_buildings.order_by("pk"))
    hub = RenewalProject.objects.get(centre__name="徳山北部拠点施設")

    assert (str(new.opened_on), new.awaits_opening, str(old.retired_on)) == (
        "令和3年2月",
        False,
        "令和3年2月",
    )
    assert {fact.field: fact.certainty for fact in old.stated_facts.filter(field="retired_on")} == {
        "retired_on": "derived"
    }
    assert [(m.step, str(m.reached_on)) for m in hub.milestones.reached()] == [("basic_plan", "令和3年3月")]
    assert not hub.plans.exists()


def test_whatever_a_summary_by_somebody_else_says_is_not_called_verified():
    second_hand = {published.COUNCIL_2023, published.COUNCIL_2023_MARCH}

    certainties = {
        told.certainty
        for facts in told_of((*published.CENTRES, *published.DESIGNATIONS))
        for told in facts.values()
        if told.page in second_hand
    }

    assert certainties == {Certainty.SECOND_HAND, Certainty.DERIVED}


def test_every_fact_of_a_sample_centre_is_a_sample_and_says_so():
    for facts in told_of((*invented.CENTRES, *invented.designations(TODAY))):
        assert {told.certainty for told in facts.values()} == {Certainty.SAMPLE}
    assert all(entry.name.startswith("見本") for entry in invented.CENTRES)


def test_what_the_council_and_the_office_did_they_did_on_a_day_on_which_they_are_open():
    steps = "candidate_decided_on", "voted_on", "designated_on", "announced_on", "agreed_on"

    closed = [
        (entry.centre, step, entry.facts[step].value)
        for day in range(366)
        for entry in invented.designations(TODAY + timedelta(days=day))
        for step in steps
        if step in entry.facts and not load_office_days().is_open(entry.facts[step].value)
    ]

    assert closed == []


def test_the_mountain_districts_are_those_the_city_lists():
    districts = [(entry.name, entry.is_mountain.value, entry.dream_plan) for entry in published.DISTRICTS]

    assert districts == [(name, True, "") for name in ("長穂", "須々万", "和田", "三丘", "向道")]


def test_rooms_and_equipment_read_on_a_page_name_it():
    (mitsuo,) = next(entry.buildings for entry in published.CENTRES if entry.name == "三丘市民センター")

    assert [(piece.name, piece.notes.rpartition(" ")[2]) for piece in mitsuo.equipment] == [
        ("エレベーター（小型・定員3名）", published.MITSUO.url),
        ("AED", published.MITSUO.url),
    ]
    assert [(room.values["name"], room.values["area"], room.page) for room in mitsuo.rooms][:2] == [
        ("大ホール", 17410, published.MITSUO),
        ("研修室（16.56㎡）", 1656, published.MITSUO),
    ]


def test_the_published_centres_stand_in_the_register_as_they_are_told(city):
    codes = dict(Centre.objects.values_list("name", "code"))
    toishi = Centre.objects.get(name="遠石市民センター")
    susuma = Centre.objects.get(name="須々万市民センター")
    hub = susuma.successors.get()

    assert sorted(codes) == sorted([*REAL_CENTRES, *SAMPLE_CENTRES])
    assert {name: code for name, code in codes.items() if code != f"352152-{name}"} == {}
    assert (toishi.nickname, toishi.get_kind_display(), toishi.postal_code, toishi.address, toishi.phone) == (
        "万葉プラザ",
        "市民センター",
        "745-0841",
        "周南市若草町6-33",
        "0834-22-0442",
    )
    assert (str(toishi.opens_at), str(toishi.closes_at)) == ("08:30:00", "22:00:00")
    assert toishi.closed_days == "12月29日から1月3日まで"
    assert (str(toishi.opened_on), toishi.district) == ("令和3年2月", None)
    assert toishi.stated_facts.get(field="opened_on").source_url == "https://bkss.co.jp/202102/1552/"
    assert [(b.name, b.get_role_display()) for b in susuma.buildings.order_by("pk")] == [
        ("須々万支所", "支所"),
        ("須々万市民センター", "本館"),
        ("須々万市民センター別館", "別館"),
    ]
    assert (hub.name, hub.is_hub, str(hub.planned_on)) == ("徳山北部拠点施設", True, "令和3年3月")
    assert hub.status_on(TODAY).status is CentreStatus.PLANNED


def test_the_designation_of_sakuragi_counts_but_its_days_are_to_be_checked(city):
    designation = Designation.objects.get(centre__name="桜木市民センター")

    assert designation.in_force_on(TODAY)
    assert (designation.voted_on, designation.first_on, designation.last_on) == (date(2023, 2, 2), None, None)
    assert {fact.field: fact.certainty for fact in designation.stated_facts.all()} == {
        "organisation": "second_hand",
        "voted_on": "second_hand",
        "vote_result": "derived",
        "first_on": "unverified",
        "last_on": "unverified",
        "days_unconfirmed": "unverified",
    }


def test_whatever_is_invented_says_so_and_nothing_invented_hangs_on_a_real_body(city):
    equipment = Equipment.objects.exclude(notes__startswith="出典：").values_list("name", flat=True)
    turns = DueInspection.objects.select_related("building__centre", "equipment")
    real = Organisation.objects.filter(name__in=REAL_BODIES)
    ours = Organisation.objects.exclude(name__in=REAL_BODIES)

    assert [name for name in equipment if not name.startswith("見本")] == []
    assert [str(turn) for turn in turns if "見本" not in f"{turn.building} {turn.equipment}"] == []
    assert not ServiceContract.objects.exclude(
        name__startswith="見本", contractor__startswith="見本"
    ).exists()
    assert not User.objects.exclude(display_name__startswith="見本 ").exists()
    assert not ours.exclude(name__regex="^見本.+協議会$").exists()
    assert list(real.values_list("representative", "address", "phone", "email")) == [("", "", "", "")] * 2
    assert not real.exclude(internal_notes__contains="出典：").exists()
    assert not Membership.objects.filter(organisation__in=real).exists()
    assert not Designation.objects.filter(organisation__in=ours, centre__name__in=REAL_CENTRES).exists()
    assert not Designation.objects.filter(organisation__in=real, centre__name__in=SAMPLE_CENTRES).exists()


def test_each_person_has_a_role_and_where_it_applies_a_post_or_a_group(city):
    people = [
        (
            user.login_name,
            user.groups.get().name,
            [holding.post.name for holding in user.holdings.all()],
            [membership.organisation.name for membership in user.memberships.all()],
        )
        for user in User.objects.order_by("pk")
    ]
    superiors = {post.name: post.superior and post.superior.name for post in Post.objects.all()}

    assert people == [
        ("tanto1", "市民センター担当", ["市民センター担当 1"], []),
        ("tanto2", "市民センター担当", ["市民センター担当 2"], []),
        ("kakaricho", "係長・課長", ["係長"], []),
        ("kacho", "係長・課長", ["課長"], []),
        ("kansa", "監査委員事務局", [], []),
        ("kanri", "システム管理者", [], []),
        ("center", "センター職員", ["見本北市民センター職員"], []),
        ("rinji", "市民センター担当", [], []),
        ("dantai1", "地域団体", [], ["見本中央協議会"]),
        ("dantai2", "地域団体", [], ["見本東協議会"]),
    ]
    assert superiors == {
        "課長": None,
        "係長": "課長",
        "市民センター担当 1": "係長",
        "市民センター担当 2": "係長",
        "見本北市民センター職員": "市民センター担当 2",
    }
    assert not Centre.objects.filter(post_in_charge=None).exists()


def test_every_log_in_written_opens_the_door_and_only_its_owner_reads_the_file(city, var):
    path = var / "sample-logins.txt"
    passwords = written_passwords(path)
    request = RequestFactory().post("/accounts/login/")

    let_in = {
        login_name: str(authenticate(request, username=login_name, password=password))
        for login_name, password in passwords.items()
    }

    assert let_in == {person.login_name: person.display_name for person in invented.PEOPLE}
    assert len(set(passwords.values())) == len(invented.PEOPLE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in var.iterdir()] == ["sample-logins.txt"]


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 11, 23),
        date(2027, 3, 31),
        date(2027, 4, 1),
        date(2028, 2, 29),
        date(2030, 1, 31),
    ],
)
def test_on_whatever_day_it_is_made_the_desk_has_every_kind_of_work(catalogues, var, on):
    make_sample_city(on=on, logins=var / "sample-logins.txt")
    flag_due(on=on, finished_at=datetime(2026, 1, 1, tzinfo=UTC))

    inspections = Flag.objects.filter(kind="inspection")
    contracts = Flag.objects.filter(kind="contract")
    ends = Flag.objects.filter(kind="designation_end")
    week, month = on + timedelta(days=7), on + timedelta(days=30)
    assert inspections.filter(due_on__lt=on).count() == 3
    assert inspections.filter(due_on=on).count() == 1
    assert inspections.filter(due_on__gt=on, due_on__lte=week).count() == 3
    assert inspections.filter(due_on__gt=week, due_on__lte=month).count() == 3
    assert inspections.filter(due_on__gt=month).count() >= 2
    assert inspections.filter(due_on=None).count() == 2
    assert contracts.filter(due_on__lt=on, centre__isnull=False).count() == 1
    assert contracts.filter(due_on__gte=on, centre__isnull=False).exists()
    assert contracts.filter(due_on__gte=on, centre=None).count() == 1
    assert ends.filter(due_on__lt=on).count() == 1
    assert ends.filter(due_on=None).count() == 2
    assert ends.filter(due_on__gte=on).values("stage").distinct().count() == 2
    warranties = Flag.objects.filter(kind="warranty")
    accounts = Flag.objects.filter(kind="account_end")
    assert warranties.filter(due_on__gt=week, due_on__lte=month).count() == 1
    assert accounts.filter(due_on__gt=week, due_on__lte=month).count() == 1
    assert Flag.objects.filter(kind="equipment_life").exists()
    steps = Flag.objects.filter(kind="milestone")
    assert steps.filter(due_on__gt=on, due_on__lte=month).count() == 1
    assert steps.filter(due_on__gt=month).exists()


@given(due_on=st.dates(date(2020, 1, 1), date(2040, 12, 31)), cycle_months=st.sampled_from([1, 6, 12, 36]))
def test_a_turn_after_a_recorded_one_falls_due_on_the_day_told_or_up_to_three_days_later(
    due_on, cycle_months
):
    done_on = add_months(due_on, -cycle_months)

    assert 0 <= (next_due(done_on, cycle_months) - due_on).days <= 3


def test_the_command_tells_what_it_made_and_where_the_log_ins_are(catalogues, var):
    assert seed() == (
        "見本の市を作りました。　施設16　建物20　点検25　委託契約8　指定9　利用者10　整備・更新事業6\n"
        f"ログインの控え　{var / 'sample-logins.txt'}\n"
    )


@pytest.mark.parametrize("days_later", [0, 400])
def test_a_second_run_changes_no_row_no_password_and_no_file(catalogues, var, days_later):
    path = var / "sample-logins.txt"
    with time_machine.travel(datetime(2026, 11, 23, 3, tzinfo=UTC), tick=False):
        seed()
    before = every_row(), path.read_bytes(), path.stat()

    with time_machine.travel(datetime(2026, 11, 23, 3, tzinfo=UTC) + timedelta(days=days_later), tick=False):
        said = seed()

    assert said == (
        "見本の市はすでにあります。何も変更していません。　施設16　建物20　点検25　委託契約8　指定9　利用者10　整備・更新事業6\n"
        f"ログインの控え　{path}\n"
    )
    assert (every_row(), path.read_bytes(), path.stat()) == before


def test_a_lost_list_of_log_ins_is_said_and_not_replaced(catalogues, var):
    seed()
    path = var / "sample-logins.txt"
    path.unlink()

    said = seed().splitlines()

    assert said[1] == (
        f"ログインの控え {path} がありません。"
        "パスワードは changepassword 利用者番号 で付け直せます（例：changepassword tanto1）。"
    )
    assert not path.exists()


def test_production_has_no_sample_city(catalogues, var, settings):
    settings.DEVELOPMENT = False

    assert refused(var) == "本番環境では見本の市を作れません。"


def test_where_somebody_elses_centres_stand_nothing_is_made(catalogues, var):
    register_centre(code="352152-1", name="長穂市民センター")

    assert refused(var) == "見本ではない施設が1件あるので、見本の市は作れません。何も変更していません。"


def test_a_centre_entered_beside_the_sample_ones_is_somebody_elses_too(city, var):
    register_centre(code="352152-1", name="新しい市民センター")

    assert refused(var, logins_there=True) == (
        "見本ではない施設が1件あるので、見本の市は作れません。何も変更していません。"
    )


def test_without_the_catalogues_it_says_what_to_run_first(db, var):
    assert refused(var) == "標準の一覧と役割が読み込まれていません。先に load_catalogues を実行してください。"


def test_a_login_name_taken_by_somebody_stops_it_with_nothing_made(catalogues, var):
    User.objects.create_user("kacho", "correct horse battery", display_name="別の人")

    assert refused(var) == (
        "この利用者番号は、もう使われています。別のものにしてください（大文字と小文字は区別しません）。"
    )


def test_where_the_log_ins_cannot_be_written_nothing_is_made(catalogues, settings, tmp_path):
    settings.VAR = tmp_path / "nowhere"

    assert refused(settings.VAR) == (
        f"ログインの控え {settings.VAR / 'sample-logins.txt'} を書けません（No such file or directory）。"
        "何も作っていません。"
    )


def test_a_list_of_log_ins_is_replaced_whole_or_left_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "sample-logins.txt"
    path.write_text("before", encoding="utf-8")
    passwords = {person.login_name: logins.new_password() for person in invented.PEOPLE}

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        logins.write_logins(path, invented.PEOPLE, passwords)

    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [
        ("sample-logins.txt", "before")
    ]


def refused(var: Path, *, logins_there: bool = False) -> str:
    """Why the command refuses; also that it then leaves everything as it was."""
    before = every_row()
    with pytest.raises(CommandError) as refusal:
        call_command("seed_demo")
    assert every_row() == before
    assert (var / "sample-logins.txt").exists() is logins_there
    return str(refusal.value)
