"""Say what a changed catalogue of inspections would change, before anything is changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from common.acting import acting
from common.catalogues import CatalogueError
from common.clock import today
from common.scope import Scope
from maintenance.actions.catalogue_trial import try_catalogue

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from maintenance.queries.catalogue_trial import CatalogueTrial


class Command(BaseCommand):
    """``manage.py try_inspection_catalogue FILE``: nothing is kept; ends in 1 where the file is wrong."""

    help = "点検の種類の一覧を変えると、どの建物のどの点検が変わるかを示します。何も保存しません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="ファイル", help="変えた一覧（YAML）")

    def handle(self, *_args: Any, file: str, **_options: Any) -> None:
        path = Path(file)
        try:
            content = path.read_bytes()
        except OSError as error:
            message = f"{file} が読めません（{error.strerror}）。"
            raise CommandError(message) from error
        try:
            with acting(door="command", reason="点検の種類の一覧の試し"):
                trial = try_catalogue(path.name, content, scope=Scope.everything(), on=today())
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for line in told(trial):
            self.stdout.write(line)


def told(trial: CatalogueTrial) -> list[str]:
    """The answer, line by line: the numbers, by type, by building."""
    warned = [
        f"注意：「{name}」は、いまも求められている点検です。施行日になってから読み込んでください。"
        for name in trial.interrupted
    ]
    if not trial.changes:
        seen = f"建物{trial.buildings_seen}棟を見ました。変わる判定はありません。何も保存していません。"
        return [*warned, seen]
    lines = [
        *warned,
        f"建物{trial.buildings_seen}棟のうち{len(trial.buildings)}棟で、判定が{trial.changes}件変わります。"
        "何も保存していません。",
    ]
    lines += [f"  {word}　{count}件" for word, count in trial.counts if count]
    for kind in trial.types:
        counts = "・".join(f"{word}{count}件" for word, count in kind.counts if count)
        lines.append(f"{kind.code} {kind.name}　{counts}")
    for building in trial.buildings:
        lines.append(f"{building.centre}　{building.building}")
        lines += [f"  {line.word}　{line.name}（{line.part}）　{line.detail}" for line in building.lines]
    return lines
