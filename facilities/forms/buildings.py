"""The forms of a building and of equipment."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from facilities.choices import EquipmentCategory, Structure
from facilities.forms.days import WHEN, DaysInPart
from facilities.forms.law import LawFields
from facilities.models import Building, Equipment
from ui.forms import AreaField, EraDateField, PartialDateFormField, WholeNumberField
from ui.number_fields import DecimalsField
from ui.source_fields import SourceFields


class BuildingForm(SourceFields, DaysInPart[Building], LawFields):
    """All facts of a building, and where the ones that figures rest on come from."""

    days = ("built_on", "confirmed_on", "certified_on", "retired_on", "opened_on", *LawFields.LAW_DAYS)
    sourced: ClassVar[tuple[str, ...]] = ("structure", "floor_area", "built_on")

    built_on = PartialDateFormField(label="建築年月", required=False, help_text=WHEN)
    confirmed_on = PartialDateFormField(
        label="建築確認日", required=False, help_text="新しい耐震基準かどうかは、この日で決まります。"
    )
    structure = forms.ChoiceField(
        label="構造", choices=[("", "まだ分からない"), *Structure.choices], required=False
    )
    certified_on = PartialDateFormField(
        label="検査済証の交付日",
        required=False,
        help_text="法律で定める点検を、この日から数えることがあります。",
    )
    opened_on = PartialDateFormField(
        label="供用開始日", required=False, help_text="使いはじめた日。分からないときは空けておきます。"
    )
    retired_on = PartialDateFormField(
        label="用途廃止日",
        required=False,
        help_text="使わなくなった最初の日。この日から後に期限が来る点検は、要対応に出なくなります。",
    )

    class Meta:
        model = Building
        fields = (
            "name",
            "role",
            "structure",
            "floors_above",
            "floors_below",
            "floor_area",
            "notes",
            *LawFields.LAW_FACTS,
            "awaits_opening",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "floors_above": WholeNumberField,
            "floors_below": WholeNumberField,
            "floor_area": AreaField,
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar[dict[str, str]] = {
            "floor_area": "延床面積",
            "awaits_opening": "まだ使われていない（供用開始を待っている）",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例：本館、別館、倉庫棟",
            "floors_below": "地下がないときは0、分からないときは空けておきます。",
            "floor_area": "小数は2けたまで。例：548.20",
            "cost_category": (
                "更新費用を試算するときの単価が決まります。市民センターは、ふつう市民文化系です。"
            ),
        }

    def __init__(self, *args: Any, instance: Building | None = None, **kwargs: Any) -> None:
        if instance is not None:
            kwargs["stated_facts"] = instance.stated_facts.all()
        super().__init__(*args, instance=instance, **kwargs)


class EquipmentForm(DaysInPart[Equipment]):
    """All facts of a piece of plant or equipment."""

    days = ("installed_on", "removed_on")

    category = forms.ChoiceField(label="区分", choices=[("", "選んでください"), *EquipmentCategory.choices])
    installed_on = PartialDateFormField(label="設置年月", required=False, help_text=WHEN)
    expected_life_years = WholeNumberField(
        label="標準の耐用年数",
        required=False,
        min_value=1,
        max_value=100,
        help_text="例：エレベーター17年、空調13年から15年。取り替えの時期の目安になります。",
    )
    compressor_watts = DecimalsField(
        label="圧縮機の定格出力",
        places=3,
        example="7.5",
        required=False,
        max_value=2**31 - 1,
        help_text="空調・冷凍冷蔵機器の1台ごと。7.5kW以上は定期点検が要ります。圧縮機がないときは0。",
    )
    removed_on = PartialDateFormField(
        label="撤去年月",
        required=False,
        help_text="なくなった最初の日。この日から後に期限が来る点検は、要対応に出なくなります。",
    )

    class Meta:
        model = Equipment
        fields = (
            "name",
            "category",
            "maker",
            "serial",
            "expected_life_years",
            "compressor_watts",
            "warranty_until",
            "notes",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"warranty_until": EraDateField}
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例：エレベーター1号機、受変電設備",
            "warranty_until": (
                "この日まで（この日を含みます）、無償で直してもらえます。近づくと、要対応に出ます。"
            ),
        }
