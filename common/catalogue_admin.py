"""Catalogue rows in the administration pages: shipped rows are only read, the city makes its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import admin, messages
from django.db.models import Q
from django.forms.models import model_to_dict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from common.db.catalogue_rows import CatalogueRow, Origin, city_row_in_front_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse

R = TypeVar("R", bound=CatalogueRow)

FROM = "from"
"""The shipped row that a new row of the city is to stand in front of, in the address of the form."""


class CatalogueRowAdmin(admin.ModelAdmin[R], Generic[R]):
    """A catalogue (標準の一覧). Nobody changes a shipped row: 市の行を作る copies it into one of the city's.

    To take an entry out of use, give the city's row a day from which it is no longer used; to return to the
    shipped row, delete the city's.
    """

    list_filter = ("origin",)
    actions = ("make_city_row",)
    readonly_fields = ("code", "origin")

    @admin.display(description="標準の変更")
    def shipped_has_changed(self, row: R) -> str:
        """Whether the shipped row has changed since the city last looked at it."""
        return "標準が変わりました" if getattr(row, "is_changed_underneath", False) else ""

    @admin.action(description="市の行を作る", permissions=["change"])
    def make_city_row(self, request: HttpRequest, queryset: QuerySet[R]) -> HttpResponse | None:
        """Open the form of a new city row, filled in with what the shipped row says."""
        chosen = list(queryset)
        if len(chosen) != 1 or chosen[0].origin != Origin.SHIPPED:
            self.message_user(request, "標準の行を1つだけ選んでください。", messages.ERROR)
            return None
        existing = self._city_row(chosen[0].code)
        if existing is not None:
            self.message_user(request, "この行には、もう市の行があります。ここで直せます。")
            return redirect(self._address("change", existing.pk))
        return redirect(f"{self._address('add')}?{urlencode({FROM: chosen[0].pk})}")

    def get_queryset(self, request: HttpRequest) -> Any:
        changed = self._rows().changed_underneath().values("pk")
        return super().get_queryset(request).annotate(is_changed_underneath=Q(pk__in=changed))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._shipped(request) is not None and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: R | None = None) -> bool:
        return _is_the_citys(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: R | None = None) -> bool:
        return _is_the_citys(obj) and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        shipped = self._shipped(request)
        return model_to_dict(city_row_in_front_of(shipped, reason="")) if shipped else {}

    def get_form(
        self, request: HttpRequest, obj: R | None = None, *args: Any, **kwargs: Any
    ) -> type[ModelForm[R]]:
        form = super().get_form(request, obj, *args, **kwargs)
        if "changed_reason" in form.base_fields:
            form.base_fields["changed_reason"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: R, form: ModelForm[R], change: bool) -> None:  # noqa: FBT001
        """Whoever saves has seen what the shipped row says today."""
        shipped = self._shipped_row(obj.code) if change else self._shipped(request)
        if shipped is not None:
            obj.code, obj.origin, obj.shipped_digest = shipped.code, Origin.CITY, shipped.shipped_digest
        obj._change_reason = obj.changed_reason  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def _shipped(self, request: HttpRequest) -> R | None:
        """The shipped row that the address names, as long as no row of the city stands in front of it."""
        pk = request.GET.get(FROM, "")
        row = self._rows().filter(pk=pk, origin=Origin.SHIPPED).first() if pk.isdecimal() else None
        return row if row is not None and self._city_row(row.code) is None else None

    def _shipped_row(self, code: str) -> R | None:
        return self._row(code, Origin.SHIPPED)

    def _city_row(self, code: str) -> R | None:
        return self._row(code, Origin.CITY)

    def _row(self, code: str, origin: Origin) -> R | None:
        row: R | None = self._rows().filter(code=code, origin=origin).first()
        return row

    def _rows(self) -> Any:
        return self.model._default_manager

    def _address(self, page: str, *args: int) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)


def _is_the_citys(row: CatalogueRow | None) -> bool:
    return row is None or row.origin == Origin.CITY
