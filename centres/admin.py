"""Districts, and posts with their holders, in the administration pages; centres have pages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

from centres.models import District, Post, PostHolding
from ui.forms import PartialDateFormField

if TYPE_CHECKING:
    from django.http import HttpRequest


class DistrictForm(forms.ModelForm[District]):
    """All facts of a district; the day of its plan as far as it is known."""

    dream_plan_on = PartialDateFormField(label="夢プラン策定日", required=False)

    class Meta:
        model = District
        fields = ("code", "name", "kana", "is_mountain", "dream_plan", "source", "certainty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("dream_plan_on", self.instance.dream_plan_on)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.instance.dream_plan_on = self.cleaned_data.get("dream_plan_on")
        return cleaned


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin[District]):
    """Districts (地区)."""

    form = DistrictForm
    list_display = ("name", "kana", "is_mountain", "dream_plan", "certainty")
    search_fields = ("name", "kana", "code")
    list_filter = ("is_mountain", "dream_plan")


class PostHoldingInline(admin.TabularInline[PostHolding, Post]):
    """Who holds the post from when to when (担当者)."""

    model = PostHolding
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin[Post]):
    """Posts (担当) and their holders. A post is never deleted: what was its duty stays told."""

    list_display = ("name", "level", "superior", "centre")
    list_filter = ("level",)
    search_fields = ("name", "code")
    inlines = (PostHoldingInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:  # noqa: ARG002
        return False
