"""A resource of the API (資源): its list, its records, and the acts on them, in one place for every app.

An app's ``api/views.py`` says what is particular: rows, shape, inputs, filters, orders, acts. It never says
who may ask, how a page is cut or how an error looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.db.models import F, OuterRef, Subquery
from django.http import Http404
from django.utils.functional import cached_property
from rest_framework import permissions
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from common.acting import acting
from common.clock import today
from common.db.history import with_version
from common.db.scoped import hidden_fields
from common.problems import Problem, Refused
from common.rest.asking import Asking, Offered, in_order, standing_after
from common.rest.inputs import Sent
from common.rest.schema import ResourceSchema
from common.rest.shapes import names_seen, reader
from common.rest.throttles import AddressThrottle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import django_filters
    from django.db.models import Model, QuerySet
    from rest_framework.request import Request

    from common.rest.asking import Asked
    from common.rest.inputs import Input
    from common.rest.shapes import Shape
    from common.scope import Scope

T = TypeVar("T")

READS = {"list": ("view",), "retrieve": ("view",)}
WRITES = {"create": ("view", "add"), "partial_update": ("view", "change")}


class Permitted(permissions.BasePermission):
    """Whether this person may do this kind of thing at all: what the pages ask, and to read the answer."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if view.action not in view.titles:
            raise MethodNotAllowed(str(request.method))
        return bool(request.user.has_perms(view.permissions_for(view.action)))


class Resource(GenericViewSet[Any]):
    """A list and its records, to be read. ``rows`` finds them within the scope.

    ``order`` names the columns of the list's own order: never empty, and together unique. ``orderings`` are
    the others that may be asked for, by name. ``acts`` names the permissions of further acts,
    ``conflicts`` the codes of problems that lie in the state of a record and not in what was sent.
    """

    schema = ResourceSchema()
    permission_classes = (Permitted,)
    http_method_names = ("get", "head", "post", "patch")
    lookup_value_converter = "int"
    lookup_field = "pk"
    is_versioned = True
    """Whether the history of its records is kept."""

    model: ClassVar[type[Model]]
    shape: ClassVar[type[Shape]]
    detail_shape: ClassVar[type[Shape] | None] = None
    filters: ClassVar[type[django_filters.FilterSet]]
    order: ClassVar[tuple[str, ...]] = ("pk",)
    orderings: ClassVar[Mapping[str, str]] = {}
    inputs: ClassVar[Mapping[str, type[Input]]] = {}
    acts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    titles: ClassVar[Mapping[str, str]]
    creating: ClassVar[frozenset[str]] = frozenset({"create"})
    conflicts: ClassVar[frozenset[str]] = frozenset()

    def rows(self) -> QuerySet[Any]:
        """The rows that this person may see, with whatever the shape needs."""
        rows: QuerySet[Any] = self.model._default_manager.within(self.scope)  # type: ignore[attr-defined]
        return rows

    @property
    def scope(self) -> Scope:
        """How far this person sees."""
        scope: Scope = self.request.centre_scope  # type: ignore[attr-defined]
        return scope

    @cached_property
    def on(self) -> date:
        """The day of this request."""
        return today()

    def permissions_for(self, action: str) -> tuple[str, ...]:
        """The permissions that an action asks for: of the pages that do the same."""
        verbs = {**READS, **WRITES, **self.acts}[action]
        meta = self.model._meta
        return tuple(f"{meta.app_label}.{verb}_{meta.model_name}" for verb in verbs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """An address that asks too often is told so before anybody is looked up."""
        limit = AddressThrottle()
        if not limit.allow_request(request, self):
            self.throttled(request, limit.wait() or 1)
        super().initial(request, *args, **kwargs)

    def list(self, request: Request) -> Response:  # noqa: ARG002
        """One page of the list."""
        asking = self._asking(self.shape)
        asked = asking.of_list()
        rows = self._narrowed(asked)
        answer: dict[str, Any] = {}
        if asked.with_count:
            answer["count"] = rows.order_by().count()
        page = rows.order_by(*(in_order(asked.ordering) if asked.ordering else self.order))
        if asked.after is not None:
            page = page.filter(standing_after(self.order, asked.after))
        span = slice(asked.offset, asked.offset + asked.size + 1)
        found = reader(self.shape, asked.fields).read(page, span=span, keys=self.order, scope=self.scope)
        answer["next"] = None
        if len(found) > asked.size:
            last = found[asked.size - 1]
            more = (
                {"offset": asked.offset + asked.size}
                if asked.ordering
                else {"cursor": asking.cursor(last.keys)}
            )
            answer["next"] = self._address(more)
        answer["results"] = [row.answer for row in found[: asked.size]]
        return Response(answer)

    def retrieve(self, request: Request, **place: Any) -> Response:  # noqa: ARG002
        """One record."""
        asked = self._asking(self._whole).of_record()
        return self._answer(place[self.lookup_field], asked.fields)

    @property
    def _whole(self) -> type[Shape]:
        return self.detail_shape or self.shape

    def _asking(self, shape: type[Shape]) -> Asking:
        seen = names_seen(shape, self.scope)
        offered = Offered(
            conditions=tuple(
                name
                for name, of_name in self.filters.base_filters.items()
                if self._may_ask(of_name.field_name)
            ),
            orderings={name: column for name, column in self.orderings.items() if self._may_ask(column)},
            fields=seen,
        )
        return Asking(self.request.query_params, path=self.request.path, offered=offered)

    def _may_ask(self, column: str | None) -> bool:
        """What is hidden is not asked about either."""
        hidden = self._whole.internal | hidden_fields(self.model, self.scope)
        return self.scope.internal or (column or "").partition("__")[0] not in hidden

    def _narrowed(self, asked: Asked) -> QuerySet[Any]:
        rows: QuerySet[Any] = self._valid_filters(asked, self.rows()).qs
        return rows

    def _valid_filters(self, asked: Asked, rows: QuerySet[Any]) -> Any:
        """The filters of the list over these rows. Raises ``Refused`` with all that makes no sense."""
        filters = self.filters(asked.conditions, queryset=rows, request=self.request)
        filters.on = self.on
        if not filters.is_valid():
            raise Refused(
                Problem(f"{name}-{error.code or 'invalid'}", f"{name}：{message}", field=name)
                for name, errors in filters.form.errors.as_data().items()
                for error in errors
                for message in error.messages
            )
        return filters

    def _address(self, more: Mapping[str, Any]) -> str:
        parameters = self.request.query_params.copy()
        for name, value in more.items():
            parameters[name] = str(value)
        return self.request.build_absolute_uri(f"{self.request.path}?{parameters.urlencode()}")

    def _answer(self, pk: Any, fields: tuple[str, ...], *, status: int = 200) -> Response:
        """One record, with its version as ``ETag`` where its history is kept."""
        rows = self._of(pk).order_by("pk")
        keys = ("version",) if self.is_versioned else ()
        if self.is_versioned:
            rows = with_version(rows)
        found = reader(self._whole, fields).read(rows, span=slice(0, 1), keys=keys, scope=self.scope)
        if not found:
            raise Http404
        (row,) = found
        headers = {}
        if self.is_versioned:
            headers["ETag"] = f'"{row.keys[0]}"'
        if status == 201:
            headers["Location"] = self._place(pk)
        return Response(row.answer, status=status, headers=headers)

    def _of(self, pk: Any) -> QuerySet[Any]:
        if "\x00" in str(pk):
            raise Http404
        return self.rows().filter(**{self.lookup_field: pk})

    def found(self, pk: Any) -> Any:
        """The record that an act is about; 404 outside the scope."""
        record = self._of(pk).first()
        if record is None:
            raise Http404
        return record

    def facts(self, record: Any = None) -> dict[str, Any]:
        """What was sent, as the act takes it. Raises ``Refused``."""
        body = cast("dict[str, Any]", self.request.data)
        sent = Sent(body, scope=self.scope, on=self.on, record=record)
        return self.inputs[self.action](sent=sent, partial=self.action == "partial_update").facts()

    @property
    def expected_version(self) -> str | None:
        """Which version of the record the sender has read (``If-Match``); None: any will do."""
        given = self.request.headers.get("If-Match", "*").strip()
        return None if given == "*" else given.strip('"')

    def do(self, act: Callable[[], T]) -> T:
        """Does the act in the name of this person, by this door."""
        with acting(door="api", user_id=self.request.user.pk):
            return act()

    def answer(self, pk: Any, *, status: int = 200) -> Response:
        """The record as it now stands."""
        return self._answer(pk, names_seen(self._whole, self.scope), status=status)

    def _place(self, pk: Any) -> str:
        return reverse(f"{self.basename}-detail", args=[pk], request=self.request)


def seen(model: type[Model], column: str, scope: Scope) -> Any:
    """The id in this column if its row lies within the scope, else nothing: an id outside is not told."""
    if scope.every_centre and scope.internal:
        return F(column)
    rows = model._default_manager.within(scope)  # type: ignore[attr-defined]
    return Subquery(rows.filter(pk=OuterRef(column)).order_by().values("pk")[:1])
