"""What the fire law asks of a building (消防法が問う属性)."""

from __future__ import annotations

from django.db import models

from facilities.choices import FireItem
from facilities.models.columns import whole, word, yes_no


class FireFacts(models.Model):
    """What decides whether a fire manager, fire equipment and inspections are called for.

    How many people it holds (収容人員) is reckoned from seats, areas and staff; what was reported to the fire
    station stands beside it. Areas are in 0.01 m2.
    """

    fire_item = word("消防法の用途の項", FireItem)
    fixed_seats = whole("固定の椅子席")
    bench_width_cm = whole("長椅子の幅の合計")
    standing_area = whole("立見席の面積")
    other_audience_area = whole("そのほかの客席部分の面積")
    staff = whole("従業者の数")
    occupants_reported = whole("届け出た収容人員")
    direct_stairs = whole("避難階に通じる直通階段の数")
    fire_shutters = yes_no("火災のとき自動で閉まる防火戸・防火シャッター")

    class Meta:
        abstract = True
