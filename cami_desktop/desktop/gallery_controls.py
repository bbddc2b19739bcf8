"""The controls of the gallery, each in every state that it has: data for the gallery, used nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QStyle,
    QStyleOption,
    QTabBar,
    QToolButton,
    QWidget,
)

from cami_desktop.desktop.theme import icon
from cami_desktop.desktop.widgets import Message, button, tool

_STATE = QStyle.StateFlag
ACTED: Mapping[str, QStyle.StateFlag] = MappingProxyType(
    {"hover": _STATE.State_MouseOver, "focus": _STATE.State_HasFocus, "pressed": _STATE.State_Sunken}
)
"""States that need a hand: name -> what the style is told when they are real."""

TOLD = ("error", "warning", "good")
"""States that a form tells its control in the property `state`."""

BUTTON = ("at rest", "hover", "focus", "pressed", "disabled")
TYPED = ("at rest", "hover", "focus", "error", "warning", "good", "read only", "disabled")
TICKED = ("at rest", "hover", "focus", "checked", "disabled", "checked, disabled")


@dataclass(frozen=True, slots=True)
class Sample:
    """A control: its name, how it is made, the states in which it is shown."""

    name: str
    make: Callable[[], QWidget]
    states: tuple[str, ...]


def _nothing() -> None:
    """What the buttons of the gallery do."""


def _line() -> QWidget:
    line = QLineEdit("12 500")
    line.setAlignment(Qt.AlignmentFlag.AlignRight)
    return line


def _blank() -> QWidget:
    line = QLineEdit()
    line.setPlaceholderText("not asked")
    return line


def _choice() -> QWidget:
    line = QLineEdit("Saiga")
    line.addAction(icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
    return line


def _text() -> QWidget:
    text = QPlainTextEdit("Seen in May.\nFour calves.")
    text.setFixedSize(150, 56)
    return text


def _combo() -> QWidget:
    combo = QComboBox()
    combo.addItems(["Kazakhstan", "Kyrgyzstan"])
    return combo


def _rail() -> QWidget:
    item = QToolButton()
    item.setText("Species")
    item.setIcon(icon("species"))
    item.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    item.setCheckable(True)
    return item


def _tabs() -> QWidget:
    bar = QTabBar()
    bar.setDrawBase(False)
    bar.addTab("Status")
    bar.addTab("Threats")
    return bar


def _progress() -> QWidget:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(40)
    bar.setFixedWidth(150)
    return bar


def _scroll() -> QWidget:
    bar = QScrollBar(Qt.Orientation.Horizontal)
    bar.setRange(0, 100)
    bar.setPageStep(40)
    bar.setFixedWidth(150)
    return bar


def _message() -> QWidget:
    return Message(small=False)


SAMPLES = (
    Sample("Button", lambda: button("Add a note", _nothing, icon="add"), BUTTON),
    Sample("Main button", lambda: button("Sign", _nothing, icon="submit", main=True), BUTTON),
    Sample("Tool button", lambda: tool("Copy", "copy", _nothing), (*BUTTON, "checked")),
    Sample("Place in the rail", _rail, (*BUTTON, "checked")),
    Sample("Line", _line, TYPED),
    Sample("Blank line", _blank, ("at rest", "focus", "disabled")),
    Sample("Line with a list", _choice, TYPED),
    Sample("Text", _text, TYPED),
    Sample("Fixed choice", _combo, ("at rest", "hover", "focus", "disabled")),
    Sample("Tick box", lambda: QCheckBox("Extinct here"), TICKED),
    Sample("One of several", lambda: QRadioButton("All cycles"), TICKED),
    Sample("Tabs", _tabs, ("at rest", "hover", "focus", "disabled")),
    Sample("Progress", _progress, ("at rest",)),
    Sample("Scroll bar", _scroll, ("at rest",)),
    Sample("Message", _message, ("muted", "good", "hint", "warning", "error")),
)


def in_state(sample: Sample, state: str) -> QWidget:
    """The control in that state. What needs a hand is told to the style as if the hand were there."""
    control = sample.make()
    control.setAccessibleName(f"{sample.name}, {state}")
    if isinstance(control, QPlainTextEdit) and state in ACTED:
        # It asks itself and not its description, so the sheet knows its focus by name as well.
        control.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
        control.setProperty("state", state)
    elif state in ACTED:
        _pose(control, ACTED[state])
    if isinstance(control, Message):
        control.say("What happened, and what to do next", state)
    elif state in TOLD:
        control.setProperty("state", state)
    if "checked" in state and isinstance(control, QCheckBox | QRadioButton | QToolButton):
        control.setAutoExclusive(False)
        control.setCheckable(True)
        control.setChecked(True)
    if state == "read only" and isinstance(control, QLineEdit | QPlainTextEdit):
        control.setReadOnly(True)
    control.setEnabled("disabled" not in state)
    if isinstance(control, QLineEdit | QComboBox | QPushButton):
        control.setFixedWidth(150)
    return control


def _pose(control: Any, state: QStyle.StateFlag) -> None:
    """Have a control describe itself to the style in a state that it is not in."""

    def describe(option: QStyleOption, *more: object) -> None:
        type(control).initStyleOption(control, option, *more)
        option.state |= state

    control.initStyleOption = describe
