"""The doors of who was invited: the link, and choosing a password behind it. Nobody is signed in yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import actions, queries
from accounts.choices import LinkState
from accounts.forms import InvitationPasswordForm
from accounts.models import Invitation
from common.clock import now, today
from common.doors import posted
from ui.forms import attempt, form_status

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LINK = "invitation"
ACCEPTED = "invitation_accepted"


@never_cache
def link(request: HttpRequest, key: str) -> HttpResponse:
    """The link itself: remember which it is and go on to an address that gives nothing away."""
    digest = Invitation.digest_of(key)
    behind = queries.behind_link(digest, on=today())
    if behind.state != LinkState.OPEN:
        return _no_longer(request, behind.state)
    request.session[LINK] = digest
    return redirect("invitation")


@never_cache
@sensitive_post_parameters()
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a password (招待の受入れ). Whoever else is signed in in this browser is signed out by it."""
    digest = request.session.get(LINK, "")
    behind = queries.behind_link(digest, on=today())
    if behind.state != LinkState.OPEN:
        return _no_longer(request, behind.state)
    form = InvitationPasswordForm(posted(request))
    done = attempt(
        form,
        lambda: actions.accept_invitation(digest, password=form.cleaned_data["password1"], at=now()),
    )
    if done is not None:
        logout(request)
        request.session[ACCEPTED] = done.login_name
        return redirect("invitation-done")
    context = {"form": form, "person": behind.person}
    return render(request, "accounts/invitation.html", context, status=form_status(form))


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The password is chosen: where to sign in, and with which login name."""
    return render(request, "accounts/invitation_done.html", {"login_name": request.session.get(ACCEPTED)})


def _no_longer(request: HttpRequest, state: LinkState) -> HttpResponse:
    status = 404 if state == LinkState.UNKNOWN else 410
    return render(request, "accounts/invitation_gone.html", {"state": state}, status=status)
