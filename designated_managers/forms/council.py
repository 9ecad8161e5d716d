"""The form of a session of the council."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from common.eras import era_year
from designated_managers.forms.days import DayField
from designated_managers.models import CouncilSession
from designated_managers.rules.council import DAYS
from designated_managers.rules.council_calendar import read_year
from ui.forms import KyotenForm, WholeNumberField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designated_managers.rules.council import Window


class YearField(forms.Field):
    """A calendar year, typed as 令和8年 or 2026; cleans to the Western year."""

    def to_python(self, value: Any) -> Any:
        """The year. Raises ``ValidationError`` when it is none."""
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_year(text)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """As the office writes it: 令和8年."""
        return era_year(date(value, 7, 1)) if isinstance(value, int) else value


class SessionForm(KyotenForm, forms.ModelForm[CouncilSession]):
    """A session of the council; a day not known is left empty, and the usual one stands in as 見込み."""

    year = YearField(
        label="年",
        widget=forms.TextInput(attrs={"maxlength": 10}),
        help_text="会期のある年（暦年）。例：令和8年",
    )
    number = WholeNumberField(label="回", required=False, min_value=1, max_value=99, help_text="例：3")
    window = forms.ChoiceField(
        label="会期の目安",
        required=False,
        help_text="日付を空けておくと、目安の日を「見込み」として使います。選ばないときは、通称か、会期の日が重なる目安にします。",
    )

    class Meta:
        model = CouncilSession
        fields = ("kind", "year", "number", "popular_name", "window", *DAYS, "notes")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = dict.fromkeys(DAYS, DayField)
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, str]] = {
            "bills_by": "指定スケジュールは、この日からさかのぼって決めます。",
            "late_bills_by": "この日までなら、追加議案として受け付けてもらえる見込みの日。",
            "votes_on": "指定の議案を議決する日（ふつうは閉会日）。",
        }

    def __init__(self, *args: Any, windows: Mapping[str, Window], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "通称と日付で決める"), *((code, window.name) for code, window in windows.items())]
        field = self.fields["window"]
        if isinstance(field, forms.ChoiceField):
            field.choices = offered

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
