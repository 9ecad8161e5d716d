"""The lead times in the administration pages; flags belong to the nightly job alone."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from reminders.models import LeadTime
from reminders.rules.plans import PlanText, mistakes_in


class LeadTimeForm(forms.ModelForm[LeadTime]):
    """A plan that the nightly job can read."""

    class Meta:
        model = LeadTime
        fields = "__all__"  # noqa: DJ007 -- the administration page names them

    def clean(self) -> dict[str, Any]:
        """Refuse with the rule's own sentences what it cannot read."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        written = [field.name for field in fields(PlanText)]
        if all(name in given for name in written):
            for name, sentence in mistakes_in(PlanText(**{name: given[name] for name in written})).items():
                self.add_error(name, forms.ValidationError(sentence, code="plan"))
        return given


@admin.register(LeadTime)
class LeadTimeAdmin(CatalogueRowAdmin[LeadTime]):
    """Plans of reminders (通知の時期)."""

    form = LeadTimeForm
    list_display = ("code", "stages", "overdue_every", "origin", "retired_on", "shipped_has_changed")
    fields = (
        "code",
        "origin",
        "stages",
        "monthly",
        "quarterly",
        "within_half_cycle",
        "overdue_every",
        "chief_after",
        "manager_after",
        "source",
        "certainty",
        "retired_on",
        "changed_reason",
    )
