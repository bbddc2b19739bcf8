"""The rule of names inside texts: what will be kept back of a text is told where the text is written."""

from __future__ import annotations

from collections.abc import Iterator

from cami_desktop.records.naming import UNNAMED, names_in, texts_of
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.records.rules.finding import Severity
from cami_desktop.records.rules.registry import rule
from cami_desktop.words import N_, _

MOST_NAMES = 3
"""Names that a finding tells."""


@rule("name-in-text", Severity.HINT, N_("A name in a text that is kept back"))
def name_in_text(record: Record, view: RecordView) -> Iterator[tuple[str, str]]:
    """A text names somebody whom consent or the attribution rule keeps unnamed: `[…]` stands there in the package."""
    for field in texts_of(record):
        value = getattr(record, field.name)
        told = names_in(value, record, view) if value else []
        if told:
            quoted = (_("“{text}”").format(text=value[one.start : one.end]) for one in told[:MOST_NAMES])
            words = ", ".join(dict.fromkeys(quoted))
            yield field.name, _("In what leaves this workspace {mark} stands here for {names}.").format(
                mark=UNNAMED, names=words
            )
