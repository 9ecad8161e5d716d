"""What is still possible on a road that no longer fits: the sessions that are left, another first day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from common.eras import era_day
from common.office_days import short_day
from designated_managers.choices import RoadStepState
from designated_managers.queries.road_plans import aim_of
from designated_managers.rules.timeline import later_start, misfit, ways
from ui import plans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.models import Road
    from designated_managers.queries.council import Council
    from designated_managers.rules.council import SessionDays
    from designated_managers.rules.timeline import Aim, LaterStart, Misfit, Standing, Way

MOST_WAYS = 4


@dataclass(frozen=True)
class Trouble:
    """That the road no longer fits: which step, by how many days, what to do, and the one act that does it.
    ``query`` is what the form of replanning begins with; empty: there is no such act."""

    title: str
    text: str
    act: str = ""
    query: str = ""

    @property
    def message(self) -> str:
        """Both in one, as a banner takes it."""
        return f"{self.title}。{self.text}"


@dataclass(frozen=True)
class Outlook:
    """What is still possible on this road. ``continued``: the bill was left to a later session (継続審査)."""

    road: Road
    session: SessionDays
    known: Council
    found: tuple[Standing, ...]
    on: date
    continued: bool

    @property
    def aim(self) -> Aim:
        return aim_of(self.road, self.session)

    @property
    def answered(self) -> set[str]:
        """The facts of the designation that are there."""
        return {one.step.answered_by for one in self.found if one.state is RoadStepState.DONE}

    @property
    def submitted(self) -> bool:
        """Whether the bill is passed, or with the council that may still vote on it in this session."""
        if self.answered & {"passed_on", "designated_on"}:
            return True
        return "bill_submitted_on" in self.answered and self.on <= self.session.votes_on

    @property
    def needed(self) -> int:
        return self.known.settings["handover_days"]

    @property
    def open_ways(self) -> tuple[Way, ...]:
        found = ways(
            self.aim,
            sessions=self.known.sessions,
            on=self.on,
            needed_days=self.needed,
            submitted=self.submitted,
        )
        return tuple(one for one in found if one.chosen) if self.submitted else found

    @property
    def later(self) -> LaterStart | None:
        return later_start(self.aim, sessions=self.known.sessions, on=self.on, needed_days=self.needed)

    @property
    def alternatives(self) -> tuple[plans.Alternative, ...]:
        """The way that was chosen among those nearest to the first day: long before there are many."""
        open_ways = self.open_ways
        chosen = [way for way in open_ways if way.chosen]
        nearest = [way for way in open_ways if not way.chosen][-(MOST_WAYS - len(chosen)) :]
        return tuple(
            plans.Alternative(way.name, way.days, _note_of(way), chosen=way.chosen)
            for way in open_ways
            if way in chosen or way in nearest
        )

    @property
    def later_in_words(self) -> str:
        """That the city may run the centre itself until a later first day; said where no way leaves
        enough."""
        if self.submitted or any(not way.missing for way in self.open_ways):
            return ""
        later = self.later
        if later is None or later.first_on == self.road.first_on:
            return ""
        return (
            f"市が直接運営してつなぎ、初日を{era_day(later.first_on)}にすると、"
            f"{later.session.name}{'を招集すれば、そ' if later.session.to_be_called else ''}の議決から"
            f"引継ぎに{later.days}日使えます。"
        )

    @property
    def trouble(self) -> Trouble | None:
        found = misfit(self.found, self.on)
        if found is None:
            return None
        words = "過ぎています" if found.passed else "遅れる見込みです"
        return self._way_out(f"{found.step.name}が{found.days}日{words}", found)

    def _way_out(self, title: str, found: Misfit) -> Trouble:
        vote = next((one.step.place for one in self.found if one.step.answered_by == "passed_on"), 0)
        if self.submitted or found.step.place > vote:
            text = (
                f"初日（{short_day(self.road.first_on)}）は変わりません。"
                "終わっていれば記録し、これからなら、いつになるかを入力してください。"
            )
            return Trouble(title, text)
        open_ways = self.open_ways
        chosen = next((way for way in open_ways if way.chosen), None)
        if chosen is not None:
            return self._keep(title, chosen, found)
        best = self._best(open_ways)
        if best is not None:
            return self._change(title, best)
        later = self.later
        if later is None:
            text = f"{self._of_the_bill}初日までに議決できる会期がありません。初日と会期を見直してください。"
            return Trouble(title, text)
        text = (
            f"{self._of_the_bill}初日までに議決できる会期はもうありません。市が直接運営してつなぎ、初日を{era_day(later.first_on)}に"
            f"すると、{later.session.name}（{short_day(later.session.votes_on)}議決"
            f"{'、招集が必要' if later.session.to_be_called else ''}）から{later.days}日あります。"
        )
        query = _query(later.session, late_bill=later.late_bill, first_on=later.first_on)
        return Trouble(title, text, "初日を変える", query)

    @property
    def _of_the_bill(self) -> str:
        """What is known of a bill that was handed in, once the day of the vote is over."""
        if "bill_submitted_on" not in self.answered:
            return ""
        if self.continued:
            return f"{self.session.name}では継続審査になりました。"
        return (
            "議決していれば、指定のページに議決日と結果を入力してください。"
            f"{self.session.name}で議決していないときは、会期を変えます。"
        )

    def _keep(self, title: str, way: Way, found: Misfit) -> Trouble:
        """The session at hand can still be reached, perhaps by a supplementary bill."""
        vote = f"{way.session.name}（{short_day(way.session.votes_on)}議決）"
        if way.late_bill and not self.road.late_bill:
            text = (
                f"{vote}に間に合わせるには、{short_day(way.submit_by)}までに追加議案として提出してください。"
            )
            return Trouble(title, text, "追加議案として進める", _query(way.session, late_bill=True))
        left = (way.submit_by - self.on).days
        by_when = f"{short_day(way.submit_by)}（{f'あと{left}日' if left else 'きょうまで'}）"
        planned, _ = self.session.deadline(late_bill=self.road.late_bill)
        if found.step.latest + (way.submit_by - planned) >= self.on:
            return Trouble(title, f"{vote}には、まだ間に合います。議案の提出期限は{by_when}です。")
        text = (
            f"{vote}の議案の提出期限は{by_when}です。"
            f"それまでに「{found.step.name}」からの段階が終わらないときは、会期を変えてください。"
        )
        other = self._best([one for one in self.open_ways if not one.chosen])
        if other is None:
            return Trouble(title, text)
        query = _query(other.session, late_bill=other.late_bill)
        return Trouble(title, text, f"{other.name}に変える", query)

    @staticmethod
    def _best(found: Sequence[Way]) -> Way | None:
        """The first that leaves the days a hand-over needs, else the first."""
        return next((way for way in found if not way.missing), next(iter(found), None))

    def _change(self, title: str, way: Way) -> Trouble:
        called = "を招集すれば" if way.is_extra else "なら"
        short = f"（必要な{self.needed}日に{way.missing}日足りません）" if way.missing else ""
        over = self._of_the_bill or f"{self.session.name}には、もう間に合いません。"
        text = (
            f"{over}{way.name}（{short_day(way.session.votes_on)}議決）"
            f"{called}、{short_day(way.submit_by)}までに提出して、初日まで{way.days}日あります{short}。"
        )
        return Trouble(title, text, f"{way.name}に変える", _query(way.session, late_bill=way.late_bill))


def session_key(session: SessionDays) -> str:
    """How a form names a session: by its number, or, not entered yet, by window and year."""
    return str(session.pk) if session.pk is not None else f"{session.window}-{session.year}"


def _query(session: SessionDays, *, late_bill: bool, first_on: date | None = None) -> str:
    said = {"session": session_key(session)}
    if late_bill:
        said["late_bill"] = "on"
    if first_on is not None:
        said["first_on"] = first_on.isoformat()
    return urlencode(said)


def _note_of(way: Way) -> str:
    said = [f"{short_day(way.session.votes_on)}議決"]
    if way.session.is_projected:
        said[0] += "（見込み）"
    if way.chosen:
        said.append("いまの計画")
    if way.is_extra:
        said.append("招集が必要")
    return "　".join(said)
