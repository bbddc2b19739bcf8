"""The history of a taxon: every change of its records, with the way to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from cami_desktop.desktop.changes import field_name, field_of, is_new, shown_value
from cami_desktop.desktop.places.species.tabs import Tab, records_of
from cami_desktop.desktop.texts import local_time, title
from cami_desktop.desktop.widgets import column
from cami_desktop.records import Record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.history import Entry

MOST_CHANGES = 300
"""Changes that the history of a taxon lists."""


class HistoryTab(Tab):
    """Every change of the taxon's records, newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = QTreeWidget()
        self.list.setAccessibleName(_("History"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setAccessibleName(_("Columns"))
        self.list.setAlternatingRowColors(True)
        self.list.setHeaderLabels([_("When"), _("Who"), _("Record"), _("Field"), _("Before"), _("After"), _("Why")])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate((184, 110, 230, 140, 110, 110)):
            self.list.header().resizeSection(place, width)
        self.list.itemDoubleClicked.connect(self._go)
        column(self, self.list)

    def show_taxon(self, code: str) -> None:
        """Read the history anew."""
        self.taxon = code
        self.list.clear()
        records = {record.id: record for record in records_of(self.session, code)}
        entries = self.session.history(*records)
        made = {(entry.change.id, entry.record_id) for entry in entries if is_new(entry)}
        # What a new record began with is one line, not one for each of its fields.
        shown = [entry for entry in entries if is_new(entry) or (entry.change.id, entry.record_id) not in made]
        latest = shown[: -MOST_CHANGES - 1 : -1]
        self.list.addTopLevelItems([self._item(entry, records[entry.record_id]) for entry in latest])

    def _item(self, entry: Entry, record: Record) -> QTreeWidgetItem:
        name = field_name(entry.kind, entry.field)
        before, after = (
            shown_value(self.session, entry.kind, entry.field, value) for value in (entry.before, entry.after)
        )
        if is_new(entry):
            name, before, after = _("New record"), "", ""
        when = local_time(entry.change.at)
        texts = [when, entry.change.who, title(self.session, record), name, before, after, entry.reason or ""]
        item = QTreeWidgetItem([text.replace("\n", " ") for text in texts])
        for place, text in enumerate(texts):
            item.setToolTip(place, text)
        field = entry.field if field_of(entry.kind, entry.field) is not None else ""
        item.setData(0, int(Qt.ItemDataRole.UserRole), (record.kind, record.id, field))
        return item

    def _go(self, item: QTreeWidgetItem) -> None:
        self.session.wanted.emit(*item.data(0, int(Qt.ItemDataRole.UserRole)))
