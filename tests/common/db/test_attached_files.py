from __future__ import annotations

import re
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from accounts.models import User
from common.db.attached_files import AttachedFile, file_values
from common.files import DOCUMENTS, check_upload

PDF = b"%PDF-1.7\n%%EOF\n"
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def reports(transactional_db):
    """A table of its own for files that belong to nothing."""
    with isolate_apps("common", "accounts", "django.contrib.auth", "django.contrib.contenttypes"):

        class ReportFile(AttachedFile):
            uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

            class Meta(AttachedFile.Meta):
                app_label = "common"
                abstract = False

        with connection.schema_editor() as editor:
            editor.create_model(ReportFile)
        yield ReportFile
        with connection.schema_editor() as editor:
            editor.delete_model(ReportFile)


def _kept(model: Any) -> Any:
    checked = check_upload("報告書.pdf", PDF, DOCUMENTS)
    return model.objects.create(**file_values(checked, uploaded_by_id=None, at=AT))


def test_a_checked_file_is_kept_with_its_own_name_and_its_content(reports):
    kept = reports.objects.get(pk=_kept(reports).pk)

    assert (kept.original_name, kept.content_type, kept.size, kept.uploaded_at, kept.uploaded_by) == (
        "報告書.pdf",
        "application/pdf",
        len(PDF),
        AT,
        None,
    )
    with kept.file.open() as file:
        assert file.read() == PDF
    assert str(kept) == "報告書.pdf"


def test_it_is_stored_under_a_random_name_that_nobody_else_may_read(reports, settings):
    kept = _kept(reports)

    path = Path(kept.file.path)
    assert re.fullmatch(r"common\.reportfile/[0-9a-f]{32}\.pdf", kept.file.name)
    assert path.is_relative_to(Path(settings.MEDIA_ROOT) / "private")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_files_of_one_name_are_two(reports):
    one, other = _kept(reports), _kept(reports)

    assert one.file.name != other.file.name


def test_a_file_has_no_address(reports):
    with pytest.raises(ValueError, match="has no URL"):
        _ = _kept(reports).file.url


def test_a_migration_names_where_files_are_kept_not_the_folder():
    written, _ = MigrationWriter.serialize(AttachedFile._meta.get_field("file"))

    assert "storage=common.db.attached_files.PrivateFiles()" in written
    assert "upload_to=common.db.attached_files.stored_name" in written
