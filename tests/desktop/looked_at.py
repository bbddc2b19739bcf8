"""What the tests of accessibility look at in a window: names, the order of Tab, what a small screen cuts off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar, QTabBar, QTextEdit
)  # fmt: skip
NEAR = 6
"""Pixels by which two controls of a line may be out of line."""


MOST_STEPS = 500
"""Steps after which Tab is taken to be caught."""

LESS = 4
"""Pixels by which a control may be smaller than it asks to be."""


def controls(inside: QWidget) -> Iterator[QWidget]:
    """What can be used and is shown; not the parts that Qt makes a control of."""
    for control in inside.findChildren(QWidget):
        part = isinstance(control.parent(), QComboBox | QTabBar | QLineEdit) or control.objectName().startswith("qt_")
        if isinstance(control, CONTROLS) and control.isVisible() and not part and not isinstance(control, QHeaderView):
            yield control


def described(control: QWidget) -> str:
    """A control for the report of a test: its class and what is around it."""
    around: list[str] = []
    step: QWidget | None = control
    while step is not None and len(around) < 5:
        words = step.accessibleName() or step.objectName()
        around.append(f"{type(step).__name__}({words})" if words else type(step).__name__)
        step = step.parentWidget()
    return " < ".join(around)


def nameless(inside: QWidget) -> list[str]:
    """Controls that have nothing to say to those who listen."""
    found = []
    for control in controls(inside):
        interface = QAccessible.queryAccessibleInterface(control)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(described(control))
    return found


def keyboard_order(inside: QWidget) -> list[QWidget]:
    """The controls of a part of the window in the order in which Tab goes through them, by going through them."""
    window = inside.window()
    begun = None
    order: list[QWidget] = []
    for _step in range(MOST_STEPS):
        window.focusNextChild()
        reached = QApplication.focusWidget()
        assert reached is not None
        begun = begun or (None if inside.isAncestorOf(reached) else reached)
        if begun is not None and inside.isAncestorOf(reached):
            order.append(reached)
        elif reached is begun and order:
            return order
    raise AssertionError(f"Tab does not come back after {MOST_STEPS} steps")


def backward(inside: QWidget) -> list[str]:
    """Steps of Tab that go against the reading order: up, or to the left in the same line."""
    order = keyboard_order(inside)
    # Going through them has scrolled; what counts is how they lie on the page.
    for area in inside.findChildren(QAbstractScrollArea):
        area.verticalScrollBar().setValue(0)
        area.horizontalScrollBar().setValue(0)
    found = []
    for one, other in pairwise(order):
        here, there = place(_standing_for(one, other), inside), place(_standing_for(other, one), inside)
        above = there.bottom() <= here.top() + NEAR
        before = there.right() <= here.left() + NEAR
        beside = there.left() >= here.right() - NEAR
        level = there.top() < here.bottom() - NEAR and here.top() < there.bottom() - NEAR
        if (above and not beside) or (level and before):
            found.append(f"{described(one)} -> {described(other)}")
    return found


def _standing_for(control: QWidget, other: QWidget) -> QWidget:
    """What scrolls with the control but without the other one, and so has a place beside it; or itself."""
    result, step = control, control.parentWidget()
    while step is not None:
        if isinstance(step, QAbstractScrollArea) and not step.isAncestorOf(other):
            result = step
        step = step.parentWidget()
    return result


def place(control: QWidget, inside: QWidget) -> QRect:
    """Where a control lies in another one."""
    return QRect(control.mapTo(inside, QPoint(0, 0)), control.size())


def cut(window: QWidget) -> list[str]:
    """Controls that lie outside the window and cannot be scrolled to, or are smaller than they can be used."""
    found = []
    for control in controls(window):
        least = control.minimumSizeHint()
        narrow = isinstance(control, QAbstractButton) and control.width() < least.width() - LESS
        low = isinstance(control, QAbstractButton | QLineEdit | QComboBox) and control.height() < least.height() - LESS
        small = narrow or low
        box = place(control, window)
        outside = not window.rect().contains(box) and not _scrolled(control, window)
        if small or outside:
            found.append(f"{described(control)}: {box.getRect()}, needs {least.width()} x {least.height()}")
    return found


def _scrolled(control: QWidget, window: QWidget) -> bool:
    """Whether it lies in something that scrolls and is itself in the window."""
    step = control.parentWidget()
    while step is not None and step is not window:
        if isinstance(step, QAbstractScrollArea) and window.rect().contains(place(step, window)):
            return step.height() >= 40
        step = step.parentWidget()
    return False
