"""How a program narrows the verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters

from common.rest.filters import CodeFilter, IdFilter, TextFilter, YesNoFilter
from maintenance.choices import Answer
from maintenance.models import VerdictOverrule

if TYPE_CHECKING:
    from collections.abc import Sequence


class VerdictsAsked(django_filters.FilterSet):
    """Centre, building, equipment, type, the answer that counts, and whether a person has said so.

    Verdicts are worked out and not stored: the filters only read what was asked.
    """

    centre = IdFilter(label="施設の番号")
    building = IdFilter(label="建物の番号")
    equipment = IdFilter(label="設備の番号")
    type = TextFilter(label="点検の種類のコード")
    answer = CodeFilter(label="判定（人が変えたものは、変えた後）", choices=Answer.choices)
    overruled = YesNoFilter(label="人が変えた判定だけ（失効したものを除く）。false ではそのほか")

    class Meta:
        model = VerdictOverrule
        fields: Sequence[str] = ()
