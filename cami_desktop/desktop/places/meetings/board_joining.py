"""Joining in the tab of contributions: the chosen ones, or pairs that a job found to be alike, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from cami_desktop.desktop.places.meetings.board_join import JoinPanel
from cami_desktop.desktop.widgets import button
from cami_desktop.records.contribution_joins import Alike, alike
from cami_desktop.records.duplicates import told_apart
from cami_desktop.records.kinds import Contribution
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.places.meetings.contributions import ContributionsTab

WAIT = 500
"""Milliseconds after a change until similar contributions are looked for again."""


class Joining(QObject):
    """Shows in place of the form what contributions would be as one. pairs are those that look alike now."""

    def __init__(self, tab: ContributionsTab) -> None:
        super().__init__(tab)
        self.tab = tab
        self.session = tab.session
        self.pairs: list[Alike] = []
        self._compared: list[Any] = []
        self.panel = JoinPanel(self.session)
        self.button = button(_("Join"), self.join_chosen, key="Ctrl+J", hint=_("Join the chosen contributions"))
        self.like = button("", self.offer_similar, key="Ctrl+Shift+J",
                           hint=_("Look at contributions with similar texts"))  # fmt: skip
        self.like.hide()
        self.panel.closed.connect(self._close)
        self.panel.joined_into.connect(self._joined)
        self.panel.apart.connect(self._offer_next)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._look)
        self.session.saved.connect(self._stored)

    @property
    def open(self) -> bool:
        """Whether a join is being looked at."""
        return self.tab.browser.below.currentWidget() is self.panel

    def join_chosen(self) -> None:
        """Look at what the chosen contributions would be as one."""
        self._open(self.tab.chosen, offered=False)

    def offer_similar(self) -> None:
        """Look at the two contributions that are most alike."""
        if not self._offer_next():
            self.session.told.emit(_("No two contributions look alike."), "hint")

    def leave(self) -> None:
        """Show the form in place of the panel again."""
        if self.open:
            self.tab.browser.close_panel()

    def forget(self) -> None:
        """Another meeting is shown."""
        self.pairs, self._compared = [], []
        self.like.hide()

    def look_soon(self) -> None:
        """Look for similar contributions once nothing was stored for a moment."""
        self._timer.start()

    # Inside

    def _open(self, records: Sequence[Contribution], *, offered: bool) -> bool:
        if not self.session.editable:
            return False
        self.session.flush()
        if not self.panel.open(records, offered=offered):
            return False
        # It is read in one piece; the cards are not needed meanwhile.
        self.tab.browser.show_panel(self.panel, whole=True)
        self.panel.begin()
        return True

    def _close(self) -> None:
        self.leave()
        self.tab.to_cards()

    def _joined(self, id_: str) -> None:
        self.tab.stand_on(id_)
        if self.panel.offered:
            self._offer_next()

    def _offer_next(self) -> bool:
        """Offer the next pair that is still there."""
        for pair in list(self.pairs):
            both = [self.session.find(pair.first), self.session.find(pair.second)]
            found = [record for record in both if isinstance(record, Contribution)]
            if len(found) == 2 and not told_apart(*found):
                return self._open(found, offered=True)
            self.pairs.remove(pair)
        return False

    def _look(self) -> None:
        """Look for similar contributions beside the window, where their texts are other ones than last time."""
        meeting = self.tab.meeting_id
        if self.session.jobs is None or not meeting or not self.tab.isVisible():
            return
        records = self.session.records.all(Contribution, meeting=meeting)
        said = [(one.id, one.text, one.text_en, one.accepted) for one in records]
        if said == self._compared:
            return
        self._compared = said
        self.session.jobs.run_quietly(lambda progress: (meeting, alike(records, progress)), self._found)

    def _found(self, found: tuple[str, list[Alike]]) -> None:
        meeting, pairs = found
        if meeting != self.tab.meeting_id:
            return
        self.pairs = pairs
        n = len(pairs)
        self.like.setText(n_("{n} pair alike", "{n} pairs alike", n).format(n=formats.number(n)))
        self.like.setVisible(bool(pairs))

    def _stored(self) -> None:
        if self.open:
            self.panel.look_again()
        self.look_soon()
