"""What the stream tells of a note besides its text: whether it waits for follow-up, what contributions came from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from cami_desktop.desktop.changes import short
from cami_desktop.desktop.texts import code_text, title
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.records.note_edits import contributions_by_note
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST_SHOWN = 3
"""Contributions of a note that the line below the stream names; of more it tells how many."""


class NoteMarks(QObject):
    """The marks of the notes of one meeting, kept up with what is stored: a note costs the look at that note alone.

    changed() tells that the number of notes for follow-up is another one. takers: who notes with their initials, empty
    where one person does; twice: the notes whose statement another one seems to have noted, too (both are given).
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject, mine: Callable[[Note], bool]) -> None:
        super().__init__(parent)
        self.session = session
        self.mine = mine
        self.follow_up: set[str] = set()
        self.takers: Mapping[str, str] = {}
        self.twice: frozenset[str] = frozenset()
        self._made: Mapping[str, Sequence[Contribution]] | None = None
        session.changed.connect(self._changed)

    def read(self) -> None:
        """Look at all notes: another meeting is shown."""
        self.follow_up = {note.id for note in self.session.all(Note) if note.follow_up and self.mine(note)}
        self._made = None
        self.changed.emit()

    def contributions(self, note_id: str) -> Sequence[Contribution]:
        """The contributions that were made from a note."""
        if self._made is None:
            self._made = contributions_by_note(self.session.records)
        return self._made.get(note_id, ())

    def _changed(self, kind: str, id_: str) -> None:
        if not kind or (kind == Note.kind and not id_):
            self.read()
        elif kind == Contribution.kind:
            self._made = None
        elif kind == Note.kind:
            note = self.session.find(id_)
            before = len(self.follow_up)
            if isinstance(note, Note) and note.follow_up and self.mine(note):
                self.follow_up.add(id_)
            else:
                self.follow_up.discard(id_)
            if len(self.follow_up) != before:
                self.changed.emit()


def give_way(line: QLabel) -> None:
    """Let a line of links be as wide as they are where there is room, else narrower."""
    line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    line.setMinimumWidth(1)


class ContributionLine(QLabel):
    """The contributions made from the chosen note as links: Tab walks along them, Enter goes. Hidden without any."""

    def __init__(self, session: Session, marks: NoteMarks) -> None:
        super().__init__()
        self.session = session
        self.marks = marks
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        give_way(self)
        self.setAccessibleName(_("Contributions from the chosen note"))
        self.linkActivated.connect(lambda id_: session.wanted.emit(Contribution.kind, id_, ""))
        self.hide()

    def show_note(self, note: Note | None) -> None:
        """Show the contributions of a note."""
        made = self.marks.contributions(note.id) if note is not None else ()
        # Of one there is room for what it says; of several their kinds must do, the tooltip tells more.
        words = self._words if len(made) == 1 else self._kind
        links = [f'<a href="{one.id}">{escape(short(words(one), 36))}</a>' for one in made[:MOST_SHOWN]]
        more = len(made) - len(links)
        if more:
            links.append(escape(n_("{n} more", "{n} more", more).format(n=more)))
        self.setText(f"{escape(_('Contributions:'))} {' · '.join(links)}" if links else "")
        self.setToolTip("\n".join(f"{self._kind(one)}: {short(title(self.session, one), 80)}" for one in made))
        self.setAccessibleDescription(", ".join(map(self._words, made)))
        self.setVisible(bool(links))

    def _kind(self, one: Contribution) -> str:
        if not one.input_kind:
            return _("Kind not chosen")
        return short(code_text(self.session.catalogue, "input_kind", one.input_kind, short=True), 22)

    def _words(self, one: Contribution) -> str:
        return f"{self._kind(one)}: {title(self.session, one)}"
