"""Inspections (点検) that law or agreement asks for, due and done, and the service contracts (委託契約)
behind them.

What falls due is stored as a row by the act that changed the facts; the nightly job only compares days.
"""

from __future__ import annotations
