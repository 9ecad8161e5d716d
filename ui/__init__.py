"""The look of Kyoten: base pages, components, style sheets, form fields and template tags for every page.

It knows nothing of centres, contracts or inspections: a page hands it words, days and numbers, and it sets
them as the visual language of the office asks (one accent, red only for what is late or wrong, a shape and a
word for every state). How to use each component is told in ``docs/how-to/use-the-components.md``.
"""

from __future__ import annotations
