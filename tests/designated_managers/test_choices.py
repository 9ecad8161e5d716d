from __future__ import annotations

from designated_managers.choices import OrganisationKind

BODIES = ("会", "団体", "法人", "組合", "企業", "共同体（グループ）")


def test_no_kind_of_organisation_is_a_single_person():
    """地方自治法 第244条の2第3項: a corporation or another body."""
    assert [kind.label for kind in OrganisationKind if not kind.label.endswith(BODIES)] == []
