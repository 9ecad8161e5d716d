"""The log-ins of the sample city (ログインの控え): random passwords, kept in a file for its owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from portal.sample_city.entries import PersonEntry

# Without the letters and digits that are taken for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def new_password() -> str:
    """A random password of sixteen characters that can be typed from paper: ``k7mw-3fqp-x9tr-hb2c``."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def write_logins(path: Path, people: Iterable[PersonEntry], passwords: Mapping[str, str]) -> None:
    """Write who signs in with what, readable by the owner of the file only; whole or not at all.

    Raises ``OSError`` where the file cannot be written.
    """
    lines = ["利用者番号  パスワード           役割・氏名"]
    lines += [
        f"{person.login_name:<10}  {passwords[person.login_name]:<19}  {person.role}　{person.display_name}"
        for person in people
    ]
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
