"""The command line of Kyoten: what cannot start says so in one line, not in a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

from config.databases import why_unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
READER_GONE = 141


def main(argv: Sequence[str]) -> int:
    """Run one management command and answer its exit status.

    1 where the settings or the database are unusable, 130 after Ctrl-C, 141 where nobody reads on.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        # Django's own help would hide unusable settings behind an unknown command.
        settings.INSTALLED_APPS  # noqa: B018
        execute_from_command_line(list(argv))
    except ImproperlyConfigured as error:
        return _refused(str(error))
    except OperationalError as error:
        if connection.connection is not None:
            raise
        return _refused(why_unreachable(connection.settings_dict, error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output, as `head` does, has seen enough. Nothing may be flushed into it now.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return 0


def _refused(line: str) -> int:
    sys.stderr.write(f"{line}\n")
    return 1
