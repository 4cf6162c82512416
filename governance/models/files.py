"""Files: what is stored of an uploaded file, and how much an authority may store.

The bytes lie outside the database and outside anything the web server delivers (`governance.vault`). A stored file
never changes; it is replaced by another one or removed.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models.base import PublicIdModel, VersionedModel
from governance.models.organisations import Authority, Person
from governance.rules import clock
from governance.rules.file_names import LONGEST_NAME

MEGABYTE = 1024 * 1024


class StoredFile(PublicIdModel):
    """An uploaded file that has passed the inspection. `media_type` was found by content, `name` is a safe one."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("file name"), max_length=LONGEST_NAME)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


def default_quota() -> int:
    """Return how many megabytes an authority may store unless its own number says otherwise."""
    return int(settings.FILE_QUOTA_MEGABYTES)


class FileSpace(VersionedModel):
    """What an authority has around its files: how much it may store, and its letterhead.

    Its row is locked while a file is added, so that two uploads at once never exceed the quota together.
    """

    authority = models.OneToOneField(
        Authority, on_delete=models.CASCADE, related_name="file_space", verbose_name=_("authority")
    )
    quota = models.PositiveIntegerField(
        _("space for files in MB"),
        default=default_quota,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
    )
    letterhead = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="letterhead_of"
    )

    AUTHORITY_PATH = "authority"

    class Meta:
        verbose_name = _("files and letterhead")
        verbose_name_plural = _("files and letterhead")
        ordering = ["authority__name"]

    def __str__(self) -> str:
        return str(self.authority)

    @property
    def quota_bytes(self) -> int:
        """Return the quota in bytes."""
        return self.quota * MEGABYTE
