"""What is decided before a designation is made, step by step: for one centre, or for a bundle of several."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from designated_managers.choices import SelectionKind, VoteResult


def _in_order(earlier: str, later: str) -> Q:
    return (
        Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)})
    )


def not_before_its_vote(field: str) -> Q:
    """Not before the council voted, or the mayor decided in its place (専決処分)."""
    return (
        Q(**{f"{field}__isnull": True})
        | Q(prior_decision_on__isnull=True, voted_on__isnull=True)
        | Q(**{"prior_decision_on__isnull": False, f"{field}__gte": F("prior_decision_on")})
        | Q(**{"prior_decision_on__isnull": True, f"{field}__gte": F("voted_on")})
    )


class Decision(models.Model):
    """Selection, bill, vote, public notice, agreement (選定・議案・議決・告示・協定), each with its day."""

    selection_kind = models.CharField("選定の方法", max_length=10, choices=SelectionKind.choices, blank=True)
    direct_reason = models.CharField("非公募の理由", max_length=300, blank=True)
    committee_on = models.DateField("選定委員会の日", null=True, blank=True)
    candidate_decided_on = models.DateField("候補者の決定日", null=True, blank=True)
    session = models.ForeignKey(
        "designated_managers.CouncilSession",
        models.PROTECT,
        verbose_name="議決する会期",
        null=True,
        blank=True,
        related_name="%(class)ss",
    )
    bill_submitted_on = models.DateField("議案の提出日", null=True, blank=True)
    bill_number = models.CharField("議案の番号", max_length=40, blank=True)
    voted_on = models.DateField("議決日", null=True, blank=True)
    vote_result = models.CharField("議決の結果", max_length=20, choices=VoteResult.choices, blank=True)
    prior_decision_on = models.DateField("専決処分の日", null=True, blank=True)
    announced_on = models.DateField("告示日", null=True, blank=True)
    announcement_number = models.CharField("告示の番号", max_length=40, blank=True)
    agreed_on = models.DateField("基本協定の締結日", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_direct_with_reason",
                condition=~Q(selection_kind=SelectionKind.DIRECT) | ~Q(direct_reason=""),
                violation_error_message="非公募のときは、その理由も入力してください。",
            ),
            models.CheckConstraint(
                name="%(class)s_candidate_not_before_committee",
                condition=_in_order("committee_on", "candidate_decided_on"),
                violation_error_message="候補者の決定日は選定委員会の日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="%(class)s_bill_not_before_candidate",
                condition=_in_order("candidate_decided_on", "bill_submitted_on"),
                violation_error_message="議案の提出日は候補者の決定日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="%(class)s_vote_not_before_bill",
                condition=_in_order("bill_submitted_on", "voted_on"),
                violation_error_message="議決日は議案の提出日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="%(class)s_vote_day_and_result_together",
                condition=Q(voted_on__isnull=True) | ~Q(vote_result=""),
                violation_error_message="議決日を入力したときは、議決の結果も選んでください。",
            ),
            models.CheckConstraint(
                name="%(class)s_announced_not_before_its_vote",
                condition=not_before_its_vote("announced_on"),
                violation_error_message="告示日は議決日（専決処分のときはその日）以後の日にしてください。",
            ),
        ]


DECIDED = tuple(field.name for field in Decision._meta.local_fields)
"""The facts that a bundle carries for every designation in it."""
