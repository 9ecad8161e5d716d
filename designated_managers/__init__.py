"""Community groups (地域団体) and other bodies that run a centre as its designated manager (指定管理者).

地方自治法 第244条の2: a designation (指定) is a disposition for a fixed term, made only after a vote of the
council. There is no renewal in law: the next designation (次期指定) is a new one that points at the one
before.
"""

from __future__ import annotations
