"""What the API answers and takes, one file for each thing."""

from __future__ import annotations
