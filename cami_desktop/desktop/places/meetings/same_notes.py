"""A meeting with several note takers in the stream: who noted what, and the statements that two of them noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QBoxLayout, QWidget

from cami_desktop.desktop.places.meetings.note_marks import NoteMarks
from cami_desktop.desktop.places.meetings.same_panel import SamePanel
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import ShortLabel, button, row
from cami_desktop.records import Record
from cami_desktop.records.duplicates import told_apart
from cami_desktop.records.kinds import Note
from cami_desktop.records.same_notes import SamePair, same_notes, takers
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.desktop.tables import RecordBrowser

WAIT = 600
"""Milliseconds after a change until pairs are looked for again."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a job found in the notes of a meeting."""

    meeting: str
    takers: Sequence[str]
    pairs: Sequence[SamePair]


class SameStatements(QObject):
    """The line above the stream with the takers and the pairs, the marks in it, and the panel in their place.

    Where one person takes the notes nothing of it is seen, and a stored note costs the look at that note alone.
    """

    def __init__(
        self, session: Session, browser: RecordBrowser, marks: NoteMarks, mine: Callable[[Note], bool],
        meeting: Callable[[], str],
    ) -> None:  # fmt: skip
        super().__init__(browser)
        self.session, self.browser, self.marks = session, browser, marks
        self.mine, self.meeting = mine, meeting
        self.pairs: list[SamePair] = []
        self._known: set[str] = set()
        self.words = ShortLabel("", "small", tone="muted")
        self.words.setAccessibleName(_("Note takers"))
        self.next_button = button("", self.next_pair, icon="join", key="Ctrl+Shift+J",
                                  hint=_("Look at statements that two takers noted, pair after pair"))  # fmt: skip
        self.line = QWidget()
        inside = row(self.words, self.next_button)
        inside.setStretch(0, 1)
        inside.setContentsMargins(SPACE, 0, SPACE, 6)
        self.line.setLayout(inside)
        self.line.hide()
        self.panel: SamePanel | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._changed)

    def put_into(self, layout: QBoxLayout, place: int) -> None:
        """Put the line above the stream into a layout."""
        layout.insertWidget(place, self.line)

    def read(self) -> None:
        """Another meeting is shown: forget the one before, and look."""
        self._known = set()
        self._show(Found(self.meeting(), (), ()))
        self.look()

    def look(self) -> None:
        """Look beside the window for the takers and pairs of the meeting."""
        jobs, meeting, records = self.session.jobs, self.meeting(), self.session.snapshot()
        if not meeting:
            return

        def work(_progress: object) -> Found:
            notes = records.all(Note, meeting=meeting)
            who = takers(notes)
            return Found(meeting, who, same_notes(notes) if len(who) > 1 else ())

        if jobs is None:
            self._show(work(None))
        else:
            jobs.run_quietly(work, self._show)

    def next_pair(self) -> None:
        """Go to the next pair from where the stream stands, from the last one to the first."""
        if not self.pairs:
            self.session.told.emit(_("No statement of this meeting seems to be noted twice."), "hint")
            return
        self.session.flush()
        rows = self.browser.table.rows
        places = sorted((rows.row_of(pair.first), number) for number, pair in enumerate(self.pairs))
        shown = self.panel.pair if self._open and self.panel is not None else None
        here = self.browser.table.currentIndex().row() + (1 if shown is not None else 0)
        self._show_pair(next((number for place, number in places if place >= here), places[0][1]))

    def leave(self) -> None:
        """Show the stream and its form in place of the panel again."""
        if self._open:
            self.browser.close_panel()

    # Inside

    @property
    def _open(self) -> bool:
        return self.panel is not None and self.browser.below.currentWidget() is self.panel

    def _changed(self, kind: str, id_: str) -> None:
        if kind not in ("", Note.kind):
            return
        note = self.session.records.get(id_) if id_ else None
        alone = isinstance(note, Note) and len(self._known) < 2 and {note.created_by} <= {*self._known, ""}
        if not alone and (not isinstance(note, Note) or self.mine(note)):
            self._timer.start()

    def _show(self, found: Found) -> None:
        if found.meeting != self.meeting():
            return
        self._known = set(found.takers)
        self.pairs = [pair for pair in found.pairs if self._both(pair) is not None]
        several = len(found.takers) > 1
        self.marks.takers = short_names(found.takers) if several else {}
        self.marks.twice = frozenset(id_ for pair in self.pairs for id_ in (pair.first, pair.second))
        names = ", ".join(f"{short} {who}" for who, short in self.marks.takers.items())
        self.words.setText(_("Noted by {names}").format(names=names))
        n = len(self.pairs)
        words = n_("{n} statement noted twice?", "{n} statements noted twice?", n)
        had_focus = self.next_button.hasFocus()
        self.next_button.setText(words.format(n=formats.number(n)))
        self.next_button.setVisible(n > 0)
        if had_focus and not n:
            self.browser.table.setFocus()  # Qt would give the keyboard to the next button.
        self.line.setVisible(several)
        self.browser.table.viewport().update()
        if self._open and not self.pairs:
            self._close()

    def _both(self, pair: SamePair) -> tuple[Record, Record] | None:
        first, second = self.session.find(pair.first), self.session.find(pair.second)
        return (first, second) if first and second and not told_apart(first, second) else None

    def _show_pair(self, number: int) -> None:
        if self.panel is None:
            self.panel = SamePanel(self.session)
            self.panel.closed.connect(self._close)
            self.panel.decided.connect(self._decided)
        pair = self.pairs[number]
        self.browser.table.go_to(pair.first)
        if self.panel.open(pair, number + 1, len(self.pairs)):
            # Two texts beside each other need the whole width.
            self.browser.show_panel(self.panel, whole=True)
            self.panel.begin()

    def _decided(self) -> None:
        """The next pair, or the form again; what the job finds later is the same."""
        at = self.panel.pair.first if self.panel is not None and self.panel.pair is not None else ""
        place = next((number for number, pair in enumerate(self.pairs) if pair.first == at), 0)
        who = list(self.marks.takers)
        left = [pair for pair in self.pairs if self._both(pair) is not None]
        self._show(Found(self.meeting(), who, left))
        if self.pairs:
            self._show_pair(min(place, len(self.pairs) - 1))
        else:
            self._close()

    def _close(self) -> None:
        self.leave()
        self.browser.table.setFocus()


def short_names(names: Sequence[str]) -> Mapping[str, str]:
    """Each name with its initials; where two have the same, with a number behind."""
    found: dict[str, str] = {}
    for name in names:
        letters = "".join(word[0] for word in name.split() if word[0].isalnum())[:2].upper() or name[:1]
        same = sum(1 for short in found.values() if short.rstrip("0123456789") == letters)
        found[name] = f"{letters}{same + 1}" if same else letters
    return found
