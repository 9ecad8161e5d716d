"""What the API says of itself (OpenAPI): parameters, bodies, answers and errors, from the resources alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import django_filters
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, build_parameter_type

from common.rest.answers import KINDS, PROBLEM_TYPE
from common.rest.asking import FARTHEST_OFFSET, MOST_PER_PAGE, PAGE_SIZE
from common.rest.filters import BIGGEST_ID, CodeFilter, DayFilter, IdFilter, YesNoFilter
from common.rest.inputs import Input
from common.rest.shapes import Shape, names_of
from common.rest.values import Described

if TYPE_CHECKING:
    from collections.abc import Mapping

ALWAYS = (400, 401, 403, 406, 429, 500)
OF_RECORDS = (404,)
OF_BODIES = (409, 413, 415)
OF_CHANGES = (412,)

HEADERS: Mapping[int, Mapping[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {
        "Retry-After": {
            "schema": {"type": "integer", "minimum": 1},
            "description": "次に送れるまでの秒数",
        }
    },
}

PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "RFC 9457 の形の誤り。problems には、見つかったことをすべて入れます。",
    "properties": {
        "type": {"type": "string", "example": "urn:kyoten:problem:invalid"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "どうすればよいか"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "field": {"type": "string", "description": "項目か条件の名前。全体のことなら空"},
                    "message": {"type": "string"},
                },
                "required": ["code", "field", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "problems"],
}

COMPONENTS: Mapping[str, Any] = {
    "schemas": {"Problem": PROBLEM},
    "responses": {
        f"Problem{status}": {
            "description": kind.title,
            **({"headers": HEADERS[status]} if status in HEADERS else {}),
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, kind in KINDS.items()
    },
    "securitySchemes": {
        "token": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "「Token 鍵」。鍵は「API用の鍵」の画面で作り、そこで取り消します。",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "画面のログイン。書き込みには X-CSRFToken ヘッダーも要ります。",
        },
    },
}

OF_PAGES = {
    "page_size": (
        "1ページの件数",
        {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PAGE_SIZE},
    ),
    "cursor": ("続きの場所。前のページの next にあります", {"type": "string", "minLength": 1}),
    "offset": (
        "ordering を付けたときの、飛ばす件数",
        {"type": "integer", "minimum": 0, "maximum": FARTHEST_OFFSET},
    ),
    "with_count": (
        "1 にすると、全部の件数（count）も数えます",
        {"type": "integer", "enum": [0, 1], "default": 0},
    ),
}


IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "読んだときの ETag。その後にだれかが変更していれば 412 で断ります",
}


class DescribedField(OpenApiSerializerFieldExtension):
    """A value that says itself what it looks like."""

    target_class = Described
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:  # noqa: ARG002
        return dict(self.target.schema)


class ResourceSchema(AutoSchema):
    """The operations of a ``Resource``."""

    view: Any
    method: str

    def get_tags(self) -> list[str]:
        return [str(self.view.model._meta.verbose_name)]

    def get_summary(self) -> str:
        """In Japanese, as the pages call it."""
        return str(self.view.titles[self.view.action])

    def get_description(self) -> str:  # type: ignore[override]
        """None: the docstrings are for those who work on Kyoten."""
        return ""

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [{"token": []}, {"session": []}]

    def get_request_serializer(self) -> Any:
        kind = self.view.inputs.get(self.view.action)
        return None if kind is None else kind()

    def get_response_serializers(self) -> Any:
        if self.view.action == "list":
            return self.view.shape(many=True)
        return (self.view.detail_shape or self.view.shape)()

    def get_override_parameters(self) -> list[Any]:
        return []

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super()._get_parameters()
        if self.view.action in {"list", "retrieve"}:
            serializer = self.get_response_serializers()
            shape: Any = type(getattr(serializer, "child", serializer))
            parameters.append(_choice_of("fields", "返す項目（コンマで区切る）", names_of(shape)))
        if self.view.action == "list":
            parameters += [_parameter(name, *said) for name, said in OF_PAGES.items()]
            orderings = [sign + name for name in self.view.orderings for sign in ("", "-")]
            if orderings:
                parameters.append(_parameter("ordering", "並べ方", {"type": "string", "enum": orderings}))
            for name, of_name in self.view.filters.base_filters.items():
                parameters.append(_parameter(name, str(of_name.label), _schema_of(of_name)))
        if self.view.action == "partial_update":
            parameters.append(IF_MATCH)
        return sorted(parameters, key=lambda parameter: (parameter["in"] != "path", parameter["name"]))

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        serializer = self.get_response_serializers()
        if self.view.action == "list":
            schema = self._page_of(self.resolve_serializer(serializer.child, direction))
        else:
            schema = self.resolve_serializer(serializer, direction).ref
        status = 201 if self.view.action in self.view.creating else 200
        good: dict[str, Any] = {
            "description": "",
            "content": {"application/json": {"schema": schema}},
        }
        if headers := self._headers(status):
            good["headers"] = headers
        return {
            str(status): good,
            **{str(code): {"$ref": f"#/components/responses/Problem{code}"} for code in self._errors()},
        }

    def _headers(self, status: int) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if status == 201:
            headers["Location"] = {
                "schema": {"type": "string", "format": "uri"},
                "description": "登録したもののアドレス",
            }
        if self.view.is_versioned and self.view.action != "list":
            headers["ETag"] = {"schema": {"type": "string"}, "description": "版。変更のたびに変わります"}
        return headers

    def _errors(self) -> list[int]:
        of_records = OF_RECORDS if "{" in self.path else ()
        of_bodies = OF_BODIES if self.method in {"POST", "PATCH"} else ()
        of_changes = OF_CHANGES if self.method == "PATCH" else ()
        return sorted({*ALWAYS, *of_records, *of_bodies, *of_changes})

    def _page_of(self, component: Any) -> dict[str, Any]:
        page = ResolvedComponent(
            name=f"{component.name}Page",
            type=ResolvedComponent.SCHEMA,
            object=f"{component.name}Page",
            schema={
                "type": "object",
                "properties": {
                    "count": {"type": "integer", "description": "with_count=1 のときだけ"},
                    "next": {"type": "string", "format": "uri", "nullable": True},
                    "results": {"type": "array", "items": component.ref},
                },
                "required": ["next", "results"],
            },
        )
        self.registry.register_on_missing(page)
        ref: dict[str, Any] = page.ref
        return ref

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Any:  # noqa: FBT001, FBT002
        schema: Any = super()._map_serializer(serializer, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if isinstance(serializer, Input):
            schema["additionalProperties"] = False
        if isinstance(serializer, Shape):
            # Who asks for some fields gets no others; a group is not told what is the city's own.
            schema.pop("required", None)
        schema["description"] = str(serializer.Meta.model._meta.verbose_name)
        return schema


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    built: dict[str, Any] = build_parameter_type(
        name=name, location="query", schema=schema, description=description
    )
    return built


def _choice_of(name: str, description: str, values: tuple[str, ...]) -> dict[str, Any]:
    """Some of these names, joined by commas."""
    schema = {"type": "array", "items": {"type": "string", "enum": list(values)}, "minItems": 1}
    return {**_parameter(name, description, schema), "style": "form", "explode": False}


def _schema_of(of_name: Any) -> dict[str, Any]:
    if isinstance(of_name, IdFilter):
        return {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID}
    if isinstance(of_name, DayFilter):
        return {"type": "string", "format": "date"}
    if isinstance(of_name, YesNoFilter):
        return {"type": "boolean"}
    if isinstance(of_name, CodeFilter):
        return {"type": "string", "enum": [value for value, _ in of_name.extra["choices"]]}
    if isinstance(of_name, django_filters.CharFilter):
        return {"type": "string", "minLength": 1, "maxLength": of_name.extra["max_length"]}
    message = f"no schema for {type(of_name).__name__}"
    raise TypeError(message)


def add_what_all_share(result: dict[str, Any], generator: Any, request: Any, public: Any) -> dict[str, Any]:  # noqa: ARG001
    """The errors, and how one signs in: the same for every operation."""
    _without_limits_of_the_engine(result["components"].get("schemas", {}))
    for kind, shared in COMPONENTS.items():
        result["components"].setdefault(kind, {}).update(shared)
    return result


ENGINE_LIMITS = frozenset({2**15 - 1, 2**31 - 1, 2**63 - 1})
"""How large a column can be differs from engine to engine; the description is the same for all."""


def _without_limits_of_the_engine(schema: Any) -> None:
    if isinstance(schema, list):
        for part in schema:
            _without_limits_of_the_engine(part)
    if isinstance(schema, dict):
        if schema.get("maximum") in ENGINE_LIMITS:
            del schema["maximum"]
            schema.pop("format", None)
        for part in schema.values():
            _without_limits_of_the_engine(part)
