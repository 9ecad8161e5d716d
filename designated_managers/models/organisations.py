"""Organisations: the bodies that run a centre or may come to run one."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

from common.db.history import tracked
from designated_managers.choices import OrganisationKind
from designated_managers.querysets.organisations import OrganisationQuerySet


class Organisation(models.Model):
    """A body (団体) that runs a centre or may come to run one; never a single person."""

    name = models.CharField("団体名", max_length=120, unique=True)
    kana = models.CharField("かな", max_length=160, blank=True)
    kind = models.CharField("種別", max_length=30, choices=OrganisationKind.choices)
    corporate_number = models.CharField(
        "法人番号",
        max_length=13,
        blank=True,
        validators=[RegexValidator(r"^[1-9]\d{12}$", "法人番号は13けたの数字で入力してください。")],
    )
    representative = models.CharField("代表者", max_length=60, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["kana", "name"]

    def __str__(self) -> str:
        return self.name
