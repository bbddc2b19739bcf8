"""The panel at the right of the regional tables: what a figure says, and every record behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from cami_desktop.desktop.places.region.words import HEADS, WIDTHS, Facts
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, clear, column, label, row
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

NAMES = 104
"""Width in pixels of the names of facts."""


class Detail(QWidget):
    """Heading, facts, and the records; Enter on a record shows it."""

    def __init__(self, session: Session, empty: str) -> None:
        super().__init__()
        self.session = session
        self.setMinimumWidth(304)
        self.name = label("", "heading", wrap=True)
        self.nothing = label(empty, tone="muted", wrap=True)
        self.facts = QGridLayout()
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setVerticalSpacing(4)
        self.facts.setHorizontalSpacing(SPACE)
        self.facts.setColumnStretch(1, 1)
        self.records = PlainTable(_("Records behind it"), [_(head) for head in HEADS], WIDTHS, sortable=False)
        self.records.opened.connect(self._open)
        opener = button(_("Show the record"), lambda: self._open(self.records.value), icon="go",
                        hint=_("Show the record (Enter)"))  # fmt: skip
        self.behind = QWidget()
        column(self.behind, row(label(_("Records behind it"), "label"), None, opener), self.records)
        inside = QWidget()
        lines = column(inside)
        lines.addLayout(self.facts)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        layout = column(self, self.name, self.nothing, area, self.behind)
        layout.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        layout.setStretch(2, 3)
        layout.setStretch(3, 2)
        self.show_nothing()

    def behind_hidden(self) -> None:
        """Show facts only: there are no records behind them."""
        self.behind.hide()

    def show_nothing(self) -> None:
        """Say what belongs here."""
        self.show_facts("", [], [])
        self.name.hide()
        self.nothing.show()

    def show_facts(self, name: str, facts: Facts, records: Sequence[Row]) -> None:
        """Show what a figure says; blank facts are left out."""
        self.name.setText(name)
        self.name.show()
        self.nothing.hide()
        clear(self.facts)
        top = Qt.AlignmentFlag.AlignTop
        for number, (words, value) in enumerate((words, value) for words, value in facts if value):
            line = label(value, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.setAccessibleName(words)
            head = label(words, "label", wrap=True)
            head.setFixedWidth(NAMES)
            self.facts.addWidget(head, number, 0, top)
            self.facts.addWidget(line, number, 1, top)
        self.records.fill(list(records))

    def _open(self, id_: str | None) -> None:
        record = self.session.find(id_)
        if record is not None:
            self.session.wanted.emit(record.kind, record.id, "")
