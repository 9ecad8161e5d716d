"""Fills an installation with people to be told, each of a dozen deadlines: ``-m bench.faults.city 120``."""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta

ON = date(2026, 11, 24)
"""A Tuesday on which the office is open."""


def fill(people: int) -> None:
    """So many people, each with a post, a centre and turns of inspections around the due day; every tenth has
    no address. Above all of them one 係長 and one 課長."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 -- models may be imported only after setup()

    from accounts.models import User  # noqa: PLC0415
    from centres.models import Centre, Post, PostHolding  # noqa: PLC0415
    from facilities.models import Building  # noqa: PLC0415
    from maintenance.models import DueInspection  # noqa: PLC0415

    names = ["manager", "chief", *(f"officer{number}" for number in range(people))]
    users = User.objects.bulk_create(
        User(
            login_name=name,
            display_name=f"見本 {name}",
            email=None if name.endswith("0") and name != "officer0" else f"{name}@example.jp",
        )
        for name in names
    )
    roles = {role.name: role for role in Group.objects.all()}
    User.groups.through.objects.bulk_create(
        User.groups.through(
            user=user, group=roles["係長・課長" if number < len(("manager", "chief")) else "市民センター担当"]
        )
        for number, user in enumerate(users)
    )
    manager, chief = (
        Post.objects.create(code=f"fault-{name}", name=name, level=name) for name in ("manager", "chief")
    )
    chief.superior = manager
    chief.save()
    posts = Post.objects.bulk_create(
        Post(code=f"fault-{number}", name=f"担当{number}", superior=chief) for number in range(people)
    )
    PostHolding.objects.bulk_create(
        PostHolding(post=post, user=user, first_on=date(2020, 4, 1))
        for post, user in zip((manager, chief, *posts), users, strict=True)
    )
    centres = Centre.objects.bulk_create(
        Centre(code=f"fault-{number}", name=f"見本{number}市民センター", post_in_charge=post)
        for number, post in enumerate(posts)
    )
    buildings = Building.objects.bulk_create(
        Building(centre=centre, name=f"棟{number}") for centre in centres for number in range(6)
    )
    DueInspection.objects.bulk_create(
        DueInspection(
            building=building,
            type_code=code,
            cycle_months=cycle,
            due_on=ON + timedelta(days=(number * 7) % 120 - 45),
        )
        for number, building in enumerate(buildings)
        for code, cycle in (("FIR-1", 6), ("FIR-2", 12))
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    fill(int(sys.argv[1]))
