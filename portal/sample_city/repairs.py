"""The repairs of the sample city (見本), one in every state, told from the day asked and made by the office's
own acts, each on its day."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import get_default_timezone
from PIL import Image, ImageDraw

from common.files import PHOTOS, check_upload
from common.fiscal_year import FiscalYear
from designated_managers.choices import Bearer
from maintenance import actions
from maintenance.choices import RepairCause, RequestedSide, Urgency
from maintenance.models import RepairEstimate
from portal.sample_city.invented import IN_SAMPLE
from portal.sample_city.invented.people import CENTRAL, EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from centres.models import Centre
    from common.files import CheckedFile
    from maintenance.models import Repair

GROUP, STAFF, CENTRE = RequestedSide.GROUP, RequestedSide.STAFF, RequestedSide.CENTRE
REASON = "見本　来年度の改修に含めるため"


class RepairSamples:
    """The repairs of the sample city as of a day."""

    def __init__(self, on: date, centres: Mapping[str, Centre]) -> None:
        self.on = on
        self.centres = centres

    def build(self) -> None:
        """One in every state, the promised day of one in the past."""
        self._asked(CENTRAL, GROUP, "見本　玄関", "自動ドアが、ときどき止まる。", days=3)
        self._triaged(CENTRAL, GROUP, "見本　1階便所", "水が止まらない。", days=12)
        self._estimated(EAST, CENTRE, "見本　調理室", "換気扇が回らない。", days=20)
        self._decided(WEST, GROUP, "見本　ホール", "照明が3か所つかない。", days=30)
        self._ordered(CENTRAL, GROUP, "見本　2階会議室", "天井から雨がもる。", days=45, promised=10)
        self._ordered(SOUTH, STAFF, "見本　駐輪場", "屋根の板がはがれている。", days=60, promised=-4)
        self._done(NORTH, CENTRE, "見本　事務室", "空調機が冷えない。", days=40)
        self._accepted(EAST, STAFF, "見本　外階段", "手すりがぐらつく。", days=50)
        self._paid(CENTRAL, GROUP, "見本　和室", "畳がすり切れている。", days=90)
        repair = self._asked(WEST, STAFF, "見本　倉庫", "床板が一部へこんでいる。", days=70)
        actions.decline(
            repair.pk, on=self._day(65), note=REASON, told="来年度の改修でまとめて直します。（見本）"
        )

    def _asked(self, centre: str, side: RequestedSide, place: str, what: str, *, days: int) -> Repair:
        return actions.request_repair(
            self.centres[centre],
            side=side,
            place=place,
            what=f"{what}（見本）",
            requested_by="見本 和夫" if side == GROUP else "",
            internal_notes=IN_SAMPLE,
            photos=[_picture("mihon-mae.jpg", broken=True)],
            on=self._day(days),
            at=_at(self._day(days)),
        )

    def _triaged(self, *told: Any, days: int) -> Repair:
        repair = self._asked(*told, days=days)
        return actions.triage(
            repair.pk,
            on=self._day(days - 2),
            urgency=Urgency.URGENT if days < 15 else Urgency.NORMAL,
            cause=RepairCause.WEAR,
            expected_amount=150_000,
            payer=Bearer.CITY,
            payer_reason="見本　前の期間からの傷みのため",
            told="市が見に行きました。見積もりをとります。（見本）",
        )

    def _estimated(self, *told: Any, days: int) -> Repair:
        repair = self._triaged(*told, days=days)
        for number, (contractor, amount) in enumerate((("見本工務店", 148_500), ("例示建設", 165_000))):
            day = self._day(days - 6 - number)
            actions.add_estimate(
                repair.pk,
                on=day,
                at=_at(day),
                contractor=contractor,
                amount=amount,
                note=IN_SAMPLE,
                files=[_picture(f"mitsumori-{number + 1}.jpg", broken=False)],
            )
        return repair

    def _decided(self, *told: Any, days: int) -> Repair:
        repair = self._estimated(*told, days=days)
        return actions.decide(
            repair.pk,
            on=self._day(days - 10),
            estimate=RepairEstimate.objects.filter(repair=repair).earliest("amount"),
            payer=Bearer.CITY,
            payer_reason="見本　前の期間からの傷みのため",
            fiscal_year=FiscalYear.of(self._day(days - 10)).year,
            budget_line="見本　修繕料",
        )

    def _ordered(self, *told: Any, days: int, promised: int) -> Repair:
        repair = self._decided(*told, days=days)
        return actions.order(
            repair.pk,
            on=self._day(days - 12),
            contractor="見本工務店",
            amount=148_500,
            promised_on=self.on + timedelta(days=promised),
            told="部品が届くまで、少しかかります。（見本）",
        )

    def _done(self, *told: Any, days: int) -> Repair:
        repair = self._ordered(*told, days=days, promised=2)
        day = self._day(days - 20)
        photos = [_picture("mihon-ato.jpg", broken=False)]
        return actions.mark_done(repair.pk, on=day, at=_at(day), photos=photos)

    def _accepted(self, *told: Any, days: int) -> Repair:
        repair = self._done(*told, days=days)
        day = self._day(days - 22)
        return actions.accept(repair.pk, on=day, at=_at(day))

    def _paid(self, *told: Any, days: int) -> Repair:
        repair = self._accepted(*told, days=days)
        return actions.pay(repair.pk, on=self._day(days - 40), amount=148_500)

    def _day(self, days_ago: int) -> date:
        return self.on - timedelta(days=days_ago)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=get_default_timezone())


def _picture(name: str, *, broken: bool) -> CheckedFile:
    """A drawing in place of a photograph: a wall with a crack, or without one."""
    picture = Image.new("RGB", (640, 480), (226, 222, 212))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 380, 640, 480), fill=(168, 150, 128))
    pen.rectangle((380, 110, 560, 380), fill=(140, 160, 176), outline=(90, 100, 110), width=6)
    if broken:
        pen.line([(60, 20), (130, 120), (110, 190), (200, 300), (180, 380)], fill=(70, 60, 55), width=7)
        pen.ellipse((90, 150, 230, 230), outline=(190, 40, 30), width=5)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return check_upload(name, out.getvalue(), PHOTOS)
