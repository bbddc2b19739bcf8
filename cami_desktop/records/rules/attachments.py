"""Rules of attachments: present as recorded, and small enough to travel."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.kinds import Attachment
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _

LARGEST = 1 << 30
"""One attachment may hold 1 GiB (design: reliability)."""

TOGETHER = 4_000_000_000
"""Bytes that the attachments of one package may hold together, with room left for its workbook and report."""


@rule("attachment-missing", Severity.ERROR, N_("The bytes of an attachment are missing"), Attachment)
def attachment_missing(record: Attachment, view: RecordView) -> Iterator[tuple[str, str]]:
    """An attachment has a size and digest, which it gets when its file is added."""
    if not record.sha256 or record.size is None:
        yield "file_name", _("The file itself was never added. Add it again.")


@rule("attachment-too-large", Severity.ERROR, N_("An attachment is too large"), Attachment)
def attachment_too_large(record: Attachment, view: RecordView) -> Iterator[tuple[str, str]]:
    """An attachment fits into a package."""
    if record.size is not None and record.size > LARGEST:
        yield "size", _("The file is larger than a package can carry (1 GiB).")
