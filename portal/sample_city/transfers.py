"""What is made up of transfers (見本): officers and papers, and centres at several stages of the way."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_default_timezone

from common.fiscal_year import FiscalYear
from designated_managers import actions
from designated_managers.choices import MeetingKind, OfficerRole, PaperKind, QuestionTopic, TaskSide
from portal.sample_city.invented.people import (
    CENTRAL_BODY,
    EAST,
    EAST_BODY,
    HARBOUR,
    IN_SAMPLE,
    NORTH,
    NORTH_BODY,
    SOUTH,
    WEST,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from centres.models import Centre
    from designated_managers.models import Organisation, Transfer

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""A paper with nothing on it."""

OFFICERS = (
    (OfficerRole.CHAIR, "見本 和夫", "みほん かずお"),
    (OfficerRole.VICE_CHAIR, "見本 貴子", "みほん たかこ"),
    (OfficerRole.TREASURER, "見本 清", "みほん きよし"),
    (OfficerRole.AUDITOR, "見本 光", "みほん ひかる"),
)


class TransferSamples:
    """The transfers of the sample city as of a day, by the office's own acts."""

    def __init__(
        self, on: date, centres: Mapping[str, Centre], organisations: Mapping[str, Organisation]
    ) -> None:
        self.on = on
        self.centres = centres
        self.organisations = organisations
        self.year = FiscalYear.of(on)

    def build(self) -> None:
        """Everything; raises ``Refused``."""
        for body in (CENTRAL_BODY, EAST_BODY, NORTH_BODY):
            self._on_record(self.organisations[body])
        wave = actions.plan_wave(
            name="見本の移行グループ",
            aimed_on=(self.year + 2).first_day,
            notes=IN_SAMPLE,
        )
        self._raising_its_hand(
            actions.start_transfer(
                centre=self.centres[HARBOUR],
                wave=wave,
                started_on=self._before(90),
                internal_notes=IN_SAMPLE,
                on=self.on,
            )
        )
        self._finding_agreement(
            actions.start_transfer(
                centre=self.centres[EAST],
                organisation=self.organisations[EAST_BODY],
                wave=wave,
                started_on=self.on.replace(day=1),
                internal_notes=IN_SAMPLE,
                on=self.on,
            )
        )
        self._handing_over(
            actions.start_transfer(
                centre=self.centres[NORTH],
                organisation=self.organisations[NORTH_BODY],
                aimed_on=(self.year + 1).first_day,
                started_on=self._before(400),
                internal_notes=IN_SAMPLE,
                on=self.on,
            )
        )
        self._returning()

    def _before(self, days: int) -> date:
        return self.on - timedelta(days=days)

    def _on_record(self, body: Organisation) -> None:
        for role, name, kana in OFFICERS:
            actions.register_officer(
                organisation=body,
                role=role,
                name=name if role != OfficerRole.CHAIR else body.representative,
                kana=kana if role != OfficerRole.CHAIR else "",
                first_on=(self.year - 1).first_day,
                last_on=(self.year + 1).last_day,
                on=self.on,
            )
        at = datetime.combine(self.on, time(9), tzinfo=get_default_timezone())
        met_on = self.year.first_day - timedelta(days=320)
        for kind, title, facts in (
            (PaperKind.BYLAWS, "規約", {"dated_on": met_on}),
            (PaperKind.MINUTES, "総会の議事録", {"dated_on": met_on}),
            (PaperKind.ACCOUNTS, "決算書", {"fiscal_year": (self.year - 1).year}),
        ):
            actions.file_paper(
                organisation=body, kind=kind, title=title, name="見本.pdf", content=PAPER, at=at, **facts
            )

    def _raising_its_hand(self, transfer: Transfer) -> None:
        """A briefing was held; the district has not said yet whether it wants to (手挙げ)."""
        self._meet(transfer, MeetingKind.BRIEFING, 60, said="見本：制度と、ほかの市の例を説明した。")
        actions.raise_question(
            transfer=transfer,
            topic=QuestionTopic.CITY_STAFF,
            question="最初の1年、市の職員はいてくれるのか",
            side=TaskSide.CITY,
            raised_on=self._before(60),
            on=self.on,
        )

    def _finding_agreement(self, transfer: Transfer) -> None:
        """Everything but the vote of the general meeting (合意形成)."""
        self._meet(transfer, MeetingKind.BRIEFING, 200, said="見本：制度を説明した。")
        self._meet(
            transfer,
            MeetingKind.TALKS,
            150,
            said="見本：人員と会計の分担を話した。",
            decided="見本：会計は市が月に1回いっしょに見る。",
            next_steps="見本：仕様書の案を市が作る。",
            attendees="見本協議会の会長・会計、市の係長",
        )
        self._record(transfer, "1", "interest", 180)
        question = actions.raise_question(
            transfer=transfer,
            topic=QuestionTopic.ACCOUNTING,
            question="会計を見てくれる人がいない",
            side=TaskSide.CITY,
            raised_on=self._before(150),
            on=self.on,
        )
        actions.settle_question(
            question.pk, answer="市が月に1回いっしょに見る", settled_on=self._before(100), on=self.on
        )
        self._meet(transfer, MeetingKind.RESIDENTS, 20, said="見本：住民に説明した。")

    def _handing_over(self, transfer: Transfer) -> None:
        """Designated, the agreement still to come; the hand-over has begun (引継ぎ)."""
        for kind, days in (
            (MeetingKind.BRIEFING, 380),
            (MeetingKind.TALKS, 350),
            (MeetingKind.RESIDENTS, 250),
        ):
            self._meet(transfer, kind, days, said="見本：記録のとおり。")
        actions.raise_question(
            transfer=transfer,
            topic=QuestionTopic.LIABILITY,
            question="けがをした人への責任はだれが負うか",
            side=TaskSide.CITY,
            raised_on=self._before(350),
            on=self.on,
        )
        for stage, evidence, days in (
            ("1", "interest", 370),
            ("4", "assembly_vote", 240),
            ("5", "decision", 200),
            ("7", "application", 120),
        ):
            self._record(transfer, stage, evidence, days)
        reason = "見本：条例は、前から指定管理者を置けるようになっている"
        actions.mark_not_needed(transfer.pk, stage="6", reason=reason, on=self.on)
        done = transfer.items.get(code="contracts")
        actions.tick_handover_item(
            done.pk, done_on=self._before(5), note="見本：清掃と警備は団体が結び直す", on=self.on
        )

    def _returning(self) -> None:
        """One centre on its way back to the city, and one of which that was given up (見送り)."""
        back = actions.start_return(
            centre=self.centres[SOUTH],
            reason="見本：役員のなり手がなく、会計を続けられないため",
            started_on=self._before(120),
            internal_notes=IN_SAMPLE,
            on=self.on,
        )
        self._record(back, "91-1", "request", 110)
        self._meet(back, MeetingKind.TALKS, 40, decided="見本：市の職員の配置を、次の予算で相談する。")
        kept = actions.start_return(
            centre=self.centres[WEST],
            reason="見本：会計の負担が大きいため",
            started_on=self._before(200),
            internal_notes=IN_SAMPLE,
            on=self.on,
        )
        self._record(kept, "91-1", "request", 190)
        actions.suspend_transfer(
            kept.pk,
            suspended_on=self._before(30),
            reason="見本：会計を市が支援することになり、団体が続けることにした",
            on=self.on,
        )

    def _meet(self, transfer: Transfer, kind: MeetingKind, days: int, **said: str) -> None:
        actions.log_meeting(
            transfer=transfer,
            held_on=self._before(days),
            kind=kind,
            place=transfer.centre.name,
            on=self.on,
            **said,
        )

    def _record(self, transfer: Transfer, stage: str, evidence: str, days: int) -> None:
        actions.record_evidence(
            transfer.pk,
            stage=stage,
            evidence=evidence,
            dated_on=self._before(days),
            note="見本",
            on=self.on,
        )
