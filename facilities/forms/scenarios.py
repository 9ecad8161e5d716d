"""The forms of the forty-year cost: what is shown, and what a scenario is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centres.models import Centre, District
from facilities.queries.forecast import profile_choices
from ui.forms import KyotenForm, WholeNumberField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from common.scope import Scope

YEN_OF_MAN_YEN = 10_000
EARLIER, LATER = (0, 1, 2, 3, 5), (0, 3, 5, 10)
SECONDS = (10, 30, 60, 120)


class ForecastForm(KyotenForm, forms.Form):
    """Which profile, and which centre: what makes no sense is left out of account."""

    profile = forms.ChoiceField(label="試算の型", required=False)
    centre = forms.ChoiceField(label="施設", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["profile"].choices = profile_choices()
        centres = Centre.objects.within(scope).values_list("pk", "name")
        fields["centre"].choices = [("", "市全体"), *((str(pk), name) for pk, name in centres)]

    @property
    def asked_profile(self) -> str:
        """The profile chosen, else the first there is."""
        default: str = profile_choices()[0][0]
        return str(self._chosen("profile") or default)

    @property
    def asked_centre(self) -> int | None:
        """The centre chosen; None: the whole city."""
        chosen = self._chosen("centre")
        return int(chosen) if chosen else None

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class ScenarioForm(KyotenForm, forms.Form):
    """What a scenario is asked for (試算を頼む)."""

    name = forms.CharField(label="試算の名前", max_length=80, help_text="あとで一覧から選ぶための名前。")
    profile = forms.ChoiceField(label="試算の型")
    district = forms.ModelChoiceField(label="対象の地区", queryset=District.objects.none(), required=False)
    earlier_years = forms.TypedChoiceField(
        label="早めてよい年数",
        coerce=int,
        choices=[(years, f"{years}年まで" if years else "早めない") for years in EARLIER],
        initial=0,
    )
    later_years = forms.TypedChoiceField(
        label="遅らせてよい年数",
        coerce=int,
        choices=[(years, f"{years}年まで" if years else "遅らせない") for years in LATER],
        initial=10,
        help_text="始まっている事業と、40年を越える工事は動かしません。",
    )
    ceiling = WholeNumberField(
        label="1年の上限",
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text="この金額に収まるかどうかを、結果で知らせます。なければ空けておきます。",
    )
    time_limit = forms.TypedChoiceField(
        label="計算の制限時間",
        coerce=int,
        choices=[(seconds, f"{seconds}秒") for seconds in SECONDS],
        initial=30,
        help_text="時間が来たら、そのときまでに見つかったいちばん良い案を残します。",
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["profile"].choices = profile_choices()
        fields["district"].queryset = _districts(scope)
        fields["district"].empty_label = "市全体"

    @property
    def facts(self) -> dict[str, Any]:
        """As the act takes them; the ceiling was typed in 万円."""
        ceiling = self.cleaned_data["ceiling"]
        yen = None if ceiling is None else ceiling * YEN_OF_MAN_YEN
        return {**self.cleaned_data, "ceiling": yen}


def _districts(scope: Scope) -> QuerySet[District]:
    """The districts that have a centre within the scope."""
    return District.objects.filter(centres__in=Centre.objects.within(scope).order_by()).distinct()
