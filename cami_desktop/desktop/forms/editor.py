"""What every editor of a field has in common: it shows a value, tells when it was left, and reads what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cami_desktop.desktop.widgets import restyle
from cami_desktop.records import Field

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered: a value, or none with the reason why (a code of the list absent_reason)."""

    value: Any
    absent: str = ""


class Editor(QWidget):
    """The editor of one field. `left` is emitted when the person leaves it or has chosen a value.

    `entered` when it gets the focus, `typing` whenever the text in it changes, `given_up` with Esc while something is
    typed that is not stored, where esc_gives_up is set.
    Subclasses set `control` (what takes the focus) with `take_control` and give show_answer, read, typed and put_typed.
    """

    left = Signal()
    entered = Signal()
    typing = Signal()
    given_up = Signal()

    def __init__(self, field: Field, session: Session) -> None:
        super().__init__()
        self.field = field
        self.session = session
        self.control: QWidget = self
        self.esc_gives_up = False
        self._shown = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def take_control(self, control: QWidget) -> None:
        """Make a widget the one that is typed into."""
        self.control = control
        layout = self.layout()
        assert layout is not None
        layout.addWidget(control)
        self.setFocusProxy(control)
        control.installEventFilter(self)
        if isinstance(control, QLineEdit | QPlainTextEdit):
            control.textChanged.connect(self.typing)

    # For subclasses

    def show_answer(self, answer: Answer) -> None:
        """Show a stored value."""
        raise NotImplementedError

    def read(self) -> Answer:
        """What was typed, as a value. Raises CamiError where it cannot be understood."""
        raise NotImplementedError

    def typed(self) -> str:
        """The text as it stands in the control."""
        raise NotImplementedError

    def put_typed(self, text: str) -> None:
        """Put a text into the control as if it had been typed."""
        raise NotImplementedError

    def set_read_only(self, value: bool) -> None:
        """Let the value be read and copied, not changed."""
        raise NotImplementedError

    # For the form

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.typed() != self._shown

    def keep_shown(self) -> None:
        """Take what stands in the control as what is stored."""
        self._shown = self.typed()

    def set_state(self, state: str) -> None:
        """Show the control as `error`, `warning` or neither."""
        restyle(self.control, "state", state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo to the window while nothing is being typed; tell when the control is entered and left."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if not self.dirty and any(event.matches(step) for step in steps):
                event.ignore()
                return True
            if self._gives_up(event):
                # Before the window or a place takes the key for something larger.
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._gives_up(event):
            self.given_up.emit()
            return True
        elif kind == QEvent.Type.FocusIn:
            self.entered.emit()
        elif kind == QEvent.Type.FocusOut:
            self.on_focus_out()
        return super().eventFilter(watched, event)

    def _gives_up(self, event: QKeyEvent) -> bool:
        return self.esc_gives_up and event.key() == Qt.Key.Key_Escape and self.dirty

    def on_focus_out(self) -> None:
        """What happens when the focus goes elsewhere."""
        self.left.emit()
