"""The forms of renewal projects: the project, its plan, a step reached, the opening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from centres.models import Centre, Post
from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.partial_dates import Precision, parse
from facilities.actions import PlanDraft
from facilities.choices import BuildingPart, ProjectStep
from facilities.forms.days import WHEN
from facilities.models import Building, RenewalProject
from facilities.models.projects import FIRST_YEAR, FUNDING, LAST_YEAR
from facilities.queries.project_page import FUNDING_LABELS
from facilities.rules.project_stage import steps_of
from ui.forms import EraDateField, KyotenForm, PartialDateFormField, WholeNumberField, messages_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms.boundfield import BoundField

    from common.scope import Scope
    from facilities.queries.project_page import CostRow, ProjectPage

EMPTY_ROWS = 3
"""How many empty rows a form offers for more buildings or years; saved, it offers as many again."""

YEAR_HINT = "例：令和9年度"
SOURCE = "source", "source_url", "certainty"


class FiscalYearField(forms.CharField):
    """A fiscal year (年度), typed as 令和9年度, 令和9 or 2027; cleans to the Western year it begins in."""

    def to_python(self, value: Any) -> Any:
        """The year. Raises ``ValidationError`` when it is none."""
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            day = parse(text if text.endswith("年度") else f"{text.removesuffix('年')}年度")
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None
        year = FiscalYear.of(day.first).year
        if day.precision is not Precision.FISCAL_YEAR or not FIRST_YEAR <= year <= LAST_YEAR:
            message = f"「{text}」は年度として読めません。{YEAR_HINT}"
            raise forms.ValidationError(message, code="invalid")
        return year

    def prepare_value(self, value: Any) -> Any:
        """As the office writes it: 令和9年度."""
        return FiscalYear(value).label if isinstance(value, int) else value


class SourceForm(KyotenForm):
    """The end of a form of a record that says of itself where it was read (出典・確かさ)."""

    def add_field(self, name: str, field: forms.Field, *, called: str = "") -> None:
        """A field besides those of the form's class; its errors may have it ``called`` otherwise."""
        field.error_messages.update(messages_for(field, called or str(field.label)))
        self.fields[name] = field

    def add_source(self, record: Any = None) -> None:
        """The three fields, filled in from the record."""
        certainty = forms.ChoiceField(
            label="確かさ",
            choices=Certainty.choices,
            initial=record.certainty if record else Certainty.UNVERIFIED,
        )
        source = forms.CharField(
            label="出典",
            required=False,
            max_length=300,
            help_text="どこで確かめたか。例：施設整備計画書（令和8年3月）",
            initial=record.source if record else "",
        )
        url = forms.URLField(
            label="出典のURL",
            required=False,
            max_length=500,
            assume_scheme="https",
            initial=record.source_url if record else "",
        )
        for name, field in (("certainty", certainty), ("source", source), ("source_url", url)):
            self.add_field(name, field)

    @property
    def source_facts(self) -> dict[str, Any]:
        """What the act takes of them."""
        return {name: self.cleaned_data[name] for name in SOURCE}

    @property
    def source_bounds(self) -> list[BoundField]:
        """The three fields as the page shows them."""
        return [self[name] for name in SOURCE]


@dataclass(frozen=True)
class BuildingRow:
    """The two fields about one building that a project touches."""

    building: BoundField
    part: BoundField


class ProjectForm(SourceForm, forms.ModelForm[RenewalProject]):
    """A renewal project and the buildings it touches (整備・更新事業)."""

    may_start_from = FiscalYearField(label="最も早い年度", required=False, help_text=YEAR_HINT)
    may_start_until = FiscalYearField(label="最も遅い年度", required=False, help_text=YEAR_HINT)
    urgency = forms.TypedChoiceField(
        label="緊急度",
        coerce=int,
        choices=[(5, "5（最も急ぐ）"), (4, "4"), (3, "3（ふつう）"), (2, "2"), (1, "1（急がない）")],
        help_text="負担をならすとき、急ぐ事業ほど後ろへ動きにくくなります。",
    )

    class Meta:
        model = RenewalProject
        fields = (
            "centre",
            "name",
            "kind",
            "aim",
            "post_in_charge",
            "published_on",
            "may_start_from",
            "may_start_until",
            "urgency",
            "internal_notes",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"published_on": EraDateField}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "aim": forms.Textarea(attrs={"rows": 4}),
            "internal_notes": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例：見本市民センター建替え",
            "centre": "いくつかの施設をまとめるときは、中心になる施設を選びます。",
            "published_on": "公表した日から、管理する団体も事業と節目を見られます。事業費は見えません。",
        }

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        touched: Sequence[tuple[int, str]] = (),
        instance: RenewalProject | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.scope = scope
        buildings = list(
            Building.objects.within(scope)
            .select_related("centre")
            .order_by("centre__kana", "centre_id", "pk")
        )
        self.offered = {building.pk: building for building in buildings}
        self._offer_centres()
        self._offer_posts()
        self.rows = len(touched) + EMPTY_ROWS
        for number in range(self.rows):
            pk, part = touched[number] if number < len(touched) else ("", "")
            self._add_row(number, buildings, str(pk), part)
        self.add_source(instance)

    def _offer_centres(self) -> None:
        field = self.fields["centre"]
        if isinstance(field, forms.ModelChoiceField):
            rows = Centre.objects.within(self.scope).order_by("kana", "pk")
            field.queryset = rows
            field.choices = [("", "選んでください"), *((centre.pk, centre.name) for centre in rows)]

    def _offer_posts(self) -> None:
        field = self.fields["post_in_charge"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset, field.empty_label = Post.objects.within(self.scope), "施設の担当と同じ"

    def _add_row(self, number: int, buildings: Iterable[Building], pk: str, part: str) -> None:
        named = [(str(one.pk), f"{one.centre.name}　{one.name}") for one in buildings]
        building_field = forms.ChoiceField(
            label="建物", choices=[("", "選ばない"), *named], required=False, initial=pk
        )
        part_field = forms.ChoiceField(
            label="かかわり",
            choices=[("", "選ばない"), *BuildingPart.choices],
            required=False,
            initial=part,
        )
        self.add_field(f"building_{number}", building_field, called=f"建物{number + 1}")
        self.add_field(f"part_{number}", part_field, called=f"建物{number + 1}のかかわり")

    @property
    def building_rows(self) -> list[BuildingRow]:
        """The rows of buildings as the page shows them."""
        return [BuildingRow(self[f"building_{n}"], self[f"part_{n}"]) for n in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """A building and what the project does to it go together."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.rows):
            building, part = cleaned.get(f"building_{number}"), cleaned.get(f"part_{number}")
            if building and part == "":
                self.add_error(f"part_{number}", f"建物{number + 1}のかかわりを選んでください。")
            if part and building == "":
                self.add_error(f"building_{number}", f"建物{number + 1}を選んでください。")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The act looks at the window, with the field that is wrong."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"may_start_from", "may_start_until"}

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes of the project itself."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**facts, **self.source_facts}

    @property
    def buildings(self) -> list[tuple[Building, str]]:
        """The buildings chosen, and what the project does to each."""
        chosen = [
            (self.cleaned_data[f"building_{n}"], self.cleaned_data[f"part_{n}"]) for n in range(self.rows)
        ]
        return [(self.offered[int(pk)], part) for pk, part in chosen if pk]


@dataclass(frozen=True)
class CostFields:
    """The fields of one fiscal year."""

    year: BoundField
    amounts: tuple[BoundField, ...]


class PlanForm(SourceForm, forms.Form):
    """A plan of a project: the days of its steps and its costs by year and funding (計画・計画の見直し)."""

    def __init__(
        self,
        *args: Any,
        page: ProjectPage,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.steps = [ProjectStep(step) for step in steps_of(page.project.kind)]
        planned = {row.label: row.planned for row in page.rows}
        reached = {row.label: row.reached for row in page.rows}
        if page.plan_number:
            reason = forms.CharField(
                label="見直しの理由",
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="あとで監査や引き継ぎのときに読まれます。例：入札が成立しなかったため",
            )
            self.add_field("reason", reason)
        for step in self.steps:
            day = PartialDateFormField(
                label=f"{step.label}の予定", required=False, initial=planned.get(step.label)
            )
            done = reached.get(step.label)
            day.help_text = f"{done}に達しています。" if done else ""
            self.add_field(f"planned_{step}", day)
        costs = page.costs or ()
        self.years = len(costs) + EMPTY_ROWS
        for number in range(self.years):
            row = costs[number] if number < len(costs) else None
            self._add_year(number, row)
        self.add_source()
        self.fields["expected_number"] = forms.IntegerField(
            required=False, initial=page.plan_number, widget=forms.HiddenInput
        )

    def _add_year(self, number: int, costs: CostRow | None) -> None:
        row = f"{number + 1}行目"
        field = FiscalYearField(label="年度", required=False, initial=costs.year if costs else None)
        self.add_field(f"year_{number}", field, called=f"{row}の年度")
        for at, (name, funding) in enumerate(zip(FUNDING, FUNDING_LABELS, strict=True)):
            amount = WholeNumberField(
                label=funding,
                required=False,
                min_value=0,
                max_value=10**15,
                initial=costs.amounts[at] if costs else None,
            )
            self.add_field(f"{name}_{number}", amount, called=f"{row}の{funding}")

    @property
    def step_fields(self) -> list[BoundField]:
        """The days of the steps as the page shows them."""
        return [self[f"planned_{step}"] for step in self.steps]

    @property
    def cost_fields(self) -> list[CostFields]:
        """The rows of years as the page shows them."""
        return [
            CostFields(self[f"year_{n}"], tuple(self[f"{name}_{n}"] for name in FUNDING))
            for n in range(self.years)
        ]

    def clean(self) -> dict[str, Any]:
        """Each year once, with an amount; no amount without a year."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[int] = set()
        for number in range(self.years):
            name = f"year_{number}"
            year = cleaned.get(name)
            some = any(cleaned.get(f"{funding}_{number}") for funding in FUNDING)
            if year is None and some and name not in self.errors:
                self.add_error(name, f"{number + 1}行目の年度を入力してください。")
            if year is not None and not some and not self._is_wrong(number):
                message = f"{FiscalYear(year).label}の財源のどれかに、0より大きい金額を入力してください。"
                self.add_error(f"{FUNDING[0]}_{number}", message)
            if year in seen:
                self.add_error(name, f"{FiscalYear(year).label}が2行あります。1行にまとめてください。")
            if year is not None:
                seen.add(year)
        return cleaned

    def _is_wrong(self, number: int) -> bool:
        return any(f"{funding}_{number}" in self.errors for funding in FUNDING)

    @property
    def draft(self) -> PlanDraft:
        """The plan as the act takes it."""
        days = {step: self.cleaned_data[f"planned_{step}"] for step in self.steps}
        rows = {self.cleaned_data[f"year_{n}"]: n for n in range(self.years)}
        return PlanDraft(
            planned={step: day for step, day in days.items() if day is not None},
            costs={
                year: {name: self.cleaned_data[f"{name}_{n}"] or 0 for name in FUNDING}
                for year, n in rows.items()
                if year is not None
            },
            reason=self.cleaned_data.get("reason", ""),
        )


class MilestoneForm(SourceForm, forms.Form):
    """When a step was reached (節目の記録); empty takes a record back."""

    reached_on = PartialDateFormField(label="達した日", required=False, help_text=WHEN)

    def __init__(self, *args: Any, milestone: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"reached_on": milestone.reached_on}, **kwargs)
        self.was_reached = milestone.reached_on is not None
        label = f"{milestone.get_step_display()}の日"
        field = self.fields["reached_on"]
        field.required = not self.was_reached
        field.error_messages["required"] = f"{label}を入力してください。"
        self["reached_on"].label = label
        if self.was_reached:
            self["reached_on"].help_text = f"{WHEN}。記録を取り消すときは、空にして保存します。"
        self.add_source(milestone if self.was_reached else None)

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {"reached_on": self.cleaned_data["reached_on"], **self.source_facts}


class OpeningForm(SourceForm, forms.Form):
    """When what a project built was opened (供用開始), and when what it replaces went out of use."""

    opened_on = PartialDateFormField(label="供用開始日", help_text=WHEN)
    retired_on = PartialDateFormField(
        label="建て替えられた建物の用途廃止日",
        required=False,
        help_text="供用開始日と同じときは、空けておきます。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_source()

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {
            **{name: self.cleaned_data[name] for name in ("opened_on", "retired_on")},
            **self.source_facts,
        }


class ReasonForm(KyotenForm, forms.Form):
    """Why a project is given up, or why an act on it is taken back."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="あとで監査や引き継ぎのときに読まれます。",
    )
