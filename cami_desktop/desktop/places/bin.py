"""The bin: records that were removed, by whom and when, and the way back.

It stands at the bottom of the rail, for what was removed comes from all the other places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QStackedWidget
from shiboken6 import isValid

from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.tables.slices import Slices
from cami_desktop.desktop.texts import local_time, title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, button, column, label, row
from cami_desktop.records import Record
from cami_desktop.words import N_, _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

WAIT = 200
"""Milliseconds after a change until the list is made anew, once for many changes."""

MOST_ROWS = 2_000
"""Records that are listed, the latest."""


class Bin(Place):
    """The place of what was removed."""

    place_id: ClassVar[str] = "bin"
    title: ClassVar[str] = N_("Bin")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Type to find"))
        self.search.setAccessibleName(_("Find in the bin"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(280)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.count = label("", tone="muted")
        self.restore_button = button(_("Restore"), self.restore, icon="undo", main=True,
                                     hint=_("Put back what is chosen (Enter)"))  # fmt: skip
        self.table = PlainTable(
            _("Removed records"), [_("Kind"), _("Record"), _("Removed by"), _("Removed on")], (170, 300, 150, 190)
        )
        self.table.header().setStretchLastSection(False)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.opened.connect(lambda _value: self.restore())
        self.table.itemSelectionChanged.connect(self._tell)
        self.table.picked.connect(self._look_at)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        empty = _("Nothing was removed. What is removed stands here and can be put back at any time.")
        self.pages.addWidget(Empty(empty))
        self._build()
        self._slices = Slices(self)
        self._slices.done.connect(self._narrow)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.fill)
        session.changed.connect(self._changed)
        self.fill()

    def _build(self) -> None:
        about = _("Removed records are in no report and no submission. Putting one back can be undone.")
        head = row(self.search, self.restore_button, None, self.count)
        head.setContentsMargins(0, SPACE, 0, 0)
        box = column(self, label(_(self.title), "title"), label(about, tone="muted", wrap=True), head, self.pages)
        box.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        box.setStretch(3, 1)

    # What others use

    def refresh(self) -> None:
        """Put the focus where it was, at first into the list."""
        self.fill()
        self.session.look_at(self.table.value or "")
        self.keep_focus(self.table if self.table.topLevelItemCount() else self.search)

    def fill(self) -> None:
        """Show what is in the bin now."""
        self._timer.stop()
        found = self.session.removed()
        self.pages.setCurrentIndex(0 if found else 1)
        words = n_("{n} removed record", "{n} removed records", len(found)).format(n=formats.number(len(found)))
        if len(found) > MOST_ROWS:
            words = _("{records}, the latest {n} are listed").format(records=words, n=formats.number(MOST_ROWS))
        self.count.setText(words)
        self._slices.run(self.table.filling(map(self._row, found[:MOST_ROWS])))

    @property
    def chosen(self) -> list[Record]:
        """The records of the selected lines that are seen."""
        ids = self.table.selected
        return [record for id_ in ids if (record := self.session.records.get(id_)) is not None and record.deleted]

    def restore(self) -> None:
        """Put the chosen records back, and go to the first of them."""
        records = self.chosen
        if records and self.session.editable:
            self.session.restore(records, self._restored)

    def _restored(self, records: Sequence[Record]) -> None:
        # The window may have been built anew meanwhile.
        if not records or not isValid(self):
            return
        n = len(records)
        self.session.wanted.emit(records[0].kind, records[0].id, "")
        if self.isVisible():
            self.fill()
        said = n_("{n} record put back: {title}", "{n} records put back, the first one: {title}", n)
        self.session.told.emit(said.format(n=n, title=title(self.session, records[0])), "good")

    # Inside

    def _row(self, record: Record) -> Row:
        cells = (
            _(type(record).label), title(self.session, record), record.modified_by, local_time(record.modified_at),
        )  # fmt: skip
        return Row(cells, record.id)

    def _narrow(self) -> None:
        self.table.narrow(self.search.text())
        self._tell()

    def _tell(self) -> None:
        self.restore_button.setEnabled(self.session.editable and bool(self.chosen))

    def _look_at(self, id_: str | None) -> None:
        if self.isVisible():
            self.session.look_at(id_ or "")

    def _changed(self, _kind: str, _id: str) -> None:
        if self.isVisible():
            self._timer.start()
