"""Every page there is, by the name of its address: what a journey needs to know to go there.

A new page gets one row in ``PAGES``; an address that shows none gets its reason in ``WITHOUT_A_PAGE``. A test compares both with
the addresses of the programme, so that no page can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from centres.models import Centre
from designated_managers.models import Designation
from facilities.models import Building, Equipment
from maintenance.models import DueInspection, ServiceContract

CENTRE = "見本中央市民センター"
OFFICER, NOBODY = "tanto1", ""


@dataclass(frozen=True)
class PageOf:
    """A page: its heading, whose record its address names, who opens it, and whether it is a form that can be
    refused by sending it empty."""

    heading: str
    record: str = ""
    who: str = OFFICER
    form: bool = False


PAGES = {
    "account_login": PageOf("ログイン", who=NOBODY),
    "account_inactive": PageOf("この利用者番号は使えません", who=NOBODY),
    "account_signup": PageOf("自分では登録できません", who=NOBODY),
    "account_logout": PageOf("ログアウトしますか"),
    "desk": PageOf("要対応"),
    "centre-list": PageOf("施設"),
    "centre": PageOf(CENTRE, "centre"),
    "centre-new": PageOf("施設を登録する", form=True),
    "centre-edit": PageOf("施設の内容を直す", "centre", form=True),
    "building-new": PageOf("建物を登録する", "centre", form=True),
    "building-edit": PageOf("建物の内容を直す", "building", form=True),
    "equipment-new": PageOf("設備を登録する", "building", form=True),
    "equipment-edit": PageOf("設備の内容を直す", "equipment", form=True),
    "inspection-list": PageOf("点検"),
    "inspection-plan": PageOf("点検を登録する", "centre", form=True),
    "inspection-record": PageOf("点検を記録する", "inspection", form=True),
    "contract-list": PageOf("委託契約"),
    "contract": PageOf("見本 消防用設備保守業務委託", "contract"),
    "contract-new": PageOf("契約を登録する", form=True),
    "contract-edit": PageOf("契約の内容を直す", "contract", form=True),
    "contract-succeed": PageOf("次の契約を登録する", "contract", form=True),
    "contract-end": PageOf("この契約を更新しないことにしますか", "contract", form=True),
    "organisation-list": PageOf("団体"),
    "organisation": PageOf("見本中央協議会", "organisation"),
    "organisation-new": PageOf("団体を登録する", form=True),
    "organisation-edit": PageOf("団体の内容を直す", "organisation", form=True),
    "designation-list": PageOf("指定管理"),
    "designation": PageOf(f"{CENTRE}の指定", "designation"),
    "designation-new": PageOf("指定を登録する", form=True),
    "designation-edit": PageOf("指定の内容を直す", "designation", form=True),
    "designation-return": PageOf("直営に戻すと決めますか", "designation", form=True),
    "gallery": PageOf("部品の見本"),
}
WITHOUT_A_PAGE = {
    "home": "leads on to the page of whoever comes",
    "theme": "takes a choice and leads back",
}
# Whole branches of addresses that are not ours to draw.
BRANCHES_WITHOUT_PAGES = {
    "admin/": "Django's own pages, for catalogues and accounts",
    "api/": "answers programmes, not readers",
}


def names_of_addresses() -> set[str]:
    """The name of every address outside those branches; the address itself where it has no name."""
    return set(_names(get_resolver().url_patterns, "", ""))


def _names(patterns: Iterable[URLPattern | URLResolver], before: str, namespace: str) -> Iterator[str]:
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if address.startswith(tuple(BRANCHES_WITHOUT_PAGES)):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, address, inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else address


def address_of(name: str) -> str:
    """Where the page is, for the records of the sample city."""
    record = PAGES[name].record
    return reverse(name, args=[records()[record].pk] if record else [])


def records() -> dict[str, Any]:
    """The records of the sample city that the addresses name."""
    centre = Centre.objects.get(name=CENTRE)
    designation = Designation.objects.filter(centre=centre).latest("first_on")
    return {
        "centre": centre,
        "building": Building.objects.get(centre=centre, name="本館"),
        "equipment": Equipment.objects.get(name="見本 エレベーター"),
        "inspection": DueInspection.objects.get(building__centre=centre, type_code="ELC-2", done_on=None),
        "contract": ServiceContract.objects.get(name="見本 消防用設備保守業務委託"),
        "designation": designation,
        "organisation": designation.organisation,
    }
