"""Where a stated fact comes from and how sure we are of it (出典と確かさ), field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.db import models

from common.certainty import Certainty, needs_check
from common.db.records import changed, problems_with
from common.problems import Problem, refuse_if_blocked

if TYPE_CHECKING:
    from collections.abc import Mapping


class Statement(TypedDict, total=False):
    """What a record says of one of its facts: where it comes from and how sure we are (出典・確かさ)."""

    source: str
    source_url: str
    certainty: Certainty
    note: str


class StatedFact(models.Model):
    """Source and certainty of one field of one record (出典と確かさ).

    A concrete model adds the foreign key ``record`` to what it is about, with
    ``related_name="stated_facts"``, and a unique constraint on (``record``, ``field``).
    """

    field = models.CharField("項目", max_length=60)
    source = models.TextField("出典")
    source_url = models.URLField("出典のURL", max_length=500, blank=True)
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices)
    note = models.TextField("備考", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.field}：{Certainty(self.certainty).label}"

    @property
    def needs_check(self) -> bool:
        """Whether the original still has to be looked at (要確認)."""
        return needs_check(self.certainty)


def state(stated_facts: Any, statements: Mapping[str, Statement | None]) -> None:
    """Say where facts of one record come from, by field name; None takes a statement back.

    ``stated_facts`` is the record's related manager. What a statement does not name stays as it was. Raises
    ``Refused`` with every problem; call it inside the transaction of the act.
    """
    record = stated_facts.instance
    known = {fact.field: fact for fact in stated_facts.all()}
    said = [
        changed(known.get(field) or stated_facts.model(record=record, field=field), dict(statement))
        for field, statement in statements.items()
        if statement is not None
    ]
    refuse_if_blocked(
        [
            *(
                Problem("fact-unknown", f"「{fact.field}」という項目はありません。", field=fact.field)
                for fact in said
                if not hasattr(type(record), fact.field)
            ),
            *(problem for fact in said for problem in problems_with(fact)),
        ]
    )
    for fact in said:
        fact.save()
    gone = [field for field, statement in statements.items() if statement is None and field in known]
    if gone:
        stated_facts.filter(field__in=gone).delete()
