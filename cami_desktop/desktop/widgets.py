"""Small widgets that every place is made of: labels, buttons, rules, empty states, messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from cami_desktop.desktop import theme
from cami_desktop.desktop.theme import SPACE

MARKS = {"error": "error", "warning": "warning", "hint": "hint", "good": "saved", "muted": "hint"}
"""Tone of a message -> the icon beside it, so that it is not told by colour alone."""


_FIRST = "keyboard-begins"


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
    keyboard_begins(frame)
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


def keyboard_begins(inside: QWidget) -> None:
    """Remember where Tab comes into a widget. To be called before anything else is put into it."""
    first = QWidget(inside)
    first.setObjectName(_FIRST)
    # It must take the focus to have an order, and being hidden it never does.
    first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    first.hide()


def in_reading_order(inside: QWidget) -> None:
    """Let Tab go through the controls in the layouts of a widget as they stand there.

    To be called after controls were added to what stands in its window already, which Qt puts behind all others. The
    widget is a card, or was told keyboard_begins.
    """
    before = inside.findChild(QWidget, _FIRST, Qt.FindChildOption.FindDirectChildrenOnly)
    assert before is not None
    for control in _laid_out(inside.layout()):
        QWidget.setTabOrder(before, control)
        before = control


def comes_last(inside: QWidget) -> None:
    """Let Tab come to the controls of a widget after all that is in its window now; to be called once."""
    keyboard_begins(inside)
    in_reading_order(inside)


def _laid_out(layout: QLayout | None) -> Iterator[QWidget]:
    """The controls in a layout that take the focus, in order."""
    for number in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(number) if layout is not None else None
        widget = item.widget() if item is not None else None
        if widget is not None and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget
        elif widget is not None:
            yield from _laid_out(widget.layout())
        elif item is not None:
            yield from _laid_out(item.layout())


def dropped(event: QDropEvent) -> list[Path]:
    """The files and folders that are being dropped on a widget."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls()]


class ShortLabel(QLabel):
    """A line of text that ends in … where there is no room for it; its tooltip then tells all of it."""

    def __init__(self, text: str, level: str = "", *, tone: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("level", level)
        self.setProperty("tone", tone)

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * 6), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def event(self, event: QEvent) -> bool:
        """Tell all of it where it is cut and nothing else is told."""
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        if event.type() == QEvent.Type.ToolTip and cut and not self.toolTip() and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """A text in at most so many lines of that width (pixels); what goes on beyond a line ends with an ellipsis."""
    line_text = " ".join(text.split())
    layout = QTextLayout(line_text, font)
    layout.beginLayout()
    found: list[str] = []
    while len(found) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        last = len(found) == most - 1
        found.append(line_text[start:] if last else line_text[start : start + length].rstrip())
    layout.endLayout()
    metrics = QFontMetrics(font)
    return [metrics.elidedText(one, Qt.TextElideMode.ElideRight, width) for one in found]


class Empty(QWidget):
    """What an empty place shows: what belongs there, and how to begin."""

    def __init__(self, text: str, how: QWidget | None = None) -> None:
        super().__init__()
        words = label(text, tone="muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setMaximumWidth(460)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        # Gaps at both sides instead of an alignment, with which a layout forgets that narrow text grows high.
        middle = row(None, words, None)
        middle.setStretch(1, 1_000)
        layout = column(self, None, middle, margin=3 * SPACE, space=2 * SPACE)
        if how is not None:
            layout.addWidget(how, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)


class Message(QWidget):
    """A line with an icon and a text; hidden while it has nothing to say, and empty until it first has."""

    def __init__(self, *, small: bool = True) -> None:
        super().__init__()
        self._small = small
        self._icon: QLabel | None = None
        self._text: QLabel | None = None
        self.hide()

    def say(self, text: str, tone: str = "muted") -> None:
        """Show a text in a tone (`muted`, `good`, `hint`, `warning`, `error`); an empty one hides the line."""
        if text:
            icon, words = self._parts()
            words.setText(text)
            icon.setPixmap(theme.pixmap(MARKS[tone], 16, tone))
            restyle(words, "tone", tone)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What is shown; empty while hidden."""
        return self._text.text() if self._text is not None and not self.isHidden() else ""

    def _parts(self) -> tuple[QLabel, QLabel]:
        """The icon and the text. Most messages of a form never say anything, so they are made when one does."""
        if self._icon is None or self._text is None:
            self._icon = QLabel()
            self._icon.setFixedWidth(16)
            self._text = label("", "small" if self._small else "", wrap=True)
            self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line = row(space=4)
            line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self._text, 1)
            # Beside something higher, such as a button, icon and text stay together in the middle.
            column(self, None, line, None, space=0)
        return self._icon, self._text


class Reply(Message):
    """What answers a button on a page that scrolls: it comes into view by itself, and is read out to who listens."""

    def __init__(self) -> None:
        super().__init__(small=False)
        # Once it has its place on the page.
        self._come = QTimer(self, singleShot=True, interval=0)
        self._come.timeout.connect(self._into_view)

    def say(self, text: str, tone: str = "muted") -> None:
        """Show a text as a message does, and bring it into view."""
        super().say(text, tone)
        if text and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
            self._come.start()

    def _into_view(self) -> None:
        """Scroll to it; with all of the part that it belongs to, where there is room for that."""
        part, area = self.parentWidget(), self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self.isVisible():
            if part is not None and part.height() <= area.viewport().height():
                area.ensureWidgetVisible(part, 0, SPACE)
            area.ensureWidgetVisible(self, 0, SPACE)
