"""What one would write without thinking twice: an ordinary ModelViewSet, select_related, page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path
from rest_framework import pagination, permissions, renderers, serializers, viewsets
from rest_framework.routers import SimpleRouter

from accounts.authentication import ApiTokenAuthentication
from common.clock import today
from config.urls import urlpatterns as served
from maintenance.models import DueInspection
from maintenance.rules.state import turn_state

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


class NamedSerializer(serializers.Serializer[Any]):
    """Another row by its id and its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class InspectionSerializer(serializers.ModelSerializer[DueInspection]):
    """The same answer as Kyoten's."""

    centre = NamedSerializer(source="building.centre")
    building = NamedSerializer()
    equipment = NamedSerializer(allow_null=True)
    type = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()
    previous = serializers.IntegerField(source="previous_id", allow_null=True)
    next = serializers.SerializerMethodField()

    class Meta:
        model = DueInspection
        fields = (
            *(
                "id",
                "centre",
                "building",
                "equipment",
                "type",
                "cycle_months",
                "state",
                "due_on",
                "due_reason",
                "due_estimated",
                "counted_from",
                "counted_months",
            ),
            *(
                "planned_on",
                "done_on",
                "outcome",
                "done_by",
                "qualification",
                "licence_number",
                "remarks",
                "cost",
                "withdrawn_on",
                "withdrawn_reason",
            ),
            *("previous", "next"),
        )

    def get_type(self, turn: Any) -> dict[str, str]:
        return {"code": turn.type_code, "name": turn.type_name}

    def get_state(self, turn: DueInspection) -> dict[str, str]:
        state = turn_state(today(), due_on=turn.due_on, done_on=turn.done_on, withdrawn_on=turn.withdrawn_on)
        return {"code": state.value, "label": state.label}

    def get_outcome(self, turn: Any) -> dict[str, str] | None:
        if not turn.outcome:
            return None
        return {"code": turn.outcome, "label": turn.outcome_label, "meaning": turn.outcome_meaning}

    def get_next(self, turn: DueInspection) -> int | None:
        following: Model | None = getattr(turn, "next", None)
        return following.pk if following else None


class FiftyToAPage(pagination.PageNumberPagination):
    """Page numbers, and with them a COUNT."""

    page_size = 50


class Inspections(viewsets.ModelViewSet[DueInspection]):
    """Turns of inspections, to come only where ``state`` is asked for."""

    serializer_class = InspectionSerializer
    pagination_class = FiftyToAPage
    authentication_classes = (ApiTokenAuthentication,)
    permission_classes = (permissions.IsAuthenticated,)
    renderer_classes = (renderers.JSONRenderer,)

    def get_queryset(self) -> QuerySet[DueInspection]:
        rows = (
            DueInspection.objects.with_type_name()
            .with_outcome()
            .select_related("building__centre", "equipment", "next")
        )
        if "state" in self.request.query_params:
            rows = rows.filter(due_on__gte=today(), done_on__isnull=True, withdrawn_on__isnull=True)
        return rows.order_by("pk")


router = SimpleRouter()
router.register("inspections", Inspections, basename="plain-inspections")

urlpatterns = [path("plain/", include(router.urls)), *served]
