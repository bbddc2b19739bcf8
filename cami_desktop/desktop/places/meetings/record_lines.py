"""The table of a meeting record: its paragraphs with what each becomes, and the keys that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from cami_desktop.desktop import theme
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.tables.slices import Slices
from cami_desktop.records.minutes import Line, Taken
from cami_desktop.words import N_, _

TAKEN: Mapping[Taken, tuple[str, str, str]] = {
    Taken.NOTE: (N_("Note"), "blank", "muted"),
    Taken.ITEM: (N_("Agenda item"), "go", "good"),
    Taken.LEFT_OUT: (N_("left out"), "less", "muted"),
}
"""What becomes of a paragraph: in words, with an icon and its tone."""

_BY_KEY = {Qt.Key.Key_A: Taken.ITEM, Qt.Key.Key_N: Taken.NOTE, Qt.Key.Key_Delete: Taken.LEFT_OUT}
# On a Cyrillic layout the keys of A, N and S write Ф, Т and Ы.
_BY_LETTER = {"ф": Taken.ITEM, "т": Taken.NOTE}
_SPEAKER_LETTER = "ы"


class Paragraphs(PlainTable):
    """The paragraphs of a record. wanted(Taken) tells what the selected ones shall become; speaker_wanted(): who spoke.

    name_of(participant's id) gives the name of a speaker.
    """

    KEYS = (
        ("A", N_("In a meeting record: the paragraph is an agenda item")),
        ("N", N_("In a meeting record: the paragraph is a note")),
        ("Del", N_("In a meeting record: leave the paragraph out")),
        ("S", N_("In a meeting record: who said the paragraph")),
    )

    wanted = Signal(object)
    speaker_wanted = Signal()

    def __init__(self, name_of: Callable[[str], str]) -> None:
        heads = [_("Becomes"), _("Number"), _("Speaker"), _("Text")]
        super().__init__(_("Paragraphs of the record"), heads, (175, 60, 130, 100), sortable=False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._name_of = name_of
        self._filling, self._redrawing = Slices(self), Slices(self)
        self._stale: dict[int, None] = {}
        self._lines: Sequence[Line] = ()

    @property
    def selected(self) -> list[int]:
        """The numbers of the selected lines, quickly also for thousands."""
        found = self.selectionModel().selection()
        ranges = [(one.top(), one.bottom()) for one in found.toList()]
        return sorted(number for first, last in ranges for number in range(first, last + 1))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show a record, of which a line may change until it is shown; a long one comes in slices."""
        self._lines = lines
        self._stale.clear()
        self._redrawing.stop()
        self._leave_columns_out()
        self._filling.run(self.filling(map(self._row, range(len(lines)))))

    def redraw(self, numbers: Sequence[int]) -> None:
        """Show lines anew that changed; many in slices."""
        self._leave_columns_out()
        self._stale.update(dict.fromkeys(numbers))
        self._redrawing.run(self._anew())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A, N, Delete and S, by the place of the key as by its letter."""
        letter = event.text().casefold()
        taken = _BY_KEY.get(Qt.Key(event.key())) or _BY_LETTER.get(letter)
        speaker = event.key() == Qt.Key.Key_S or letter == _SPEAKER_LETTER
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not (taken or speaker):
            super().keyPressEvent(event)
        elif taken is not None:
            self.wanted.emit(taken)
        else:
            self.speaker_wanted.emit()

    def _leave_columns_out(self) -> None:
        """The text has the room of what no line has."""
        self.setColumnHidden(1, not any(line.number for line in self._lines))
        self.setColumnHidden(2, not any(line.speaker for line in self._lines))

    def _anew(self) -> Iterator[None]:
        while self._stale:
            number = next(iter(self._stale))
            del self._stale[number]
            self.replace(number, self._row(number))
            yield

    def _row(self, number: int) -> Row:
        line = self._lines[number]
        words, icon, tone = TAKEN[line.taken]
        who = self._name_of(line.speaker) if line.speaker else ""
        text = " ".join(line.text.split())
        return Row((_(words), line.number, who, text), number, theme.icon(icon, tone), line.text)
