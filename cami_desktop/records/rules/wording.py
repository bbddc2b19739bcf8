"""Rules of text: letters of two scripts in one word, and text that was read in the wrong encoding."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _
from cami_desktop.words.script import looks_like_mojibake, mixed_script_words


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for field in record.fields():
        value = getattr(record, field.name) if field.type.free_text else None
        if value:
            yield field.name, value


@rule("mixed-script", Severity.WARNING, N_("Latin letters inside a Cyrillic word"))
def mixed_script(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """Every word keeps to one script, or search and comparison miss it."""
    for name, text in _texts(record):
        words = mixed_script_words(text)
        if words:
            yield name, _("Latin and Cyrillic letters are mixed in: {words}").format(words=", ".join(words[:3]))


@rule("mojibake", Severity.WARNING, N_("Text read in the wrong encoding"))
def mojibake(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """Text looks like the language it is in, not like bytes of another encoding."""
    for name, text in _texts(record):
        if looks_like_mojibake(text):
            yield name, _("This text seems to have been read in the wrong encoding.")
