"""Buildings and equipment for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PIL import Image

from common.clock import TOKYO
from common.scope import Scope
from facilities import actions
from facilities.choices import EquipmentCategory, FileKind
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from facilities.models import (
        Building,
        CentreFile,
        Equipment,
        ForecastScenario,
        Land,
        Room,
        YearOfUse,
    )

ENTERED_ON = date(2026, 11, 23)
ENTERED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)


def _one_pixel() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "PNG")
    return out.getvalue()


PNG = _one_pixel()


def make_building(name: str = "本館", **facts: Any) -> Building:
    """A building with a name and nothing else known; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    return actions.register_building(name=name, **facts)


def make_equipment(name: str = "エレベーター", **facts: Any) -> Equipment:
    """A lift; without a building, in a new one."""
    if "building" not in facts:
        facts["building"] = make_building()
    return actions.register_equipment(name=name, **{"category": EquipmentCategory.LIFT, **facts})


def make_room(name: str = "会議室", **facts: Any) -> Room:
    """A room with a name; without a building, in a new one."""
    if "building" not in facts:
        facts["building"] = make_building()
    return actions.register_room(name=name, **facts)


def make_land(name: str = "敷地", **facts: Any) -> Land:
    """Land with a name; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    return actions.register_land(name=name, **facts)


def make_year(fiscal_year: int = 2025, **facts: Any) -> YearOfUse:
    """A year of use, 令和7年度 unless told; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    return actions.register_year_of_use(fiscal_year=fiscal_year, **{"on": ENTERED_ON, **facts})


def make_file(title: str = "正面の外観", *, content: bytes = PNG, **facts: Any) -> CentreFile:
    """A photograph of one pixel; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    defaults = {"kind": FileKind.PHOTO, "name": "見本.png", "at": ENTERED_AT}
    return actions.attach_file(title=title, content=content, **{**defaults, **facts}).file


def make_scenario(name: str = "見本の試算", **asked: Any) -> ForecastScenario:
    """A scenario of the whole city, asked for and not yet computed; a building of it must be known."""
    given = {
        "scope": Scope.everything(),
        "on": date(2026, 11, 23),
        "profile": "soumu",
        "time_limit": 1,
        **asked,
    }
    return actions.request_scenario(name=name, at=datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), **given)
