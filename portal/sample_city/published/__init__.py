"""周南市 as public pages tell it (公開されている事実): nothing here is invented.

Every fact names the page it was read on and how sure we are of it. 確認済み means that the page says so - it
may be older than today. 二次資料 is a summary by somebody else, to be confirmed against the minutes of the
council. 推定 follows from other facts. 要確認 was not found on any page. The city has 36 civic centres; those
of which no page could be read are left out rather than guessed.
"""

from __future__ import annotations

from portal.sample_city.published.centres import CENTRES, DISTRICTS, SUCCESSIONS
from portal.sample_city.published.designations import DESIGNATIONS, ORGANISATIONS
from portal.sample_city.published.pages import (
    COMMON_READING,
    COUNCIL_2023,
    COUNCIL_2023_MARCH,
    MITSUO,
    NOT_FOUND,
    RUN_BY_UNKNOWN,
)
from portal.sample_city.published.projects import PROJECTS

MUNICIPALITY_CODE = "352152"

__all__ = [
    "CENTRES",
    "COMMON_READING",
    "COUNCIL_2023",
    "COUNCIL_2023_MARCH",
    "DESIGNATIONS",
    "DISTRICTS",
    "MITSUO",
    "MUNICIPALITY_CODE",
    "NOT_FOUND",
    "ORGANISATIONS",
    "PROJECTS",
    "RUN_BY_UNKNOWN",
    "SUCCESSIONS",
]
