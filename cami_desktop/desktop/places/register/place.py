"""Register: what records point at, each kind as a table with its form: organisations, people, sites, sources …"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.lazy_tabs import Build, LazyTabs
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.widgets import column
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import Organisation
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

EMPTY = {
    "organisation": N_("Organisations that take part, lead, pay or are responsible. Each is entered once."),
    "person": N_("People who take part in meetings. Only the name as the person writes it is needed."),
    "site": N_("Places that matter: protected areas, corridors, calving and wintering grounds, crossing points."),
    "source": N_("Where figures come from. A figure without a source blocks a submission."),
    "attachment": N_("Files that belong to records: photographs, scanned letters, reports. Drop them here."),
}
"""What an empty table says."""

DUPLICATES = "duplicates"

LATER = (
    "places.register.people", "map.view", "map.panel", "places.register.sites", "places.register.sources",
    "places.register.attachments", "places.register.duplicates",
)  # fmt: skip
"""Modules of the pages, which are loaded when they are first needed."""


class Register(Place):
    """The register."""

    place_id: ClassVar[str] = "register"
    title: ClassVar[str] = N_("Register")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        pages: dict[str, tuple[str, Build]] = {
            kind: (_(KINDS[kind].plural), partial(self._page, kind)) for kind in EMPTY
        }
        pages[DUPLICATES] = (_("Duplicates"), self._duplicates)
        self.tabs = LazyTabs(_(self.title), pages)
        column(self, self.tabs)

    def ahead(self) -> Iterator[None]:
        """Load what the pages need, each in a step of its own."""
        for name in LATER:
            importlib.import_module(f"cami_desktop.desktop.{name}")
            yield

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record in its table."""
        if kind not in EMPTY:
            return False
        page = self.tabs.open(kind)
        browser = page if isinstance(page, RecordBrowser) else getattr(page, "browser", None)
        return isinstance(browser, RecordBrowser) and browser.go_to(id_, field)

    def memory(self) -> str:
        """The open tab."""
        return self.tabs.code

    def recall(self, memory: str) -> None:
        """Open the tab again."""
        if memory in self.tabs.codes:
            self.tabs.open(memory)

    def _page(self, kind: str) -> QWidget:
        """The page of a kind. What each needs is loaded when it is first looked at."""
        empty = _(EMPTY[kind])
        match kind:
            case "person":
                from cami_desktop.desktop.places.register.people import PeoplePage

                return PeoplePage(self.session, empty)
            case "site":
                from cami_desktop.desktop.places.register.sites import SitesPage

                return SitesPage(self.session, self.jobs, empty)
            case "source":
                from cami_desktop.desktop.places.register.sources import SourcesPage

                return SourcesPage(self.session, empty)
            case "attachment":
                from cami_desktop.desktop.places.register.attachments import AttachmentsPage

                return AttachmentsPage(self.session, self.jobs, empty)
            case _:
                return RecordBrowser(self.session, Organisation, empty=empty)

    def _duplicates(self) -> QWidget:
        from cami_desktop.desktop.places.register.duplicates import DuplicatesPage

        page = DuplicatesPage(self.session, self.jobs)
        page.counted.connect(self._count)
        return page

    def _count(self, n: int) -> None:
        """Tell on the tab how many pairs there are."""
        words = _("Duplicates ({n})").format(n=n) if n else _("Duplicates")
        self.tabs.setTabText(self.tabs.codes.index(DUPLICATES), words)
