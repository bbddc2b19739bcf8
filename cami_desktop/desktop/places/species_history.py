"""The history of a taxon: every change of its records, with the way to the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from cami_desktop.desktop.places.species_tabs import Tab, records_of
from cami_desktop.desktop.texts import local_time, title, value_text
from cami_desktop.desktop.widgets import column
from cami_desktop.records import Record
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.history import Entry

MOST_CHANGES = 300
"""Changes that the history of a taxon lists."""

COMMON: Mapping[str, str] = {
    "deleted": N_("Removed"),
    "absent": N_("Reason why blank"),
    "accepted": N_("Accepted warnings"),
    "country": N_("Country"),
    "catalogue": N_("Catalogue edition"),
}
"""Words for fields that every kind has."""


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
        self.list.setHeaderLabels([_("When"), _("Who"), _("Record"), _("Field"), _("Before"), _("After")])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate((190, 100, 260, 150, 120)):
            self.list.header().resizeSection(place, width)
        self.list.itemDoubleClicked.connect(self._go)
        column(self, self.list)

    def show_taxon(self, code: str) -> None:
        """Read the history anew."""
        self.taxon = code
        self.list.clear()
        found = []
        for record in records_of(self.session, code):
            entries = self.session.history(record.id)
            made = {entry.change.id for entry in entries if entry.field == "deleted" and entry.before is None}
            # What a new record began with is one line, not one for each of its fields.
            shown = [entry for entry in entries if entry.change.id not in made or entry.field == "deleted"]
            found += [(entry.change.id, number, entry, record) for number, entry in enumerate(shown)]
        found.sort(key=lambda item: item[:2], reverse=True)
        self.list.addTopLevelItems([self._item(entry, record) for _id, _n, entry, record in found[:MOST_CHANGES]])

    def _item(self, entry: Entry, record: Record) -> QTreeWidgetItem:
        field = next((field for field in record.fields() if field.name == entry.field), None)
        before, after = (
            value_text(self.session, field, value) if field is not None else _plain(value)
            for value in (entry.before, entry.after)
        )
        name = _(field.label) if field is not None else _(COMMON.get(entry.field, entry.field))
        if entry.field == "deleted" and entry.before is None:
            name, before, after = _("New record"), "", ""
        texts = [local_time(entry.change.at), entry.change.who, title(self.session, record), name, before, after]
        item = QTreeWidgetItem([text.replace("\n", " ") for text in texts])
        for place, text in enumerate(texts):
            item.setToolTip(place, text)
        item.setData(0, int(Qt.ItemDataRole.UserRole), (record.kind, record.id, entry.field if field else ""))
        return item

    def _go(self, item: QTreeWidgetItem) -> None:
        self.session.wanted.emit(*item.data(0, int(Qt.ItemDataRole.UserRole)))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in value.items())
    return "" if value is None else str(value)
