"""The lead times in the administration pages; flags belong to the nightly job alone."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from reminders.models import LeadTime
from reminders.rules.stages import parse_stages


class LeadTimeForm(forms.ModelForm[LeadTime]):
    """Stages that the nightly job can read."""

    class Meta:
        model = LeadTime
        fields = "__all__"  # noqa: DJ007 -- the administration page names them

    def clean_stages(self) -> str:
        """Refuse with the rule's own sentence what it cannot read."""
        stages: str = self.cleaned_data["stages"]
        try:
            parse_stages(stages)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="stages") from None
        return stages


@admin.register(LeadTime)
class LeadTimeAdmin(CatalogueRowAdmin[LeadTime]):
    """Lead times (通知の時期)."""

    form = LeadTimeForm
    list_display = ("code", "stages", "within_half_cycle", "origin", "retired_on", "shipped_has_changed")
    fields = (
        "code",
        "origin",
        "stages",
        "within_half_cycle",
        "source",
        "certainty",
        "retired_on",
        "changed_reason",
    )
