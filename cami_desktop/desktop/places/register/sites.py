"""Sites: their table and form, and beside them the map, on which the same site is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

from cami_desktop.desktop.map.panel import MapPanel
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.widgets import column, comes_last
from cami_desktop.desktop.window_state import remember
from cami_desktop.records import Record
from cami_desktop.records.kinds import Site

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session


class SitesPage(QWidget):
    """The sites of the workspace. browser holds the table and the form."""

    def __init__(self, session: Session, jobs: Jobs, empty: str) -> None:
        super().__init__()
        self.session = session
        self.browser = RecordBrowser(session, Site, empty=empty)
        self.map = MapPanel(session, jobs)
        splitter = QSplitter()
        splitter.addWidget(self.browser)
        splitter.addWidget(self.map)
        splitter.setChildrenCollapsible(False)
        remember(splitter, "sites", (520, 520))
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        # The buttons of the table stand above both, else they would take the room of the map.
        inner = self.browser.layout()
        assert inner is not None
        inner.removeItem(self.browser.bar)
        column(self, self.browser.bar, splitter, space=0).setStretch(1, 1)
        # For Tab the map belongs behind the fields of the form.
        self.browser.laid_out.connect(lambda: comes_last(self.map))
        self.browser.table.picked.connect(self._picked)
        self.map.view.picked.connect(self._choose)
        self.map.view.opened.connect(lambda kind, id_: session.wanted.emit(kind, id_, ""))
        self._picked(self.browser.table.current)

    def _picked(self, record: Record | None) -> None:
        self.map.view.choose(record.id if record is not None else "")

    def _choose(self, id_: str) -> None:
        """A sign was clicked: the table goes to the site. A barrier has no row here; Enter on the map opens it."""
        if isinstance(self.session.find(id_), Site):
            self.browser.table.go_to(id_)
