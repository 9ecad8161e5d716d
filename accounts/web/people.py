"""The doors to the people with a login: seen and invited by the city's administrators."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts import actions, queries
from accounts.filters import PeopleFilter
from accounts.forms import InviteForm, LastDayForm
from accounts.models import ApiToken, User
from common.clock import now, today
from common.doors import ScopedRequest, permitted, posted
from common.eras import era_day
from common.problems import Refused
from ui.forms import attempt, form_status
from ui.lists import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse


@permitted("accounts.view_user")
def people(request: ScopedRequest) -> HttpResponse:
    """Everybody with a login, and how each stands today."""
    on = today()
    filters = PeopleFilter(request.GET, queryset=queries.people(), request=request, on=on)
    found = listing(filters, lines=partial(queries.person_lines, on=on))
    return render(request, "accounts/people.html", {"filters": filters, "listing": found})


@permitted("accounts.view_user")
def person(request: ScopedRequest, pk: int) -> HttpResponse:
    """One person (利用者): facts, invitation, organisations, keys for the API."""
    found = get_object_or_404(queries.people(), pk=pk)
    story = queries.person_story(found, at=now())
    context = {"person": found, "story": story, "may_change": _may_change(request, found)}
    return render(request, "accounts/person.html", context)


@never_cache
@permitted("accounts.add_user", form=True)
def invite(request: ScopedRequest) -> HttpResponse:
    """Invite a person (招待), and show the link once."""
    form = InviteForm(posted(request), scope=request.centre_scope)
    done = attempt(
        form,
        lambda: actions.invite_person(
            form.cleaned_data["role"], form.acts_for, by=request.user, at=now(), **form.facts
        ),
    )
    if done is not None:
        return _show_link(request, done)
    return render(request, "accounts/invite.html", {"form": form}, status=form_status(form))


@never_cache
@permitted("accounts.add_user", form=True)
def new_link(request: ScopedRequest, pk: int) -> HttpResponse:
    """Make a new link for a person (招待のやり直し), and show it once."""
    found = _changeable(request, pk)
    question = {
        "title": f"{found}さんの新しいリンクを作りますか",
        "text": "前に渡したリンクは使えなくなります。いまのパスワードは、新しいリンクを使うまで有効です。",
        "act_label": "新しいリンクを作る",
    }
    return _confirmed(
        request,
        found,
        question,
        act=lambda: actions.invite_again(pk, by=request.user, at=now()),
        then=lambda invited: _show_link(request, invited),
    )


@permitted("accounts.change_user", form=True)
def revoke(request: ScopedRequest, pk: int) -> HttpResponse:
    """Make the link that is out void (招待の取消し)."""
    found = _changeable(request, pk)
    question = {
        "title": f"{found}さんへの招待を取り消しますか",
        "text": "渡したリンクは使えなくなります。新しいリンクは、いつでも作れます。",
        "act_label": "招待を取り消す",
        "destructive": True,
    }
    return _confirmed(
        request,
        found,
        question,
        act=lambda: actions.revoke_invitation(pk, at=now()),
        then=lambda _done: _back(request, pk, f"{found}さんへの招待を取り消しました。"),
    )


@permitted("accounts.change_user", form=True)
def disable(request: ScopedRequest, pk: int) -> HttpResponse:
    """Shut an account (利用停止)."""
    found = _changeable(request, pk)
    question = {
        "title": f"{found}さんの利用を停止しますか",
        "text": "いまのログインはすぐに終わり、招待のリンクとAPI用の鍵も使えなくなります。記録は消えません。",
        "act_label": "利用を停止する",
        "destructive": True,
    }
    return _confirmed(
        request,
        found,
        question,
        act=lambda: actions.disable_person(pk, by=request.user, at=now()),
        then=lambda _done: _back(request, pk, f"{found}さんの利用を停止しました。"),
    )


@permitted("accounts.change_user", form=True)
def enable(request: ScopedRequest, pk: int) -> HttpResponse:
    """Open an account again (利用再開)."""
    found = _changeable(request, pk)
    question = {
        "title": f"{found}さんの利用を再開しますか",
        "text": "前のパスワードで、またログインできるようになります。",
        "act_label": "利用を再開する",
    }
    return _confirmed(
        request,
        found,
        question,
        act=lambda: actions.enable_person(pk),
        then=lambda _done: _back(request, pk, f"{found}さんの利用を再開しました。"),
    )


@permitted("accounts.change_user", form=True)
def last_day(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say until which day a person may sign in (利用できる最後の日)."""
    found = _changeable(request, pk)
    form = LastDayForm(posted(request), initial={"active_until": found.active_until})
    done = attempt(
        form,
        lambda: actions.set_last_day(
            pk, active_until=form.cleaned_data["active_until"], by=request.user, on=today()
        ),
    )
    if done is not None:
        until = f"{era_day(done.active_until)}まで" if done.active_until else "期限なし"
        return _back(request, pk, f"{found}さんの利用できる期間を、{until}にしました。")
    context = {"form": form, "person": found, "back_url": reverse("person", args=[pk])}
    return render(request, "accounts/last_day.html", context, status=form_status(form))


@permitted("accounts.change_user", form=True)
def revoke_token(request: ScopedRequest, pk: int, token_pk: int) -> HttpResponse:
    """Take a key for the API of any person out of use (鍵の取消し)."""
    found = _changeable(request, pk)
    token = get_object_or_404(ApiToken, pk=token_pk, user=found)
    question = {
        "title": f"{found}さんの鍵「{token.name}」を取り消しますか",
        "text": "この鍵を使っているプログラムは、すぐにデータを読めなくなります。元には戻せません。",
        "act_label": "鍵を取り消す",
        "destructive": True,
    }
    return _confirmed(
        request,
        found,
        question,
        act=lambda: actions.revoke_api_token(token_pk, of=found),
        then=lambda _done: _back(request, pk, f"{found}さんの鍵「{token.name}」を取り消しました。"),
    )


def _show_link(request: ScopedRequest, invited: actions.Invited) -> HttpResponse:
    address = request.build_absolute_uri(reverse("invitation-link", args=[invited.key]))
    context = {"person": invited.person, "link": address, "last_on": invited.last_on}
    mailed = bool(invited.person.email) and get_adapter(request).send_mail(
        "account/email/invitation", invited.person.email, context
    )
    return render(request, "accounts/invited.html", {**context, "mailed": mailed})


def _confirmed(
    request: ScopedRequest,
    person: User,
    question: dict[str, Any],
    *,
    act: Callable[[], Any],
    then: Callable[[Any], HttpResponse],
) -> HttpResponse:
    """Ask; on the answer act and go on. A refusal is told above the question."""
    context = {**question, "cancel_url": reverse("person", args=[person.pk])}
    if request.method != "POST":
        return render(request, "accounts/confirm.html", context)
    try:
        done = act()
    except Refused as refusal:
        context["problems"] = refusal.problems
        return render(request, "accounts/confirm.html", context, status=422)
    return then(done)


def _changeable(request: ScopedRequest, pk: int) -> User:
    found = get_object_or_404(User, pk=pk)
    if not _may_change(request, found):
        raise PermissionDenied
    return found


def _may_change(request: ScopedRequest, person: User) -> bool:
    """Only one who may do everything touches the account of another who may."""
    return bool(request.user.is_superuser or not person.is_superuser)


def _back(request: ScopedRequest, pk: int, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("person", pk)
