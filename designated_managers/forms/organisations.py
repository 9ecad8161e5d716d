"""The form of an organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from designated_managers.models import Organisation
from ui.forms import KyotenForm, name_the_empty_choice


class OrganisationForm(KyotenForm, forms.ModelForm[Organisation]):
    """All facts of an organisation."""

    class Meta:
        model = Organisation
        fields = (
            "name",
            "kana",
            "kind",
            "corporate_number",
            "representative",
            "address",
            "phone",
            "email",
            "internal_notes",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {"internal_notes": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, str]] = {
            "corporate_number": "法人のときだけ。13けたの数字です。",
            "phone": "例：0834-22-0442",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"unique": "この名前の団体は、もう登録されています。"}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "kind", "選んでください")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
