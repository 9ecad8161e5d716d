"""What is sent by mail (お知らせの便), and every try to send it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reminders.choices import Kind, Outcome
from reminders.querysets.messages import MessageQuerySet


class Message(models.Model):
    """One mail to one person on one day (お知らせの便).

    Written by the night, sent by the sender: it takes the message with ``claim`` until ``lease_until``,
    stamps ``begun_at`` just before it talks to the mail server and ``sent_at`` when that has taken the mail.
    Whoever finds ``begun_at`` without an answer cannot know whether it arrived: it goes out again, marked
    ``may_repeat``. A message not sent by the next open morning, or with nothing left to say, is closed
    (``folded_at``); what it carried goes into that morning's. Heartbeats and alarms have an address and no
    recipient.
    """

    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    on = models.DateField("対象日")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="あて先の人",
        null=True,
        related_name="messages",
    )
    address = models.EmailField("送った先", blank=True)
    response = models.ForeignKey(
        "reminders.Response",
        models.PROTECT,
        verbose_name="至急の依頼",
        null=True,
        related_name="messages",
    )
    made_at = models.DateTimeField("作った時刻")
    claim = models.CharField("送っている処理", max_length=32, blank=True)
    lease_until = models.DateTimeField("送っている処理の期限", null=True)
    begun_at = models.DateTimeField("送り始めた時刻", null=True)
    tries = models.PositiveSmallIntegerField("試した回数", default=0)
    next_try_at = models.DateTimeField("次に試す時刻")
    may_repeat = models.BooleanField("再送かもしれない", default=False)
    sent_at = models.DateTimeField("送った時刻", null=True)
    given_up_at = models.DateTimeField("あきらめた時刻", null=True)
    folded_at = models.DateTimeField("次の日の便にまとめた時刻", null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせの便"
        verbose_name_plural = "お知らせの便"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "on"],
                condition=Q(kind=Kind.DIGEST),
                name="digest_once_per_person_per_day",
            ),
            models.UniqueConstraint(
                fields=["recipient", "response"], condition=Q(kind=Kind.URGENT), name="urgent_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["kind", "on", "address"],
                condition=Q(kind__in=[Kind.HEARTBEAT, Kind.ALARM]),
                name="report_once_per_address_per_day",
            ),
            models.CheckConstraint(
                name="message_ends_in_one_way",
                condition=(
                    Q(sent_at__isnull=True, given_up_at__isnull=True)
                    | Q(sent_at__isnull=True, folded_at__isnull=True)
                    | Q(given_up_at__isnull=True, folded_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="message_has_somebody_to_go_to",
                condition=Q(kind__in=[Kind.DIGEST, Kind.URGENT], recipient__isnull=False)
                | (Q(kind__in=[Kind.HEARTBEAT, Kind.ALARM], recipient__isnull=True) & ~Q(address="")),
            ),
            models.CheckConstraint(
                name="message_urgent_by_a_response",
                condition=Q(kind=Kind.URGENT, response__isnull=False)
                | (~Q(kind=Kind.URGENT) & Q(response__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_claimed_with_lease",
                condition=Q(claim="", lease_until__isnull=True)
                | (~Q(claim="") & Q(lease_until__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True, folded_at__isnull=True),
                name="message_waiting",
            ),
            models.Index(fields=["on", "kind"], name="message_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()} {self.recipient or self.address}"


class Try(models.Model):
    """One try to send a message (送信の記録): to which address, how it went, what the server said."""

    message = models.ForeignKey(
        Message, models.PROTECT, verbose_name="お知らせの便", related_name="every_try"
    )
    number = models.PositiveSmallIntegerField("何回目")
    at = models.DateTimeField("時刻")
    address = models.EmailField("送った先")
    outcome = models.CharField("結果", max_length=10, choices=Outcome.choices)
    said = models.CharField("相手の返事", max_length=300, blank=True)

    class Meta:
        verbose_name = "送信の記録"
        verbose_name_plural = "送信の記録"
        ordering = ["message", "number"]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="try_once_per_number")]

    def __str__(self) -> str:
        return f"{self.message} {self.number}回目 {self.get_outcome_display()}"
