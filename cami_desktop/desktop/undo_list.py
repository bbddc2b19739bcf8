"""The list of what undo takes back, or redo does again: choosing a line goes that far, step by step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cami_desktop.desktop.changes import step_words
from cami_desktop.desktop.texts import local_time
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST_STEPS = 15
"""Steps that the list shows."""


class StepList(QMenu):
    """The steps with who and when, the next one first. chosen(change id) tells how far to go."""

    chosen = Signal(int)

    def __init__(self, owner: QWidget, *, backwards: bool) -> None:
        super().__init__(owner)
        self._owner = owner
        self._backwards = backwards
        self.setToolTipsVisible(True)
        self.setAccessibleName(_("Undo up to here") if backwards else _("Redo up to here"))

    def open(self, session: Session) -> None:
        """Show the steps as they are now, the first one marked."""
        self.clear()
        steps = session.undo_steps(MOST_STEPS) if self._backwards else session.redo_steps(MOST_STEPS)
        for number, step in enumerate(steps, start=1):
            words = step_words(session, step).replace("&", "&&")
            when = f"{local_time(step.change.at)} · {step.change.who}"
            action = self.addAction(f"{words}\t{when}", partial(self.chosen.emit, step.change.id))
            action.setToolTip(
                _("Undo this and everything above it") if self._backwards else _("Redo this and everything above it")
            )
            if number == 1:
                self.setActiveAction(action)
        if steps:
            self.popup(self._owner.mapToGlobal(QPoint(0, self._owner.height() + 1)))
