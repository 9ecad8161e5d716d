"""Who works with Kyoten and what each may see (利用者と権限).

People sign in with a login name or an e-mail address; a volunteer may have no e-mail at all. A role (役割)
from
``config/roles.yaml`` says what kind of thing somebody may do; ``accounts/access.py`` says to which centres.
"""

from __future__ import annotations
