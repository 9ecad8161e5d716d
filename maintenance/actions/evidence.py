"""What goes with the record of an inspection: findings with photographs, and papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.acting import current
from common.db.attached_files import file_values
from common.db.records import changed, problems_with, save_checked
from common.problems import Problem, Refused
from maintenance.models import FindingPhoto, InspectionFile, InspectionFinding
from maintenance.queries.outcomes import good_word, offered_outcomes, outcome_words
from maintenance.rules.recording import problems_with_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from common.files import CheckedFile
    from maintenance.models import DueInspection, InspectionOutcome, InspectionType

MOST_FINDINGS = 5
"""As many findings as the form has room for at once; more are added by correcting the record."""


@dataclass(frozen=True)
class FindingSeen:
    """One thing that an inspection found (指摘), with its photographs; ``pk``: one recorded before."""

    place: str
    text: str
    severity: str
    photos: tuple[CheckedFile, ...] = ()
    pk: int | None = None


@dataclass(frozen=True)
class Recorded:
    """What was recorded before a correction: the code of its outcome, and how grave each finding was."""

    outcome: str
    severities: Mapping[int, str]


@dataclass(frozen=True)
class Evidence:
    """Findings and papers (指摘・書類), each file checked, and when they were handed in."""

    at: datetime
    findings: tuple[FindingSeen, ...] = ()
    papers: tuple[CheckedFile, ...] = ()

    @property
    def positions_removed(self) -> int:
        """From how many photographs the place where they were taken was removed. Tell the person."""
        photos = (photo for finding in self.findings for photo in finding.photos)
        return sum(file.stripped_position for file in (*photos, *self.papers))


def problems_with_seen(
    turn: DueInspection,
    kind: InspectionType | None,
    evidence: Evidence | None,
    *,
    on: date,
    before: Recorded | None = None,
) -> Iterator[Problem]:
    """What is wrong with what was found: its word, and what goes with it. Nothing is saved yet.

    ``before`` is what was recorded, where a record is corrected: a word no longer in use may stay, and its
    findings count as well.
    """
    words = offered_outcomes(kind, on=on)
    if before is not None:
        words += [word for word in [outcome_words().get(before.outcome)] if word and word not in words]
    yield from problems_with_word(turn.outcome, words)
    findings = evidence.findings if evidence else ()
    severities = {**(before.severities if before else {})}
    severities |= {finding.pk or -number: finding.severity for number, finding in enumerate(findings, 1)}
    for word in words:
        if word.code == turn.outcome:
            yield from problems_with_outcome(
                meaning=word.meaning,
                good=good_word(words),
                remarks=turn.remarks,
                severities=[*severities.values()],
            )
    for number, finding in enumerate(findings, start=1):
        row = InspectionFinding(turn=turn, place=finding.place, text=finding.text, severity=finding.severity)
        for problem in problems_with(row, leaving_out=["turn"]):
            yield Problem(problem.code, problem.message, field=f"finding_{number}_{problem.field}")


def problems_with_word(outcome: str, words: Iterable[InspectionOutcome]) -> Iterator[Problem]:
    """That an outcome was chosen which is none of the words of this type."""
    known = {word.code: word.label for word in words}
    if outcome and outcome not in known:
        message = f"結果を選び直してください。この点検の結果は{'・'.join(known.values())}のどれかです。"
        yield Problem("outcome-invalid_choice", message, field="outcome")


def keep_evidence(
    turn: DueInspection,
    others: Sequence[DueInspection],
    evidence: Evidence | None,
    *,
    error: type[Refused],
) -> None:
    """Keep findings and photographs with the turn; papers with every turn that the visit answered."""
    if evidence is None:
        return
    for seen in evidence.findings:
        finding = _finding(turn, seen, error=error)
        for photo in seen.photos:
            values = file_values(photo, uploaded_by_id=current().user_id, at=evidence.at)
            save_checked(FindingPhoto(finding=finding, **values), error=error)
    for each in (turn, *others):
        for paper in evidence.papers:
            values = file_values(paper, uploaded_by_id=current().user_id, at=evidence.at)
            save_checked(InspectionFile(turn=each, **values), error=error)


def _finding(turn: DueInspection, seen: FindingSeen, *, error: type[Refused]) -> InspectionFinding:
    """The finding as it is now; one that says the same as before is not written again."""
    there = InspectionFinding.objects.get(pk=seen.pk, turn=turn) if seen.pk else InspectionFinding(turn=turn)
    facts = {"place": seen.place, "text": seen.text, "severity": seen.severity}
    if there.pk and all(getattr(there, name) == value for name, value in facts.items()):
        return there
    return save_checked(changed(there, facts), error=error)
