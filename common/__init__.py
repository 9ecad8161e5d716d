"""Values with no domain: days, months, fiscal years and eras, what stands in the way of an act, who may see
which centre, and the few ways in which every app keeps, reads and checks its records. Knows no civic centre.
"""

from __future__ import annotations
