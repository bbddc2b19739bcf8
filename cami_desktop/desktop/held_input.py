"""Holds what is typed while the window must not take it, and plays it afterwards in its order; the mouse is ignored.

Many records are stored beside the window: what was edited meanwhile would be edited from records about to be old.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut, QShortcutEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST_KEPT = 2_000
"""Presses and releases that are kept: more than anybody types in the longest undo."""

_PRESS, _RELEASE, _METHOD = QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod

_HELD = frozenset(
    {
        _PRESS, _RELEASE, _METHOD, QEvent.Type.Shortcut, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter, QEvent.Type.Drop,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it was pressed or released, or a text of an input method; shortcut is the one that Qt found for it."""

    kind: QEvent.Type
    key: int = 0
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    text: str = ""
    shortcut: QShortcut | None = None


class HeldInput(QObject):
    """The input of a session: held from the first hold() to the last release(), and until what was kept is played."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._holds = 0
        self._watching = False
        self._playing = False
        self._lost = False
        self._kept: deque[Key | Callable[[], object]] = deque()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._play)

    @property
    def held(self) -> bool:
        """Whether input is held now."""
        return self._holds > 0

    @property
    def waiting(self) -> int:
        """How much of what was typed has not been played yet."""
        return len(self._kept)

    def hold(self) -> None:
        """Hold input until release(); the window is painted, resized and can be closed."""
        self._holds += 1
        if self._holds == 1:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        if not self._watching:
            self._watching = True
            _application().installEventFilter(self)

    def release(self) -> None:
        """Let input through again, once for each hold(); what was typed meanwhile is played first, a key at a time."""
        if self._holds == 0:
            return
        self._holds -= 1
        if self._holds == 0:
            QGuiApplication.restoreOverrideCursor()
            self._go_on()

    def later(self, act: Callable[[], object]) -> None:
        """Call act() in its turn among the keys; at once where nothing is held."""
        if self._watching and not self._playing:
            self._kept.append(act)
        else:
            act()

    def forget(self) -> None:
        """Let go of everything: the workspace for which it was typed is being left."""
        self._kept.clear()
        self._lost = False
        if self._holds:
            self._holds = 1
            self.release()
        elif self._watching and not self._playing:
            self._go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys, ignore the mouse. Who would take a key for itself (ShortcutOverride) is still asked."""
        kind = event.type()
        if kind not in _HELD or self._playing:
            return False
        key = _key_of(watched, event)
        if key is not None and len(self._kept) < MOST_KEPT:
            self._kept.append(key)
        else:
            self._lost = self._lost or key is not None
        return True

    # Inside

    def _go_on(self) -> None:
        """Play the next key in a turn of its own, so that the window stays alive; let go where there is none."""
        if self._holds:
            return
        if self._kept:
            self._timer.start()
            return
        self._watching = False
        _application().removeEventFilter(self)
        if self._lost:
            self._lost = False
            said = _("More was typed than could be kept while records were stored; please look it through.")
            self._session.told.emit(said, "warning")

    def _play(self) -> None:
        if self._holds:
            return
        if self._kept:
            item = self._kept.popleft()
            self._playing = True
            try:
                if isinstance(item, Key):
                    self._send(item)
                else:
                    item()
            finally:
                self._playing = False
        self._go_on()

    def _send(self, key: Key) -> None:
        """Give a key to the control in focus, or to the shortcut that it presses there."""
        popup = QApplication.activePopupWidget()
        target = popup or QApplication.focusWidget() or self._last_focus()
        if target is None:
            return
        if key.kind == _METHOD:
            event = QInputMethodEvent()
            event.setCommitString(key.text)
            QCoreApplication.sendEvent(target, event)
            return
        if key.kind == _PRESS and popup is None:
            asked = _event(QEvent.Type.ShortcutOverride, key)
            asked.ignore()
            QCoreApplication.sendEvent(target, asked)
            shortcut = None if asked.isAccepted() else _shortcut(key, target)
            if shortcut is not None:
                shortcut.activated.emit()
                return
        QCoreApplication.sendEvent(target, _event(key.kind, key))

    def _last_focus(self) -> QWidget | None:
        """The control in focus in the window of the session, while the person looks at another program."""
        window = self._session.parent()
        if not isinstance(window, QWidget):
            return None
        last: QWidget | None = window.focusWidget()
        return window if last is None else last


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None
    return app


def _key_of(watched: QObject, event: QEvent) -> Key | None:
    """What is kept of an event; None for the mouse, and for what comes because a key is not let go."""
    if isinstance(event, QKeyEvent):
        if event.isAutoRepeat():
            return None
        return Key(event.type(), event.key(), event.modifiers(), event.text())
    if isinstance(event, QInputMethodEvent):
        return Key(_METHOD, text=event.commitString()) if event.commitString() else None
    if isinstance(event, QShortcutEvent) and isinstance(watched, QShortcut) and event.key().count():
        # Where Qt finds a shortcut, the press itself does not come.
        pressed: QKeyCombination = event.key()[0]  # type: ignore[index]
        return Key(_PRESS, pressed.key(), pressed.keyboardModifiers(), "", watched)
    return None


def _event(kind: QEvent.Type, key: Key) -> QKeyEvent:
    return QKeyEvent(kind, key.key, key.modifiers, key.text)


def _shortcut(key: Key, target: QWidget) -> QShortcut | None:
    """The shortcut that a key presses where the focus is now: the one that Qt found, or one that has come since."""
    if key.shortcut is not None and isValid(key.shortcut) and _works(key.shortcut, target):
        return key.shortcut
    modifiers = key.modifiers & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(QKeyCombination(modifiers, Qt.Key(key.key)))
    shortcuts = target.window().findChildren(QShortcut)
    return next((one for one in shortcuts if sequence in list(one.keys()) and _works(one, target)), None)


def _works(shortcut: QShortcut, target: QWidget) -> bool:
    """Whether a shortcut can be pressed while a control has the focus, by the rules of Qt."""
    owner = shortcut.parent()
    if not (shortcut.isEnabled() and isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()):
        return False
    context = shortcut.context()
    if context == Qt.ShortcutContext.WidgetShortcut:
        return owner is target
    if context == Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return owner is target or owner.isAncestorOf(target)
    return owner.window() is target.window()
