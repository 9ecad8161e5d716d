from __future__ import annotations

from django.urls import path

from portal.budget.web import budget_list, budget_workbook

urlpatterns = [
    path("", budget_list, name="budget"),
    path("workbook/", budget_workbook, name="budget-workbook"),
]
