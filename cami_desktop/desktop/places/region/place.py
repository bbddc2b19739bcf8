"""Region: the Secretariat's place. What came in, the picture it makes, the inbox, receipts and synthesis."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.lazy_tabs import Build, LazyTabs
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.region.handout import HandoutTab
from cami_desktop.desktop.places.region.inbox import InboxTab
from cami_desktop.desktop.places.region.records import RecordsTab
from cami_desktop.desktop.places.region.tabs import OverviewTab, RegionTab, ThreatsTab, TotalsTab
from cami_desktop.desktop.places.submit.parts import ENDING
from cami_desktop.desktop.widgets import Message, column, dropped
from cami_desktop.errors import CamiError
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.synthesis.region import Region as Picture

WAIT = 300
"""Milliseconds after a change until the picture is made anew."""


class Region(Place):
    """The place of the region."""

    place_id: ClassVar[str] = "region"
    title: ClassVar[str] = N_("Region")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.picture: Picture | None = None
        self.message = Message(small=False)
        pages: Mapping[str, tuple[str, Build]] = {
            "overview": (_("Overview"), partial(self._part, OverviewTab)),
            "totals": (_("Totals"), partial(self._part, TotalsTab)),
            "threats": (_("Threats"), partial(self._part, ThreatsTab)),
            "records": (_("Records"), partial(RecordsTab, session)),
            "inbox": (_("Inbox"), self._inbox),
            "handout": (_("Hand out"), partial(HandoutTab, session, jobs)),
        }
        self.tabs = LazyTabs(_(self.title), pages)
        column(self, self.message, self.tabs, space=0).setStretch(1, 1)
        self.setAcceptDrops(True)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._look)
        session.changed.connect(self._changed)
        self._look()

    # What others use

    @property
    def inbox(self) -> InboxTab:
        """The tab of the packages that came in."""
        tab = self.tabs.page("inbox")
        assert isinstance(tab, InboxTab)
        return tab

    def refresh(self) -> None:
        """Put the focus where it was, at first on the names of the tabs."""
        self.keep_focus(self.tabs.tabBar())

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record of any country."""
        tab = self.tabs.open("records")
        return isinstance(tab, RecordsTab) and tab.show_record(kind, id_, field)

    def memory(self) -> str:
        """The open tab."""
        return self.tabs.code

    def recall(self, memory: str) -> None:
        """Open the tab again."""
        if memory in self.tabs.codes:
            self.tabs.open(memory)

    def refuses_to_go(self) -> str:
        """While packages are merged the window stays."""
        busy = self.tabs.built("inbox") and self.inbox.job is not None
        return _("Packages are being read; wait a moment, or cancel below.") if busy else ""

    # Inside

    def _part(self, cls: type[RegionTab]) -> QWidget:
        tab = cls(self.session)
        if self.picture is not None:
            tab.show_region(self.picture)
        return tab

    def _inbox(self) -> QWidget:
        tab = InboxTab(self.session, self.jobs)
        tab.merged.connect(self._merged)
        return tab

    def _merged(self, paths: list[Path]) -> None:
        handout = self.tabs.page("handout")
        if isinstance(handout, HandoutTab):
            handout.receipts.remember(paths)

    def _changed(self, _kind: str, _id: str) -> None:
        self._timer.start()

    def _look(self) -> None:
        """Make the regional picture beside the window."""
        records, workspace = self.session.snapshot(), self.session.workspace

        def work(_progress: Progress) -> Picture:
            from cami_desktop.synthesis.region import regional_picture
            from cami_desktop.workspace.ledger import Submission

            return regional_picture(records, workspace.ledger(Submission, direction="received"))

        self.jobs.run(_("Looking at the region"), work, done=self._found, failed=self._failed)

    def _found(self, picture: Picture) -> None:
        self.picture = picture
        empty = _("No submission yet: drop packages here, or go to Inbox.")
        self.message.say("" if picture.delivered else empty, "hint")
        for code in self.tabs.codes:
            tab = self.tabs.page(code) if self.tabs.built(code) else None
            if isinstance(tab, RegionTab):
                tab.show_region(picture)

    def _failed(self, error: CamiError) -> None:
        self.message.say(str(error), "error")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Packages and folders can be dropped anywhere in the region."""
        if any(path.suffix.lower() == ENDING or path.is_dir() for path in dropped(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self.tabs.open("inbox")
        self.inbox.look_at(dropped(event))
        event.acceptProposedAction()
