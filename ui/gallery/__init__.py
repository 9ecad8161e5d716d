"""The gallery of the design system (部品の見本): every component in every state, with its do and its don't.

What is shown is what the snippet beside it makes: a state is a piece of template and the values it is given.
The people, places and amounts here are invented.
"""

from __future__ import annotations

from ui.gallery import controls, figures, inputs, lists, states, volunteers
from ui.gallery.model import Chapter


def chapters() -> tuple[Chapter, ...]:
    """The whole gallery."""
    return (
        Chapter("buttons", "ボタン", controls.specimens()),
        Chapter("states", "状態と札", states.specimens()),
        Chapter("inputs", "入力", inputs.specimens()),
        Chapter("lists", "一覧", lists.specimens()),
        Chapter("figures", "図", figures.specimens()),
        Chapter("volunteers", "地域団体のページ", volunteers.specimens()),
    )
