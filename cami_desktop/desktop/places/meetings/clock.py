"""The agenda against the clock, beside the current item: minutes taken and planned, and the whole agenda on demand.

It never asks, blinks or stops anybody; who does not want it hides it. The times are kept in the agenda items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QWidget
from shiboken6 import isValid

from cami_desktop.desktop import settings, theme
from cami_desktop.desktop.places.meetings.tabs import agenda
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import ShortLabel, button, column, label, restyle, row, tool
from cami_desktop.errors import CamiError
from cami_desktop.records import agenda_time
from cami_desktop.records.kinds import AgendaItem, Meeting
from cami_desktop.records.meeting_times import item_label
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

TICK = 10_000
"""Milliseconds between two looks at the clock: it shows minutes."""

STAY = 3_000
"""Milliseconds that an item must be the current one until it counts as begun: who steps on was only passing by."""

SLACK = 5
"""Minutes that a meeting may be behind before that is said."""


class MeetingClock(QWidget):
    """The clock of one entry line; current() is the agenda item that is noted."""

    def __init__(self, session: Session, current: Callable[[], str]) -> None:
        super().__init__()
        self.session = session
        self.current = current
        self.meeting: Meeting | None = None
        self._come: tuple[str, str] | None = None
        self._mark = QLabel()
        self._mark.setFixedWidth(16)
        self.words = ShortLabel("", "small", tone="muted")
        self.words.setAccessibleName(_("Time of the agenda item"))
        self.more = tool(_("Times of the agenda"), "history", self.show_agenda, key="Ctrl+Shift+G")
        self.setLayout(row(self._mark, self.words, self.more, space=4))
        self._stay = QTimer(self, singleShot=True, interval=STAY)
        self._stay.timeout.connect(self._stayed)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self.look)
        session.changed.connect(self._changed)

    # What the line uses

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Follow the agenda of a meeting."""
        self._come = None
        self._stay.stop()
        self.meeting = meeting
        self.look()

    def come_to(self, item: str) -> None:
        """The notes came to an item; it begins now if they stay there."""
        if self.runs and item:
            self._come = (item, now(self.session))
            self._stay.start()
        self.look()

    def noted(self) -> None:
        """A note is about to be stored: its item has begun, if nothing said so before."""
        if self._come is None and self.runs:
            self._come = (self.current(), now(self.session))
        self.settle()

    def _stayed(self) -> None:
        """While an undo runs beside the window, a step in between would be taken back in its place."""
        self.session.held.later(lambda: self.settle() if isValid(self) else None)

    def settle(self) -> None:
        """Store that the item to which the notes came has begun and the one before has ended, as one step of undo."""
        self._stay.stop()
        come, self._come = self._come, None
        if come is None or not come[0] or not self.session.editable:
            return
        items = self.items()
        # What is open is the item that the notes came from, also after a restart.
        before = next((one.id for one in items if one.began_at and not one.ended_at and one.id != come[0]), "")
        changed = agenda_time.stepped(items, before, *come)
        if not changed:
            return
        number = next((one.number or "" for one in items if one.id == come[0]), "")
        try:
            self.session.behind.put(changed, _("Agenda: item {number} begun").format(number=number))
        except CamiError as error:
            self.session.told.emit(str(error), "error")

    @property
    def runs(self) -> bool:
        """Whether the meeting is held today."""
        return self.meeting is not None and agenda_time.runs_on(self.meeting, self.session.workspace.today)

    def items(self) -> Sequence[AgendaItem]:
        """The agenda."""
        return agenda(self.session, self.meeting.id if self.meeting is not None else "")

    # Showing

    def look(self) -> None:
        """Show the time of the current item as it is now."""
        self.setVisible(self.meeting is not None and bool(self.items()))
        shown = settings.agenda_clock() and self.runs
        text, tone = self._told() if shown else ("", "muted")
        self.words.setText(text)
        self.words.setToolTip(text)
        restyle(self.words, "tone", tone)
        self._mark.setVisible(tone == "warning")
        if tone == "warning":
            self._mark.setPixmap(theme.pixmap("warning", 16, "warning"))

    def show_agenda(self) -> None:
        """Show the times of the whole agenda above the line."""
        AgendaTimes(self).open()

    def told_of(self, one: agenda_time.ItemTime) -> str:
        """The minutes of an item in words; empty where it has not begun."""
        planned = one.item.minutes
        if one.taken is None:
            return ""
        if not planned:
            return n_("{n} min", "{n} min", one.taken).format(n=one.taken)
        if one.over:
            return _("{taken} of {planned} min, {over} over").format(taken=one.taken, planned=planned, over=one.over)
        return _("{taken} of {planned} min").format(taken=one.taken, planned=planned)

    def drift(self) -> str:
        """How far the meeting is behind its agenda, in words; empty where it keeps to it or nobody can tell."""
        late = agenda_time.behind(self.items(), self.current(), now(self.session)) if self.runs else None
        if late is None or abs(late) < SLACK:
            return ""
        if late > 0:
            return n_("{n} min behind the agenda", "{n} min behind the agenda", late).format(n=late)
        return n_("{n} min ahead of the agenda", "{n} min ahead of the agenda", -late).format(n=-late)

    def taken(self) -> list[agenda_time.ItemTime]:
        """What each item of the agenda took."""
        return agenda_time.times(self.items(), self.current() if self.runs else "", now(self.session))

    def showEvent(self, event: QShowEvent) -> None:
        """The clock ticks only where it is seen."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """It rests with the place."""
        super().hideEvent(event)
        self._tick.stop()

    def _told(self) -> tuple[str, str]:
        one = next((one for one in self.taken() if one.current), None)
        if one is None:
            return "", "muted"
        words = self.told_of(one) or (
            _("{planned} min planned").format(planned=one.item.minutes) if one.item.minutes else ""
        )
        return " · ".join(filter(None, (words, self.drift()))), "warning" if one.over else "muted"

    def _changed(self, kind: str, id_: str) -> None:
        if kind in ("", AgendaItem.kind):
            self.look()
        elif kind == Meeting.kind and self.meeting is not None and id_ == self.meeting.id:
            found = self.session.find(id_)
            self.meeting = found if isinstance(found, Meeting) else None
            self.look()


class AgendaTimes(QFrame):
    """The whole agenda with what was planned and what each item took; it goes at the next click or with Esc."""

    def __init__(self, clock: MeetingClock) -> None:
        super().__init__(clock, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._clock = clock
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(_("Times of the agenda"))
        self.list.setHeaderLabels([_("Agenda item"), _("Planned"), _("Taken"), ""])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        drift = label(clock.drift() or self._calm(), tone="muted", wrap=True)
        shown = settings.agenda_clock()
        self.hider = button(_("Hide the clock") if shown else _("Show the clock"), self._toggle)
        foot = row(drift, self.hider)
        foot.setStretch(0, 1)
        column(self, self.list, foot, margin=SPACE)
        self._fill()

    def open(self) -> None:
        """Show it above the clock."""
        self.resize(560, min(420, 110 + 28 * max(self.list.topLevelItemCount(), 3)))
        corner = self._clock.mapToGlobal(QPoint(self._clock.width(), 0))
        self.move(max(0, corner.x() - self.width()), max(0, corner.y() - self.height() - 4))
        self.show()
        self.list.setFocus()

    def _calm(self) -> str:
        if not self._clock.runs:
            return _("The clock runs on the days of the meeting.")
        return _("Within {n} minutes of the agenda.").format(n=SLACK)

    def _fill(self) -> None:
        for one in self._clock.taken():
            name = item_label(one.item)
            planned = "" if one.item.minutes is None else _("{n} min").format(n=one.item.minutes)
            taken = "" if one.taken is None else _("{n} min").format(n=one.taken)
            over = _("{n} min over").format(n=one.over) if one.over else _("now") if one.current else ""
            line = QTreeWidgetItem([name, planned, taken, over])
            for place in (1, 2):
                line.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if one.over:
                line.setIcon(3, theme.icon("warning", "warning"))
            line.setToolTip(0, name)
            self.list.addTopLevelItem(line)
            if one.current:
                self.list.setCurrentItem(line)

    def _toggle(self) -> None:
        settings.keep_agenda_clock(not settings.agenda_clock())
        self._clock.look()
        self.close()


def now(session: Session) -> str:
    """The time of the clock on the wall, as notes keep it."""
    return session.workspace.clock().astimezone().strftime(agenda_time.MOMENT)
