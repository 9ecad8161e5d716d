#!/usr/bin/env python
"""Every command of Kyoten: ``./run manage help`` lists them."""

from __future__ import annotations

import sys

from config.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv))
