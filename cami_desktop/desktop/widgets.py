"""Small widgets that every place is made of: labels, buttons, rules, empty states, messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.theme import SPACE

MARKS = {"error": "error", "warning": "warning", "hint": "hint", "good": "saved", "muted": "hint"}
"""Tone of a message -> the icon beside it, so that it is not told by colour alone."""


def label(text: str, level: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """A line of text; level `title`, `heading`, `label`, `small`; tone `muted`, `good`, `hint`, `warning`, `error`."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if level:
        result.setProperty("level", level)
    if tone:
        result.setProperty("tone", tone)
    return result


def button(
    text: str, act: Callable[[], object], *, icon: str = "", key: str = "", main: bool = False, hint: str = ""
) -> QPushButton:
    """A push button; key is shown in its tooltip and works while the button can be seen."""
    result = QPushButton(text)
    result.setAutoDefault(False)
    result.setProperty("main", main)
    if icon:
        result.setIcon(theme.icon(icon, "on_accent" if main else "text"))
    _describe(result, hint or text, key)
    result.clicked.connect(lambda _checked=False: act())
    return result


def tool(name: str, icon: str, act: Callable[[], object], *, key: str = "") -> QToolButton:
    """A button that is only an icon, with its name as tooltip and for those who listen."""
    result = QToolButton()
    result.setIcon(theme.icon(icon))
    result.setIconSize(QSize(20, 20))
    result.setAccessibleName(name)
    _describe(result, name, key)
    result.clicked.connect(lambda _checked=False: act())
    return result


def with_key(control: QAbstractButton, key: str) -> str:
    """Let a key press a button, and return the key's name for the tooltip.

    A button's own shortcut would press it visibly and act a tenth of a second later.
    """
    sequence = QKeySequence(key)
    QShortcut(sequence, control).activated.connect(control.click)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def _describe(control: QAbstractButton, text: str, key: str) -> None:
    control.setToolTip(f"{text} ({with_key(control, key)})" if key else text)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and show it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rule() -> QFrame:
    """A thin horizontal line."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def row(*items: QWidget | None, space: int = SPACE) -> QHBoxLayout:
    """Widgets side by side; None is a gap that stretches."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(space)
    for item in items:
        if item is None:
            layout.addStretch(1)
        else:
            layout.addWidget(item)
    return layout


def column(parent: QWidget, *items: QWidget | QLayout | None, margin: int = 0, space: int = SPACE) -> QVBoxLayout:
    """Widgets and layouts below each other inside a parent; None is a gap that stretches."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(space)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def card(name: str, *parts: QWidget | QLayout | None) -> QFrame:
    """A framed part of a page with its heading."""
    frame = QFrame()
    frame.setObjectName("card")
    column(frame, label(name, "heading"), *parts, margin=2 * SPACE, space=SPACE)
    return frame


def clear(layout: QLayout) -> None:
    """Remove everything from a layout, and from the layouts in it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def dropped(event: QDropEvent) -> list[Path]:
    """The files and folders that are being dropped on a widget."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls()]


class Empty(QWidget):
    """What an empty place shows: what belongs there, and how to begin."""

    def __init__(self, text: str, how: QWidget | None = None) -> None:
        super().__init__()
        words = label(text, tone="muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setMaximumWidth(460)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = column(self, None, margin=3 * SPACE, space=2 * SPACE)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        if how is not None:
            layout.addWidget(how, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)


class Message(QWidget):
    """A line with an icon and a text; hidden while it has nothing to say."""

    def __init__(self, *, small: bool = True) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon.setFixedWidth(16)
        self._text = label("", "small" if small else "", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = row(space=4)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.setLayout(layout)
        self.hide()

    def say(self, text: str, tone: str = "muted") -> None:
        """Show a text in a tone (`muted`, `good`, `hint`, `warning`, `error`); an empty one hides the line."""
        if text:
            self._text.setText(text)
            self._icon.setPixmap(theme.pixmap(MARKS[tone], 16, tone))
            restyle(self._text, "tone", tone)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What is shown; empty while hidden."""
        return self._text.text() if not self.isHidden() else ""
