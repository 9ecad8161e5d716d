"""The form by which the day of an inspection is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.eras import era_day_with_weekday
from common.office_days import load_office_days
from maintenance.rules.planned_days import proposed_day
from ui.forms import EraDateField, KyotenForm

if TYPE_CHECKING:
    from datetime import date

    from maintenance.models import DueInspection


class PlanDayForm(KyotenForm, forms.Form):
    """On which day the inspection is done (実施予定日); empty takes the day back."""

    planned_on = EraDateField(label="実施予定日", required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, turn: DueInspection, version: str, on: date, **kwargs: Any) -> None:
        calendar = load_office_days()
        proposed = proposed_day(turn.due_on, calendar=calendar) if turn.due_on else None
        day = turn.planned_on or (proposed if proposed and proposed >= on else None)
        super().__init__(*args, initial={"planned_on": day, "version": version}, **kwargs)
        if turn.due_on and proposed:
            due, last = era_day_with_weekday(turn.due_on), era_day_with_weekday(proposed)
            hint = f"期限の{due}までの最後の開庁日は、{last}です。"
            if calendar.is_provisional(proposed):
                hint += "祝日が公表されていない年のため、見込みです。"
            self["planned_on"].help_text = f"{hint}空にすると、予定日を決めていない状態に戻ります。"

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {
            "planned_on": self.cleaned_data["planned_on"],
            "expected_version": self.cleaned_data["version"] or None,
        }
