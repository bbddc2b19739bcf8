"""The window goes before the jobs: while it answers a key or paints, long work on other threads waits at its next step.

Threads of Python take turns at the interpreter, so that beside a job every answer would take several times as long.
"""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from cami_desktop.give_way import wait_with

ANSWER = 0.03
"""Seconds for which jobs wait after a key, a click or a call for painting: most answers are done by then."""

MOST = 0.1
"""Seconds that a job waits in one go; a window that never rests must not stop it for good."""

WORK = 0.02
"""Seconds that it then works undisturbed."""

_ASKS = frozenset(
    {
        QEvent.Type.UpdateRequest, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    }
)  # fmt: skip

_until = 0.0
_free = 0.0


def ask() -> None:
    """The window has something to do now: let jobs wait for a moment."""
    global _until
    _until = time.perf_counter() + ANSWER


def _wait() -> None:
    """On any thread: come back when the window is done, or has been waited for long enough."""
    global _free
    now = time.perf_counter()
    if now >= _until or now < _free or threading.current_thread() is threading.main_thread():
        return
    end = now + MOST
    while now < min(_until, end):
        time.sleep(min(_until, end) - now)
        now = time.perf_counter()
    if now >= end:
        _free = now + WORK


class Courtesy(QObject):
    """Has the jobs wait while a window answers. It looks at what comes to the window as a whole, not to each control:
    input comes through the window of the system, and painting is asked of both.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._frame: QWindow | None = None
        window.installEventFilter(self)
        wait_with(_wait)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for room."""
        kind = event.type()
        if kind in _ASKS:
            ask()
        elif kind == QEvent.Type.Show and watched is self._window:
            self._watch(self._window.windowHandle())
        return False

    def _watch(self, frame: QWindow | None) -> None:
        if frame is not None and frame is not self._frame:
            self._frame = frame
            frame.installEventFilter(self)
