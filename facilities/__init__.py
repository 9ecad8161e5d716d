"""The buildings (建物) of the centres and the plant and equipment (設備) in them.

An annex (別館) is a building of its own; a building that serves as branch office and centre at once is one
building.
"""

from __future__ import annotations
