from __future__ import annotations

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "お知らせ"

    def ready(self) -> None:
        """From now on an act that answers a deadline closes its flag at once."""
        from common.deadlines import hear_settled  # noqa: PLC0415 -- models may be imported only once apps are ready
        from reminders.actions import close_settled  # noqa: PLC0415

        hear_settled(close_settled)
