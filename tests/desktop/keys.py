"""The keyboard of the tests: typing in any script into whatever has the focus, and finding fields by their names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def bring_up(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    """Show a widget of that size as the active window; it goes with the test."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def focus() -> QWidget:
    """The control in focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def name() -> str:
    """The accessible name of the control in focus."""
    return focus().accessibleName()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key."""
    QTest.keyClick(focus(), key, modifiers)


def enter(text: str) -> None:
    """Type a text in any script into the control in focus (QTest types Latin letters only)."""
    for letter in text:
        key = Qt.Key.Key_Return if letter == "\n" else Qt.Key(0)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focus(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


def replace(text: str) -> None:
    """Type a text in place of what stands in the control in focus."""
    control = focus()
    assert isinstance(control, QLineEdit | QPlainTextEdit)
    control.selectAll()
    enter(text)


def tab_to(wanted: str) -> None:
    """Press Tab until the field of that name has the focus."""
    for _press in range(40):
        if name() == wanted:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {wanted}")


def fill(field: str, text: str) -> None:
    """Go to a field with Tab and type."""
    tab_to(field)
    enter(text)
