from __future__ import annotations

import pytest

from common.db.catalogue_rows import Origin
from reminders.models import LeadTime

TIMES = "/admin/reminders/leadtime/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


@pytest.fixture
def answer(administrator, client_of):
    """What the administration page answers to new stages for the contracts."""
    administrator.is_staff = True
    administrator.save()
    shipped = LeadTime.objects.get(code="contract", origin=Origin.SHIPPED)

    def send(stages: str, **more: str):
        facts = {
            "stages": stages,
            "overdue_every": "7",
            "chief_after": "14",
            "manager_after": "30",
            "source": shipped.source,
            "certainty": shipped.certainty,
            "retired_on": "",
            "changed_reason": "予算の要求が早まったため",
            **more,
        }
        return client_of(administrator).post(f"{TIMES}add/?from={shipped.pk}", facts)

    return send


def test_lead_times_of_the_city_stand_in_front(answer):
    response = answer("8m 3m 0m")

    assert response.headers["Location"] == TIMES
    assert LeadTime.objects.in_front().get(code="contract").stages == "8m 3m 0m"


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        (
            "やや早め",
            "通知の時期「やや早め」が読めません。30d（30日前）や 6m（6か月前）のように書いてください。",
        ),
        ("1m 6m", "通知の時期「1m 6m」は、早いものから順に、重ならないように書いてください。"),
    ],
)
def test_lead_times_that_the_nightly_job_could_not_read_are_refused(answer, stages, sentence):
    response = answer(stages)

    assert response.context["adminform"].form.errors == {"stages": [sentence]}
    assert not LeadTime.objects.filter(origin=Origin.CITY).exists()


def test_everything_that_is_wrong_with_a_plan_is_told_at_its_field(answer):
    response = answer("0d 7d", monthly="毎日", manager_after="14")

    assert response.context["adminform"].form.errors == {
        "stages": ["通知の時期「0d 7d」は、早いものから順に、重ならないように書いてください。"],
        "monthly": ["通知の時期「毎日」が読めません。30d（30日前）や 6m（6か月前）のように書いてください。"],
        "manager_after": ["課長に知らせる日は、係長に知らせる日より後にしてください。"],
    }
    assert not LeadTime.objects.filter(origin=Origin.CITY).exists()
