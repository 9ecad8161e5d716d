"""The WSGI door as ``manage.py serve`` starts it.

granian's process that answers requests is a child of granian's main process, and outlives it when that one is
killed. The main process leads the process group, so its child knows by the group who its parent has to be.
"""

from __future__ import annotations

import os

from config.leash import die_with

die_with(parent=os.getpgrp())

from config.wsgi import application  # noqa: E402  the leash comes first: loading Django takes its time

__all__ = ["application"]
