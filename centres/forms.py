"""The form of a centre: all its facts, and where they come from."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from centres.models import Centre, District, Post
from centres.queries import other_centres
from common.db.partial_dates import partial_date_columns
from ui.forms import KyotenForm, PartialDateFormField, name_the_empty_choice
from ui.source_fields import SourceFields

if TYPE_CHECKING:
    from datetime import time

    from common.scope import Scope

BEFORE_THE_DAYS = (
    "name",
    "kana",
    "nickname",
    "code",
    "kind",
    "district",
    "is_hub",
    "postal_code",
    "address",
    "phone",
    "latitude",
    "longitude",
    "opens_at",
    "closes_at",
    "closed_days",
)
DAYS = ("planned_on", "works_began_on", "opened_on", "abolished_on")
AFTER_THE_DAYS = ("ordinance", "post_in_charge", "internal_notes")


def _degrees(name: str, lowest: int, highest: int) -> dict[str, str]:
    """What a coordinate says when it is no number, or none of a place in Japan."""
    sentence = f"{name}は{lowest}から{highest}までの数を、小数点以下8けたまでで入力してください。"
    codes = ("invalid", "min_value", "max_value", "max_whole_digits", "max_digits", "max_decimal_places")
    return dict.fromkeys(codes, sentence)


class ClockField(forms.TimeField):
    """A time of the day as the office writes it: 8:30, full-width digits as well."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            **kwargs, error_messages={"invalid": "時刻は「8:30」のように、24時間の形で入力してください。"}
        )

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}:{value.minute:02}" if hasattr(value, "hour") else value


class CentreForm(SourceFields, KyotenForm, forms.ModelForm[Centre]):
    """All facts of a centre; ``facts`` and ``statements`` are what the act takes."""

    sourced: ClassVar[tuple[str, ...]] = (
        "name",
        "address",
        "phone",
        "opened_on",
        "abolished_on",
        "ordinance",
    )

    planned_on = PartialDateFormField(label="整備計画の決定日", required=False)
    works_began_on = PartialDateFormField(label="整備工事の着手日", required=False)
    opened_on = PartialDateFormField(label="供用開始日", required=False)
    abolished_on = PartialDateFormField(
        label="廃止日", required=False, help_text="施設がなくなる最初の日。例：令和9年4月1日、令和8年度"
    )
    successors = forms.TypedMultipleChoiceField(
        label="後を継ぐ施設",
        coerce=int,
        required=False,
        help_text="廃止や統合のとき。複数あるときは、Ctrlキー（Macは⌘キー）を押しながら選びます。",
    )

    class Meta:
        model = Centre
        fields = (*BEFORE_THE_DAYS, *AFTER_THE_DAYS)
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "opens_at": ClockField,
            "closes_at": ClockField,
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "internal_notes": forms.Textarea(attrs={"rows": 4}),
            "latitude": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            "longitude": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "code": "団体コードと台帳のIDを「-」でつなぎます。台帳を取り込むとき、この番号で見分けます。"
            "例：352152-0000001001",
            "nickname": "愛称があるとき。例：万葉プラザ",
            "postal_code": "例：745-0841",
            "phone": "例：0834-22-0442",
            "latitude": "例：34.05512345",
            "longitude": "例：131.80612345",
            "opens_at": "例：8:30",
            "closes_at": "例：22:00",
            "closed_days": "例：12月29日から1月3日まで",
            "ordinance": "例：周南市市民センター条例",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "code": {"unique": "この施設コードは、ほかの施設で使われています。"},
            "latitude": _degrees("緯度", 20, 46),
            "longitude": _degrees("経度", 122, 154),
        }

    field_order = (*BEFORE_THE_DAYS, *DAYS, "successors", *AFTER_THE_DAYS)

    def __init__(self, *args: Any, scope: Scope, instance: Centre | None = None, **kwargs: Any) -> None:
        if instance is not None:
            kwargs["stated_facts"] = instance.stated_facts.all()
            days = {name: getattr(instance, name) for name in DAYS}
            kwargs["initial"] = {**days, **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        self._offer(scope)

    def _offer(self, scope: Scope) -> None:
        """Only what this person may see can be chosen."""
        name_the_empty_choice(self, "kind", "まだ分からない")
        for name, rows, nothing in (
            ("district", District.objects.all(), "まだ分からない"),
            ("post_in_charge", Post.objects.within(scope), "まだ決まっていない"),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset, field.empty_label = rows, nothing
        others = list(other_centres(self.instance.pk, scope=scope))
        successors = self.fields["successors"]
        if isinstance(successors, forms.TypedMultipleChoiceField):
            successors.choices = [(other.pk, other.name) for other in others]
        self.initial["successors"] = [other.pk for other in others if other.succeeds_it]

    def clean_postal_code(self) -> str:
        """745-0841, with or without the hyphen, full-width as well."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["postal_code"]).replace("ー", "-")
        return re.sub(r"^〒?(\d{3})-?(\d{4})$", r"\1-\2", typed)

    def clean_phone(self) -> str:
        """0834-22-0442, full-width as well."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        return re.sub(r"[ー‐−–]", "-", typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in DAYS:
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The columns behind the days typed as text are looked at as well, together with everything else."""
        columns = {
            column for name in DAYS if name in self.cleaned_data for column in partial_date_columns(name)
        }
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - columns

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them, and by whom the centre is succeeded."""
        facts = {name: self.cleaned_data[name] for name in (*self.Meta.fields, *DAYS)}
        return {**facts, "successor_ids": self.cleaned_data["successors"]}
