"""Files that belong to a record (添付ファイル), stored where no web server finds them.

A record with files has its own small model made from ``AttachedFile`` with a foreign key to the record. A
download is a view of that app, within the scope.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from datetime import datetime

    from common.files import CheckedFile


@deconstructible
class PrivateFiles(FileSystemStorage):
    """Where files are kept: below ``MEDIA_ROOT``, readable by the programme only, without an address."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @cached_property
    def base_location(self) -> Path:
        """The folder, asked for when it is needed."""
        return Path(settings.MEDIA_ROOT) / "private"

    def url(self, name: str | None) -> NoReturn:
        """There is none: a file is read through a view of its record's app."""
        message = f"{name} has no URL: attached files are downloaded through a view within the scope."
        raise ValueError(message)


def stored_name(instance: models.Model, filename: str) -> str:
    """A random name that tells nothing about the file but its ending."""
    ending = Path(filename).suffix.lower()
    return f"{instance._meta.label_lower}/{uuid4().hex}{ending}"


class AttachedFile(models.Model):
    """One file (添付ファイル) as it was checked and kept.

    ``size`` in bytes and ``sha256`` are of the content as stored, that is without a photograph's position.
    """

    file = models.FileField("ファイル", storage=PrivateFiles(), upload_to=stored_name, max_length=200)
    original_name = models.CharField("ファイル名", max_length=200)
    content_type = models.CharField("種類", max_length=100)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("指紋（SHA-256）", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="添付した人",
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField("添付した日時")

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.original_name


def file_values(checked: CheckedFile, *, uploaded_by_id: int | None, at: datetime) -> dict[str, Any]:
    """A checked file as values of the columns above; the content is written when the record is saved."""
    return {
        "file": ContentFile(checked.content, name=checked.name),
        "original_name": checked.name,
        "content_type": checked.content_type,
        "size": checked.size,
        "sha256": checked.sha256,
        "uploaded_by_id": uploaded_by_id,
        "uploaded_at": at,
    }
