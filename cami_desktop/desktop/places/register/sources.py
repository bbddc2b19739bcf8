"""Sources: what each looks like in the printed report, and which records cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cami_desktop.desktop.places.beside import BesideBrowser, Panel
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import title, value_text
from cami_desktop.desktop.widgets import column, label
from cami_desktop.records import Record
from cami_desktop.records.citation import source_numbers
from cami_desktop.records.duplicates import pointing_at
from cami_desktop.records.kinds import Source
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST = 200
"""Records that are listed as citing a source."""


class CitationPanel(Panel):
    """A source as it is printed, and who cites it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.head = label(_("As it is printed"), "label", tone="muted")
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(_("As it is printed"))
        self.cited = label("", "label", tone="muted")
        self.records = PlainTable(_("Cited by"), [_("Kind"), _("Record")], [130])
        self.records.opened.connect(lambda value: session.wanted.emit(*value, "") if value else None)
        column(self, self.head, self.text, self.cited, self.records, margin=12).setStretch(3, 1)

    def show_record(self, record: Record | None) -> None:
        """Tell of a source; nothing for none."""
        source = record if isinstance(record, Source) and record.id else None
        for item in (self.head, self.text, self.cited, self.records):
            item.setVisible(source is not None)
        if source is None:
            return
        self.text.setText(printed(source, self.session))
        citing = pointing_at(source, self.session.records)
        words = n_("Cited by {n} record", "Cited by {n} records", len(citing)).format(n=len(citing))
        self.cited.setText(words if citing else _("No record cites it yet."))
        self.records.setVisible(bool(citing))
        self.records.fill(
            [Row([_(item.label), title(self.session, item)], (item.kind, item.id)) for item in citing[:MOST]]
        )


def printed(source: Source, session: Session) -> str:
    """A source as the report prints it: its number, citation, type, year, language, and link."""
    number = source_numbers(session.records).get(source.id)
    names = ("source_type", "year", "language")
    facts = (value_text(session, source.field(name), getattr(source, name)) for name in names)
    line = f"[{number}] {(source.citation or '').strip()}" if number else (source.citation or "").strip()
    return "\n".join(filter(None, (line, " · ".join(filter(None, facts)), source.locator)))


class SourcesPage(BesideBrowser):
    """The sources of the workspace."""

    def __init__(self, session: Session, empty: str) -> None:
        super().__init__(session, Source, CitationPanel(session), empty=empty)
