"""Pages about the file itself: asking for its passphrase in place, and waiting while it is closed or changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QWidget

from cami_desktop.desktop.care_secret import SecretLine
from cami_desktop.desktop.loader import Opening
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.words import _

WIDEST = 640


class UnlockCard(QFrame):
    """Asks for the passphrase of one file. wanted(opening) has it in it; gone() when the person gives up."""

    wanted = Signal(object)
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._opening: Opening | None = None
        self.heading = label("", "heading", wrap=True)
        self.secret = SecretLine(_("Passphrase"))
        self.secret.given.connect(self.open)
        self.message = Message(small=False)
        self.opener = button(_("Open"), self.open, icon="open", main=True, hint=_("Open the file (Enter)"))
        self.leaver = button(_("Not now"), self._leave)
        advice = _("Mind capital letters and the keyboard's language. The recovery sheet has the passphrase on paper.")
        column(
            self, self.heading, row(label(_("Passphrase"), "label"), self.secret, None, space=2 * SPACE), self.message,
            label(advice, "small", tone="muted", wrap=True), row(self.opener, self.leaver, None), margin=2 * SPACE,
        )  # fmt: skip
        self.hide()

    def ask(self, opening: Opening) -> None:
        """Ask for the passphrase of a file; one that was given before did not open it."""
        wrong = opening.passphrase is not None
        self._opening = opening
        self.heading.setText(_("{name} is protected by a passphrase").format(name=opening.path.name))
        self.message.say(_("This passphrase does not open the file. Try again.") if wrong else "", "error")
        self.set_busy(False)
        self.show()
        if wrong:
            self.secret.again()
        else:
            self.secret.clear()
            self.secret.setFocus()

    def open(self) -> None:
        """Try what was typed."""
        if self._opening is None or not self.opener.isEnabled():
            return
        if not self.secret.text:
            self.message.say(_("Type the passphrase first."), "warning")
            self.secret.setFocus()
            return
        self.set_busy(True)
        self.wanted.emit(dataclasses.replace(self._opening, passphrase=self.secret.text))

    def set_busy(self, busy: bool) -> None:
        """While a passphrase is tried, which takes a moment on purpose."""
        self.opener.setEnabled(not busy)
        if busy:
            self.message.say(_("Opening {name} …").format(name=self._opening.path.name if self._opening else ""))

    def forget(self) -> None:
        """Ask no more, and keep nothing of what was typed."""
        self._opening = None
        self.secret.clear()
        self.hide()

    def _leave(self) -> None:
        self.forget()
        self.gone.emit()


class BusyPage(QWidget):
    """What is being done to the file while nothing can be typed, and what went wrong with it at the end."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        self.title = label(title, "title", wrap=True)
        self.about = label(about, tone="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.message = Message(small=False)
        self._buttons = row(None)
        inside, area = QWidget(), QScrollArea()
        inside.setMaximumWidth(WIDEST)
        parts = (self.title, self.about, self.bar, self.message, self._buttons, None)
        column(inside, *parts, margin=4 * SPACE, space=2 * SPACE).insertSpacing(0, 8 * SPACE)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setWidget(inside)
        column(self, area)
        # Only now that it has its place: a part without one would be a window of its own.
        self.about.setVisible(bool(about))

    def ask(self, title: str, text: str, *choices: tuple[str, Callable[[], object]]) -> None:
        """It is over and something went wrong: say it, and offer what can be done now, the first by Enter."""
        self.title.setText(title)
        self.about.hide()
        self.bar.hide()
        self.message.say(text, "error")
        for place, (words, act) in enumerate(choices):
            item = button(words, act, main=not place)
            item.setAutoDefault(True)
            self._buttons.insertWidget(place, item)
            if not place:
                # The page may have been put into the window just now, and is shown by the next event.
                QTimer.singleShot(0, item, item.setFocus)
