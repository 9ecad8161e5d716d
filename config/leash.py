"""A process that dies with its parent: whoever kills the parent, even with ``kill -9``, leaves no orphan.

Linux sends the parent-death signal; on other systems a killed parent leaves its children behind.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec a child must not import or allocate more than it needs.
_LIBC: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with(parent: int) -> None:
    """From now on this process is killed when ``parent``, the process that started it, ends.

    Ends it at once where the parent has already gone: then the signal would never come. SIGKILL and not
    SIGTERM: a worker in the middle of a long task would outlive its parent, and nothing in Kyoten rests on a
    gentle end.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
