"""What inspections of the sample city found: a finding with a drawn picture; and a day on which nothing could
be done."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_default_timezone
from PIL import Image, ImageDraw

from common.files import EVERY_KIND, PHOTOS, check_upload
from maintenance.actions import Evidence, FindingSeen, record_failed_attempt
from maintenance.choices import Meaning, Severity

if TYPE_CHECKING:
    from datetime import date

    from common.files import CheckedFile
    from maintenance.models import DueInspection

WALL, FLOOR, CASE, DOOR, LAMP = "#d9dde2", "#9aa3ad", "#5f6b78", "#b9c2cc", "#c8102e"
SIZE = 1200, 900
NOT_REACHED = "見本：機械室の鍵がなく、入れなかった。"


def sample_evidence(meaning: Meaning, *, on: date) -> Evidence | None:
    """Where something had to be put right: the finding with its picture, and the sheet of the inspector."""
    if meaning != Meaning.REPAIR:
        return None
    finding = FindingSeen(
        place="1階乗り場（見本）",
        text="見本：ドアの反転装置の感度が落ちている。挟まる前に開くよう、調整がいる。",
        severity=Severity.REPAIR,
        photos=(_picture(),),
    )
    sheet = check_upload("見本_点検報告書.pdf", b"%PDF-1.4\n%%EOF\n", EVERY_KIND)
    at = datetime.combine(on, time(9), tzinfo=get_default_timezone())
    return Evidence(at=at, findings=(finding,), papers=(sheet,))


def put_off(turn: DueInspection, *, on: date) -> None:
    """Somebody came and could not do it; they come again."""
    record_failed_attempt(
        turn.pk,
        on=on,
        tried_on=on - timedelta(days=3),
        planned_on=on + timedelta(days=10),
        reason=NOT_REACHED,
    )


def _picture() -> CheckedFile:
    """A landing with the door of a lift, drawn."""
    image = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 700, 1200, 900), fill=FLOOR)
    draw.rectangle((330, 120, 870, 720), fill=CASE)
    draw.rectangle((360, 150, 595, 720), fill=DOOR)
    draw.rectangle((605, 150, 840, 720), fill=DOOR)
    draw.rectangle((940, 380, 1000, 480), fill=CASE)
    draw.ellipse((955, 395, 985, 425), fill=LAMP)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return check_upload("見本_1階乗り場.jpg", out.getvalue(), PHOTOS)
