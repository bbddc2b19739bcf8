"""Register: what records point at, each kind as a table with its form: organisations, people, sites, sources …"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.lazy_tabs import LazyTabs
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
        pages = {kind: (_(KINDS[kind].plural), partial(self._browser, kind)) for kind in EMPTY}
        self.tabs = LazyTabs(_(self.title), pages)
        column(self, self.tabs)

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record in its table."""
        if kind not in EMPTY:
            return False
        browser = self.tabs.open(kind)
        return isinstance(browser, RecordBrowser) and browser.go_to(id_, field)

    def memory(self) -> str:
        """The open tab."""
        return self.tabs.code

    def recall(self, memory: str) -> None:
        """Open the tab again."""
        if memory in EMPTY:
            self.tabs.open(memory)

    def _browser(self, kind: str) -> QWidget:
        return RecordBrowser(self.session, KINDS[kind], empty=_(EMPTY[kind]))
