"""How the list of centres can be narrowed: as the register, and by who runs the centre."""

from __future__ import annotations

from typing import Any

import django_filters

from centres.filters import CentreFilter
from portal.centre_list.queries import RUN

RUN_BY = (("city", "直営"), ("designated", "指定管理"))


class CentreListFilter(CentreFilter):
    """As the register; and run by the city itself (直営) or by a designated manager (指定管理)."""

    run_by = django_filters.ChoiceFilter(
        label="運営", choices=RUN_BY, empty_label="すべての運営", method="of_run_by"
    )

    def of_run_by(self, centres: Any, _name: str, value: str) -> Any:
        """With a designation in force; or without one, if there is anything to run."""
        if value == "designated":
            return centres.filter(organisation_id__isnull=False)
        return centres.filter(organisation_id__isnull=True, status__in=RUN)
