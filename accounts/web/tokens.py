"""The doors to one's own keys for the API (API用の鍵)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts import actions, queries
from accounts.forms import TokenForm
from accounts.models import ApiToken
from common.clock import now
from common.doors import ScopedRequest, permitted, posted
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("accounts.add_apitoken")
def tokens(request: ScopedRequest) -> HttpResponse:
    """One's own keys."""
    lines = queries.token_lines(request.user, at=now())
    return render(request, "accounts/tokens.html", {"tokens": lines})


@never_cache
@permitted("accounts.add_apitoken", form=True)
def new(request: ScopedRequest) -> HttpResponse:
    """Make a key (鍵の作成), and show it once."""
    form = TokenForm(posted(request), initial={"days": settings.API_KEY_DAYS})
    done = attempt(form, lambda: actions.make_api_token(request.user, **form.cleaned_data, at=now()))
    if done is not None:
        return render(request, "accounts/token_made.html", {"made": done})
    return render(request, "accounts/token_form.html", {"form": form}, status=form_status(form))


@permitted("accounts.add_apitoken", form=True)
def revoke(request: ScopedRequest, pk: int) -> HttpResponse:
    """Take one's own key out of use (鍵の取消し)."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    if request.method == "POST":
        actions.revoke_api_token(pk, of=request.user)
        messages.success(request, f"鍵「{token.name}」を取り消しました。")
        return redirect("tokens")
    question = {
        "title": f"鍵「{token.name}」を取り消しますか",
        "text": "この鍵を使っているプログラムは、すぐにデータを読めなくなります。元には戻せません。",
        "act_label": "鍵を取り消す",
        "destructive": True,
        "cancel_url": reverse("tokens"),
    }
    return render(request, "accounts/confirm.html", question)
