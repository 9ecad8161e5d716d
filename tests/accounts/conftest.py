from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    """How often one address has asked for the sign-in page is kept in the cache, from test to test."""
    cache.clear()
