"""Every error of the API in one form (RFC 9457): what is wrong and what to do, in Japanese, and all problems
at once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from common.db.history import Stale
from common.db.records import COLLISION
from common.problems import Refused
from common.rest.bodies import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from common.problems import Problem

logger = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of error: its name in ``type``, its title, and what to do where nothing more is known."""

    name: str
    title: str
    detail: str


KINDS: Mapping[int, Kind] = {
    400: Kind(
        "invalid",
        "入力か条件に誤りがあります",
        "何も変更していません。problems の内容を直して、もう一度送ってください。",
    ),
    401: Kind(
        "not-signed-in",
        "利用者を確かめられません",
        "Authorization ヘッダーに「Token 鍵」を付けてください。鍵は「API用の鍵」の画面で作ります。",
    ),
    403: Kind("not-permitted", "許可されていません", "この操作をする権限がありません。"),
    404: Kind(
        "not-found",
        "見つかりません",
        "番号とアドレス（最後の / を含む）を確かめてください。"
        "閲覧できる範囲の外にあるものも、見つからないと答えます。",
    ),
    405: Kind(
        "method-not-allowed",
        "このアドレスではできない操作です",
        "できる操作は Allow ヘッダーにあります。記録は削除できません。",
    ),
    406: Kind(
        "not-acceptable",
        "求められた形式では答えられません",
        "Accept ヘッダーを application/json にしてください。",
    ),
    409: Kind(
        "conflict",
        "いまの状態ではできません",
        "何も変更していません。いまの内容を読み直して確かめてください。",
    ),
    412: Kind(
        "stale",
        "読んだ後に、ほかの人が変更しています",
        "何も変更していません。いまの内容を読み直し、新しい ETag を If-Match に付けて送ってください。",
    ),
    413: Kind("too-large", "送られた内容が大きすぎます", "1 MB までにしてください。"),
    415: Kind(
        "unsupported-type",
        "その形式では受け取れません",
        "Content-Type を application/json にして、JSON を送ってください。",
    ),
    429: Kind(
        "too-many-requests",
        "回数が多すぎます",
        "Retry-After ヘッダーの秒数だけ待って、もう一度送ってください。",
    ),
    500: Kind(
        "fault",
        "システムの誤りです",
        "何も変更していません。同じことが続くときは、システム管理者に知らせてください。",
    ),
}

DJANGO_SAYS: Mapping[type[Exception], int] = {Http404: 404, RequestDataTooBig: 413}

NO_CSRF = "画面のセッションで書き込むときは、X-CSRFToken ヘッダーを付けてください。"


def problem_answer(
    status: int,
    *,
    detail: str = "",
    problems: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An error as ``application/problem+json``."""
    kind = KINDS[status]
    body = {
        "type": f"urn:kyoten:problem:{kind.name}",
        "title": kind.title,
        "status": status,
        "detail": detail or kind.detail,
        "problems": [
            {"code": problem.code, "field": problem.field, "message": problem.message} for problem in problems
        ],
    }
    return Response(body, status=status, headers=headers, content_type=PROBLEM_TYPE)


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response:
    """The answer to whatever was raised: refused, not permitted, not there, or our own fault (logged)."""
    set_rollback()
    if isinstance(error, Refused):
        return _refused(error, context.get("view"))
    if isinstance(error, (PermissionDenied, exceptions.PermissionDenied)):
        return problem_answer(403, detail=NO_CSRF if "CSRF" in str(error) else "")
    status = getattr(error, "status_code", DJANGO_SAYS.get(type(error), 500))
    if status not in KINDS or status == 500:
        logger.error("API", exc_info=error)
        return problem_answer(500)
    own = str(error) if isinstance(error, (Told, exceptions.AuthenticationFailed)) else ""
    return problem_answer(status, detail=own, headers=_headers(error))


def _refused(refusal: Refused, view: Any) -> Response:
    """409 where the state of the record stands in the way, 412 where it is no longer what was read."""
    if isinstance(refusal, Stale):
        return problem_answer(412, problems=refusal.problems)
    conflicts = {COLLISION.code, *getattr(view, "conflicts", ())}
    in_the_way = conflicts & {problem.code for problem in refusal.problems}
    return problem_answer(409 if in_the_way else 400, problems=refusal.problems)


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if auth_header := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, int(wait)))
    return headers
