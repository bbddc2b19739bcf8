"""The records of all countries, to be read: where a figure of the region is followed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row
from cami_desktop.records import KINDS
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

FIRST = "population_estimate"


class RecordsTab(QWidget):
    """A kind is chosen above, its records stand below with their form, which here only reads."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind of record"))
        self.kind.setMinimumWidth(240)
        for name, cls in KINDS.items():
            if cls.place != "register":
                self.kind.addItem(_(cls.plural), name)
        self.browsers: dict[str, RecordBrowser] = {}
        self.pages = QStackedWidget()
        self.kind.currentIndexChanged.connect(lambda _place: self._show_kind())
        bar = row(label(_("Kind of record"), "label"), self.kind, None)
        bar.setContentsMargins(SPACE, SPACE, SPACE, 0)
        column(self, bar, self.pages, space=0).setStretch(1, 1)
        self.kind.setCurrentIndex(self.kind.findData(FIRST))

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Go to a record; False where its kind is not shown here."""
        place = self.kind.findData(kind)
        if place < 0:
            return False
        self.kind.setCurrentIndex(place)
        return self._show_kind().go_to(id_, field)

    def _show_kind(self) -> RecordBrowser:
        name = self.kind.currentData()
        if name not in self.browsers:
            browser = RecordBrowser(self.session, KINDS[name])
            browser.new_button.hide()
            browser.remove_button.hide()
            self.browsers[name] = browser
            self.pages.addWidget(browser)
        self.pages.setCurrentWidget(self.browsers[name])
        return self.browsers[name]
