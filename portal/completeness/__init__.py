"""How complete the register is (台帳の充足度): a score for each centre, and the next fact to enter."""

from __future__ import annotations
