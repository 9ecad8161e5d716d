"""The form of an organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from designated_managers.forms.days import DayField
from designated_managers.forms.rows import RowsForm
from designated_managers.models import Organisation, OrganisationFile, OrganisationOfficer
from facilities.forms.days import DaysInPart
from facilities.forms.projects import FiscalYearField
from ui.forms import ERAS_BACK_TO_SHOWA, EraDateField, PartialDateFormField, name_the_empty_choice


class OrganisationForm(DaysInPart[Organisation]):
    """All facts of an organisation."""

    days = ("founded_on",)

    founded_on = PartialDateFormField(
        label="設立日",
        required=False,
        help_text="総会で団体ができた日や、登記の日。分かるところまでで結構です。例：平成20年4月",
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "kana",
            "kind",
            "corporate_status",
            "corporate_number",
            "representative",
            "address",
            "contact_name",
            "phone",
            "email",
            "internal_notes",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {"internal_notes": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, str]] = {
            "corporate_number": "国税庁の法人番号公表サイトの13けた。任意団体にも、ある団体があります。",
            "representative": "市に届け出ている代表者。役員の任期は、登録したあとに団体のページで入れます。",
            "contact_name": "市から連絡するときの相手。代表者と違うときだけ。",
            "phone": "例：0834-22-0442",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"unique": "この名前の団体は、もう登録されています。"}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "kind", "選んでください")


class OfficerForm(RowsForm, forms.ModelForm[OrganisationOfficer]):
    """Who holds which office, and from when to when (役員と任期)."""

    widths = {"role": "medium", "name": "medium", "kana": "medium"}

    class Meta:
        model = OrganisationOfficer
        fields = ("role", "name", "kana", "first_on", "last_on")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"first_on": DayField, "last_on": DayField}
        help_texts: ClassVar[dict[str, str]] = {
            "last_on": "任期の途中でやめたときは、最後の日に直します。次の人は、別に登録します。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "role", "選んでください")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PaperForm(RowsForm, forms.ModelForm[OrganisationFile]):
    """A paper of an organisation to be put on file."""

    widths = {"kind": "medium", "fiscal_year": "short"}

    file = forms.FileField(label="ファイル", max_length=200)
    dated_on = EraDateField(
        label="定めた日・開いた日",
        required=False,
        eras=ERAS_BACK_TO_SHOWA,
        help_text="規約は定めた日（最後に改めた日）、議事録は総会の日。",
    )
    fiscal_year = FiscalYearField(
        label="年度", required=False, help_text="決算書・事業報告のときに。例：令和7年度"
    )

    class Meta:
        model = OrganisationFile
        fields = ("kind", "title", "dated_on", "fiscal_year")
        help_texts: ClassVar[dict[str, str]] = {"title": "例：規約（令和8年5月の総会で改正）"}

    field_order = ("kind", "file", "title", "dated_on", "fiscal_year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "kind", "選んでください")

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes besides the file."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class WithdrawPaperForm(RowsForm, forms.Form):
    """Why a paper is withdrawn."""

    reason = forms.CharField(
        label="取り下げる理由", max_length=200, help_text="例：新しい規約に差し替えたため"
    )
