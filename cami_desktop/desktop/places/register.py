"""Register: what records point at, each kind as a table with its form: organisations, people, sites, sources …"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget

from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.widgets import column
from cami_desktop.records import KINDS
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

EMPTY = {
    "organisation": N_("Organisations that take part, lead, pay or are responsible. Each is entered once."),
    "person": N_("People who take part in meetings. Only the name as the person writes it is needed."),
    "site": N_("Places that matter: protected areas, corridors, calving and wintering grounds, crossing points."),
    "source": N_("Where figures come from. A figure without a source blocks a submission."),
    "attachment": N_("Files that belong to records."),
}
"""What an empty table says."""


class Register(Place):
    """The register."""

    place_id: ClassVar[str] = "register"
    title: ClassVar[str] = N_("Register")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(_(self.title))
        self.browsers: dict[str, RecordBrowser] = {}
        for kind, empty in EMPTY.items():
            browser = RecordBrowser(session, KINDS[kind], empty=_(empty))
            self.browsers[kind] = browser
            self.tabs.addTab(browser, _(KINDS[kind].plural))
        column(self, self.tabs)

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record in its table."""
        browser = self.browsers.get(kind)
        if browser is None:
            return False
        self.tabs.setCurrentWidget(browser)
        return browser.go_to(id_, field)

    def memory(self) -> str:
        """The open tab."""
        return str(self.tabs.currentIndex())

    def recall(self, memory: str) -> None:
        """Open the tab again."""
        self.tabs.setCurrentIndex(int(memory or 0))
