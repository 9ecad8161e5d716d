"""The settings of ``./run``, a second and smaller city beside the first, and ``bench.plain``."""

from __future__ import annotations

import os

from config.databases import database
from config.settings import *  # noqa: F403  what is served is measured
from config.settings import DATABASES, VAR

DATABASES["tenth"] = database(os.environ.get("BENCH_TENTH_URL", ""), var=VAR / "tenth")
(VAR / "tenth").mkdir(exist_ok=True)

ROOT_URLCONF = "bench.plain"
