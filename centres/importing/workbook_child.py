"""The child process that parses a workbook: ``python -m centres.importing.workbook_child FILE``.

It knows no Django and no database, and limits its own memory and time: whatever a crafted workbook makes the
parser do, only this process dies. It writes one JSON object: the sheets, or what is wrong.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from centres.importing.limits import CHILD_MEMORY_BYTES, CHILD_SECONDS, MAX_CHARACTERS
from centres.importing.packages import check_package
from centres.importing.sheets import CannotImport, refusal
from centres.importing.workbook_look import UNREADABLE, SheetLook, look_into

NUMBER_DIGITS = 15


def main(path: Path) -> dict[str, Any]:
    """What the workbook holds, or its problems, as the parent process expects it."""
    try:
        check_package(path)
        return _parsed(path, look_into(path))
    except CannotImport as error:
        return {"problems": [[problem.code, problem.message] for problem in error.problems]}


def _parsed(path: Path, looks: list[SheetLook]) -> dict[str, Any]:
    visible = [look for look in looks if not look.is_hidden]
    hidden = [look.name for look in looks if look.is_hidden]
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheets = [_sheet(workbook, look) for look in visible]
    except (CalamineError, ValueError, OSError) as error:
        raise refusal(UNREADABLE, code="broken-workbook") from error
    return {"sheets": sheets, "hidden_sheets": hidden}


def _sheet(workbook: CalamineWorkbook, look: SheetLook) -> dict[str, Any]:
    rows = []
    characters = 0
    values = workbook.get_sheet_by_name(look.name).to_python(skip_empty_area=False)
    for number, row in enumerate(values, start=1):
        cells = [as_text(value) or look.errors.get((number, column), "") for column, value in enumerate(row)]
        characters += sum(map(len, cells))
        if characters > MAX_CHARACTERS:
            limit = f"{MAX_CHARACTERS // 10_000:,}万文字"
            sentence = f"シート「{look.name}」は{number}行目までで{limit}を超えています。"
            raise refusal(sentence, code="sheet-too-large")
        rows.append(cells)
    return {"name": look.name, "rows": rows, "hidden_rows": look.hidden_rows}


def as_text(value: Any) -> str:
    """A cell's value as text: 745.0 as 745, 8:30 as 08:30, a day as 2026-11-23.

    A number is given the 15 digits that Excel keeps, so one with more comes out in powers of ten.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return f"{value:.{NUMBER_DIGITS}g}"
    if isinstance(value, timedelta):
        return _hours(value)
    if isinstance(value, time):
        return _hours(
            timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + value.microsecond / 1e6)
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _hours(span: timedelta) -> str:
    """Hours and minutes, seconds where there are any; Excel's fractions of a day are a hair off."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _limit_yourself() -> None:
    """Where the system cannot limit memory, the look before parsing still does."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit_yourself()
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
