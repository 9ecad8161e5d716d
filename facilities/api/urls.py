from __future__ import annotations

from facilities.api.views import buildings, condition, projects, rooms, scenarios

resources = {
    "buildings": buildings.Buildings,
    "equipment": buildings.EquipmentPieces,
    "rooms": rooms.Rooms,
    "condition-assessments": condition.ConditionAssessments,
    "renewal-projects": projects.RenewalProjects,
    "project-milestones": projects.Milestones,
    "forecast-scenarios": scenarios.Scenarios,
}
lists = {"forecast": scenarios.ForecastYears}
"""What is a list alone, without records."""
