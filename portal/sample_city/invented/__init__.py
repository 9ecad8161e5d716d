from __future__ import annotations

from portal.sample_city.invented.centres import (
    CENTRES,
    DISTRICTS,
    suspensions,
    warranties,
    years_of_use,
)
from portal.sample_city.invented.duties import (
    METHOD,
    agreements,
    assessments,
    contracts,
    designations,
    turns,
)
from portal.sample_city.invented.monitoring import SCHEME, evaluations, instructions, visits
from portal.sample_city.invented.people import CENTRE_POSTS, IN_SAMPLE, ORGANISATIONS, PEOPLE, POSTS
from portal.sample_city.invented.projects import projects
from portal.sample_city.invented.reports import REPORTS_AT
from portal.sample_city.invented.roads import KEPT_ROADS, roads

__all__ = [
    "CENTRES",
    "CENTRE_POSTS",
    "DISTRICTS",
    "IN_SAMPLE",
    "KEPT_ROADS",
    "METHOD",
    "ORGANISATIONS",
    "PEOPLE",
    "POSTS",
    "REPORTS_AT",
    "SCHEME",
    "agreements",
    "assessments",
    "contracts",
    "designations",
    "evaluations",
    "instructions",
    "projects",
    "roads",
    "suspensions",
    "turns",
    "visits",
    "warranties",
    "years_of_use",
]
"""What is made up around the published facts (見本): people, posts, six centres, equipment, duties.

Days are told relative to the day asked (``on``), so that the desk has something overdue, something due
within 7 and within 30 days, something later and something whose day cannot be told, on whatever day the
sample city is built. Every name or note says 見本; no invented body runs a real centre, and no invented
person belongs to a real body.
"""
