"""The last speakers of a meeting as numbered buttons: Alt and the number chooses who speaks, Alt+0 nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

from cami_desktop.desktop.texts import title
from cami_desktop.desktop.widgets import label, row
from cami_desktop.records.kinds import Meeting, Note, Organisation, Participation, Person
from cami_desktop.records.people import surname_first
from cami_desktop.records.speakers import MOST_NUMBERED, Numbered
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

FIGURES = range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)
PADDING = 20
"""Pixels of a button beside its words."""

WIDEST = 170
"""Pixels of a button at most: an organisation may have a name of a whole sentence."""

NARROWEST = 44
"""Pixels of a button of which only the number can be read."""


class Speakers(QWidget):
    """The buttons of one entry line. chosen(participation id) tells who speaks, blank for nobody.

    When initials may mean several people, these have the numbers until one is chosen or the text is another one.
    """

    KEYS = (("Alt+1", N_("Who speaks: Alt and the number, Alt+0 for nobody, in the line of the notes")),)

    chosen = Signal(str)

    def __init__(self, session: Session, line: QLineEdit) -> None:
        super().__init__()
        self.session = session
        self.numbered = Numbered()
        self.offered: tuple[str, ...] = ()
        self._meeting = ""
        self._current = ""
        self._names: list[str] = []
        self.question = label(_("Speakers"), "label")
        self.buttons = [self._button(number) for number in range(1, MOST_NUMBERED + 1)]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setLayout(row(self.question, *self.buttons, None, space=2))
        line.installEventFilter(self)
        # Of many people entered at once the buttons are told once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.follow)
        session.changed.connect(self._changed)

    def _button(self, number: int) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self.choose, number))
        made.hide()
        return made

    # What the line uses

    def show_meeting(self, meeting: Meeting | None, latest: Sequence[Note] = ()) -> None:
        """Number the participants of a meeting; latest are its last notes, the newest first."""
        id_ = meeting.id if meeting is not None else ""
        if id_ != self._meeting:
            self._meeting = id_
            self.numbered = Numbered()
            self.numbered.take_part(self._participants())
            for note in reversed(latest):
                if note.speaker and self.session.find(note.speaker) is not None:
                    self.numbered.speak(note.speaker)
        self.follow()

    def follow(self) -> None:
        """Participants came, went or have another name."""
        self.numbered.take_part(self._participants())
        self._show()

    def spoke(self, id_: str) -> None:
        """A note of this speaker was stored."""
        before = list(self.numbered.slots)
        self.numbered.speak(id_)
        if self.numbered.slots != before:
            self._show()

    def mark(self, id_: str) -> None:
        """Show who speaks now."""
        if id_ != self._current:
            self._current = id_
            self._check()

    def offer(self, before: str, ids: Sequence[str]) -> None:
        """Ask which of several people is meant; with nobody the last speakers are shown again."""
        if tuple(ids[:MOST_NUMBERED]) != self.offered:
            self.offered = tuple(ids[:MOST_NUMBERED])
            self.question.setText(_("Who is “{letters}”?").format(letters=before) if ids else _("Speakers"))
            self._show()

    def choose(self, number: int) -> bool:
        """Choose by the number on the button, 0 for nobody; False where nobody has it."""
        ids = self.offered or self.numbered.slots
        id_ = ids[number - 1] if 0 < number <= len(ids) else ""
        self._check()
        if number and not id_:
            return False
        self.chosen.emit(id_)
        return True

    def people(self) -> list[tuple[str, Person]]:
        """The participants by id, with who they are."""
        parts = self.session.records.all(Participation, meeting=self._meeting) if self._meeting else []
        found = ((part.id, self.session.find(part.person)) for part in parts)
        return [(id_, person) for id_, person in found if isinstance(person, Person)]

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the line Alt and a figure is a speaker; elsewhere it is a place."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain == Qt.KeyboardModifier.AltModifier and event.key() in FIGURES:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.choose(event.key() - Qt.Key.Key_0)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long names are cut so that every number can be seen."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """One line high, as wide as there is room."""
        return QSize(0, self.buttons[0].sizeHint().height())

    # Inside

    def _participants(self) -> list[str]:
        parts = self.session.records.all(Participation, meeting=self._meeting) if self._meeting else []
        return [part.id for part in parts]

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", Participation.kind, Person.kind):
            self._soon.start()

    def _show(self) -> None:
        ids = self.offered or self.numbered.slots
        self._names = []
        names = short_names(self.session, ids)
        for number, button in enumerate(self.buttons, start=1):
            part = self.session.find(ids[number - 1]) if number <= len(ids) else None
            button.setVisible(part is not None)
            self._names.append(names.get(part.id, "") if part is not None else "")
            if isinstance(part, Participation):
                whole = title(self.session, part)
                button.setAccessibleName(_("Speaker {number}: {name}").format(number=number, name=whole))
                keys = QKeySequence(f"Alt+{number}").toString(QKeySequence.SequenceFormat.NativeText)
                button.setToolTip(f"{whole} ({keys})")
        self.setVisible(bool(any(self._names)))
        self._check()
        self._fit()

    def _check(self) -> None:
        ids = self.offered or self.numbered.slots
        for place, button in enumerate(self.buttons):
            button.setChecked(place < len(ids) and bool(ids[place]) and ids[place] == self._current)

    def _fit(self) -> None:
        """Give each button its width: long names share what the short ones leave."""
        metrics = self.buttons[0].fontMetrics()
        texts = [f"{number} {name}" if name else "" for number, name in enumerate(self._names, start=1)]
        wanted = [min(metrics.horizontalAdvance(text) + PADDING, WIDEST) if text else 0 for text in texts]
        room = self.width() - self.question.sizeHint().width() - 2 * (len(list(filter(None, wanted))) + 2)
        most = max(wanted, default=0)
        while most > NARROWEST and sum(min(width, most) for width in wanted) > room:
            most -= 2
        for button, text, width in zip(self.buttons, texts, wanted, strict=False):
            cut = min(width, most)
            button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, cut - PADDING + 1) if text else "")
            button.setFixedWidth(max(cut, NARROWEST))


def short_names(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The first word of each name, which is the surname where that is known, and the letter of the next one.

    People whose names begin alike, such as representatives, are told apart by their organisations.
    """
    parts = [part for id_ in ids if isinstance(part := session.find(id_), Participation)]
    whole = {part.id: _words(session, part) for part in parts}
    begin = Counter(words[0] for words in whole.values() if words)
    found = {}
    for part in parts:
        words = whole[part.id]
        short = " ".join([*words[:1], *(f"{word[0]}." for word in words[1:2])])
        organisation = session.find(part.organisation)
        if words and begin[words[0]] > 1 and isinstance(organisation, Organisation) and not _surname(session, part):
            short = organisation.acronym or organisation.name or short
        found[part.id] = short
    return found


def _words(session: Session, part: Participation) -> list[str]:
    person = session.find(part.person)
    return surname_first(person).split() if isinstance(person, Person) else []


def _surname(session: Session, part: Participation) -> str:
    person = session.find(part.person)
    return (person.surname or "") if isinstance(person, Person) else ""
