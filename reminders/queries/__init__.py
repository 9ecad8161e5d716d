"""Answers for the desk (要対応), the sender of messages, and the nightly job."""

from __future__ import annotations
