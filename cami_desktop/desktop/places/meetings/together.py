"""Two note takers of one meeting: join the other's working package, choose where both changed, hand over one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame

from cami_desktop.desktop.places.meetings.together_choices import ChoicesPart
from cami_desktop.desktop.places.meetings.together_hand import HandPart
from cami_desktop.desktop.places.meetings.together_join import JoinPart
from cami_desktop.desktop.places.submit.parts import ENDING, page
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, card, column, dropped, label, row
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session


class Together(QFrame):
    """Stands in place of a meeting's tabs. closed() when the person is done; notes_wanted() to see what was joined."""

    KEYS = (("Esc", N_("Back to the meeting")),)

    closed = Signal()
    notes_wanted = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.setAccessibleName(_("Two note takers"))
        self.joining = JoinPart(session)
        self.choices = ChoicesPart(session)
        self.handing = HandPart(session, jobs)
        self.back = button(_("Back to the meeting"), self.closed.emit, icon="back",
                           hint=_("Back to the meeting (Esc)"))  # fmt: skip
        self.to_notes = button(_("Look at the notes"), self.notes_wanted.emit, icon="go")
        self.to_notes.hide()
        self.choices_card = card(_("Waiting for you"), self.choices)
        self.choices_card.hide()
        self.area = page(
            card(_("Join an assistant's notes"), self.joining, row(self.to_notes, None)),
            self.choices_card,
            card(_("Hand to the assistant or the coordinator"), self.handing),
            widest=980,
        )
        head = row(label(_("Two note takers"), "heading"), None, self.back)
        head.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column(self, head, self.area, space=0).setStretch(1, 1)
        self.joining.joined.connect(self._joined)
        self.choices.counted.connect(self._counted)
        self.setAcceptDrops(True)

    def open(self) -> None:
        """Show what waits; what was said before stays."""
        self.choices.look()

    @property
    def busy(self) -> bool:
        """Whether a package is being joined or written."""
        return self.joining.busy or self.handing.job is not None

    def begin(self) -> None:
        """Put the focus where one begins."""
        self.joining.chooser.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Packages may be dropped anywhere here."""
        if _packages(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        event.acceptProposedAction()
        self.joining.look_at(_packages(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # Inside

    def _joined(self, notes: int) -> None:
        self.to_notes.setVisible(notes > 0)
        self.choices.look()

    def _counted(self, waiting: int) -> None:
        self.choices_card.setVisible(waiting > 0)


def _packages(event: QDropEvent) -> list[Path]:
    return [path for path in dropped(event) if path.suffix.lower() == ENDING or path.is_dir()]
