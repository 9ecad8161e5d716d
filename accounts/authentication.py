"""How another program is let in: by a key for the API (API用の鍵) in the header ``Authorization: Token``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knox.auth import TokenAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts.actions import use_api_token
from common.clock import now

if TYPE_CHECKING:
    from rest_framework.request import Request

    from accounts.models import ApiToken, User

MALFORMED = "Authorization ヘッダーは「Token 鍵」の形で、鍵を1つだけ書いてください。"
NOT_GOOD = "この鍵は使えません。期限切れか、取消し済みです。新しい鍵を「API用の鍵」の画面で作ってください。"


class ApiTokenAuthentication(TokenAuthentication):  # type: ignore[misc]
    """knox's scheme with our own question: may this person enter today, by this key?

    In one query, and without saying which of the reasons it was.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.authenticate_header(request).lower().encode():
            return None
        if len(words) != 2:
            raise AuthenticationFailed(MALFORMED)
        return self.authenticate_credentials(words[1])

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        found = use_api_token(token.decode("latin-1"), at=now())
        if found is None:
            raise AuthenticationFailed(NOT_GOOD)
        return found.user, found
