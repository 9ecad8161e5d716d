"""Who is made up: the office, the bodies that run the invented centres, and the names all of it goes by."""

from __future__ import annotations

from centres.choices import PostLevel
from common.partial_dates import PartialDate
from designated_managers.choices import CorporateStatus, OrganisationKind
from portal.sample_city.entries import OrganisationEntry, PersonEntry, PostEntry

IN_SAMPLE = "見本です。実在しません。"

CENTRAL, EAST, WEST, SOUTH, NORTH, HARBOUR = (
    f"見本{where}市民センター" for where in ("中央", "東", "西", "南", "北", "港")
)
CENTRAL_BODY, EAST_BODY, SOUTHWEST_BODY, NORTH_BODY = (
    f"見本{where}協議会" for where in ("中央", "東", "西南", "北")
)

POSTS = (
    PostEntry("kacho", "課長", PostLevel.MANAGER),
    PostEntry("kakaricho", "係長", PostLevel.CHIEF, superior="kacho"),
    PostEntry("tanto-1", "市民センター担当 1", PostLevel.OFFICER, superior="kakaricho"),
    PostEntry("tanto-2", "市民センター担当 2", PostLevel.OFFICER, superior="kakaricho"),
)
CENTRE_POSTS = (
    PostEntry("center-north", f"{NORTH}職員", PostLevel.CENTRE, superior="tanto-2", centre=NORTH),
)

PEOPLE = (
    PersonEntry("tanto1", "見本 太郎", "みほん たろう", "市民センター担当", post="tanto-1"),
    PersonEntry("tanto2", "見本 花子", "みほん はなこ", "市民センター担当", post="tanto-2"),
    PersonEntry("kakaricho", "見本 一郎", "みほん いちろう", "係長・課長", post="kakaricho"),
    PersonEntry("kacho", "見本 京子", "みほん きょうこ", "係長・課長", post="kacho"),
    PersonEntry("kansa", "見本 正", "みほん ただし", "監査委員事務局"),
    PersonEntry("kanri", "見本 学", "みほん まなぶ", "システム管理者", is_staff=True),
    PersonEntry("center", "見本 桜", "みほん さくら", "センター職員", post="center-north"),
    PersonEntry("rinji", "見本 光", "みほん ひかる", "市民センター担当", days_left=20),
    PersonEntry("dantai1", "見本 和夫", "みほん かずお", "地域団体", organisation=CENTRAL_BODY),
    PersonEntry("dantai2", "見本 里美", "みほん さとみ", "地域団体", organisation=EAST_BODY),
)


def _body(name: str, number: int, representative: str) -> OrganisationEntry:
    known = {
        "corporate_status": CorporateStatus.NONE,
        "founded_on": PartialDate.of_month(2010, 4),
        "representative": representative,
        "address": "周南市見本町1-1（見本）",
        # No exchange has this number.
        "phone": f"0834-00-{number:04}",
        "email": f"mihon{number}@example.jp",
    }
    return OrganisationEntry(name, OrganisationKind.RUNNING_COUNCIL, IN_SAMPLE, known)


ORGANISATIONS = (
    _body(CENTRAL_BODY, 1, "見本 和夫"),
    _body(EAST_BODY, 2, "見本 里美"),
    _body(SOUTHWEST_BODY, 3, "見本 健"),
    _body(NORTH_BODY, 4, "見本 恵"),
)
