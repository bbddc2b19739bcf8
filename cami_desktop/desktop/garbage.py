"""Frees unreachable cycles of objects on the window's thread alone; a widget that another thread destroys is a crash.

Python collects on whichever thread happens to allocate, and widgets, their layouts and the functions connected to them
form cycles. So the automatic collection is off in a process with a window, and a timer of the window's thread does the
same by the same thresholds.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY = 500
"""Milliseconds between two looks; a look that finds nothing due costs some microseconds."""

OLDEST_EVERY = 60.0
"""Seconds between two collections of everything, which take some milliseconds per 10,000 objects."""

_whole_at = time.monotonic()
_waiting = 0
_counting = threading.Lock()
_thawed = False


def collect_due() -> None:
    """Collect the oldest generation whose threshold was passed. To be called on the window's thread."""
    global _whole_at
    if _waiting:
        return
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [generation for generation in (0, 1, 2) if counts[generation] > thresholds[generation]]
    if not due:
        return
    if due[-1] == 2:
        if time.monotonic() < _whole_at + OLDEST_EVERY:
            due = [1]
        else:
            _whole_at = time.monotonic()
    gc.collect(due[-1])


@contextmanager
def waits() -> Iterator[None]:
    """Look for nothing meanwhile; then leave what has come out of all collections to come.

    For reading records, on any thread: it makes many objects and no garbage, and to look through them all again and
    again would hold up the window.
    """
    global _waiting
    with _counting:
        _waiting += 1
    try:
        yield
        settle()
    finally:
        with _counting:
            _waiting -= 1


def settle(*, calm: bool = False) -> None:
    """Leave what is there now out of all collections to come: records and places that are in memory stay for hours.

    What was thawed has to be looked through before. That takes a moment, so it is done only where it is calm: on the
    window's thread, while nobody waits. Until then nothing is left out.
    """
    global _thawed
    if _thawed and not calm:
        return
    if _thawed:
        _thawed = False
        gc.collect()
    gc.freeze()


def thaw() -> None:
    """Take up into collections again what was left out: records or places are about to be replaced, and go."""
    global _thawed
    _thawed = True
    gc.unfreeze()


class Collector(QObject):
    """Collects from now on, on the thread it is made on, in place of Python's own automatic collection."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=EVERY)
        timer.timeout.connect(collect_due)
        timer.start()


def collect_here(app: QCoreApplication) -> None:
    """Let the thread of the application do all collecting; asking twice changes nothing."""
    if app.findChild(Collector) is None:
        Collector(app)
