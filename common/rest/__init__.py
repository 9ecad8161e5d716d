"""What the doors of the API share: resources, pages of a list, values on the wire, errors as answers.

Named ``rest`` and not ``api``, because ``*.api`` are the doors themselves and private to their apps.
"""

from __future__ import annotations
