"""Exclusion constraints that exist on PostgreSQL only.

``ExclusionConstraint`` in ``Meta`` breaks ``migrate`` on SQLite. This one creates itself on PostgreSQL and
is silently absent elsewhere: there a trigger, made by its own migration, refuses the row, and the act
checks on both engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import DEFAULT_DB_ALIAS

if TYPE_CHECKING:
    from django.db.models import Model

POSTGRESQL = "postgresql"


def _on_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == POSTGRESQL)


class PostgresExclusionConstraint(ExclusionConstraint):
    """No two rows may conflict (terms of one centre may not overlap), said to PostgreSQL only."""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing to create elsewhere."""
        return super().create_sql(model, schema_editor) if _on_postgresql(schema_editor) else None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing to remove elsewhere."""
        return super().remove_sql(model, schema_editor) if _on_postgresql(schema_editor) else None

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing to say in CREATE TABLE elsewhere."""
        return super().constraint_sql(model, schema_editor) if _on_postgresql(schema_editor) else None

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Nothing: the act asks first, in its own words and on both engines."""
