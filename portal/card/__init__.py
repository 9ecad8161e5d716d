"""The card of one centre (施設台帳): every fact the register keeps of it, and which one to enter next."""

from __future__ import annotations
