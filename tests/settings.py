"""The settings of the tests: those of ``./run``, with a state folder of their own and passwords that are cheap to check."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["KYOTEN_ENV"] = "development"
os.environ.setdefault("KYOTEN_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from config.settings import *  # noqa: F403  the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A test that is about the limits sets them.
API_RATES = {"person": "", "address": ""}
