"""Long work on the window's thread cut into slices, so that typing and painting never wait for it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from cami_desktop.desktop.courtesy import ask

FIRST = 0.012
"""Seconds that work may take at once: what is done by then needs no second look at the screen."""

SLICE = 0.012
"""Seconds of each later slice."""


REST = 0.002
"""Seconds between two slices of different work: those of one turn would add up to a standstill."""

_at_work: WeakSet[Slices] = WeakSet()
_latest: tuple[int, float] = (0, 0.0)
"""Whose slice was the latest, and when it ended."""


def at_work() -> bool:
    """Whether any work of the window waits for its next slice."""
    return any(isValid(one) and one.busy for one in _at_work)


class Slices(QObject):
    """Runs a generator that yields wherever it may be interrupted. paused() comes after each slice, done() at the end;
    failed() where a step raised, which ends the work.

    Work of a few milliseconds is done before run() returns.
    """

    paused = Signal()
    done = Signal()
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether work waits for its next slice."""
        return self._steps is not None

    def run(self, steps: Iterator[None], first: float = FIRST) -> None:
        """Begin work in place of what is running, with a slice of so many seconds."""
        self._steps = steps
        if not self._go(first):
            _at_work.add(self)
            self._timer.start()

    def stop(self) -> None:
        """Let go of what is running."""
        _at_work.discard(self)
        self._steps = None
        self._timer.stop()

    def finish(self) -> None:
        """Do the rest at once."""
        if self._steps is not None:
            self._go(float("inf"))

    def _turn(self) -> None:
        """Take a slice, unless other work took one just now, or has waited longer."""
        whose, ended = _latest
        rested = time.perf_counter() - ended
        alone = all(one is self or not isValid(one) for one in _at_work)
        if alone or (rested > REST and (whose != id(self) or rested > 2 * REST)):
            self._go(SLICE)

    def _go(self, seconds: float) -> bool:
        try:
            return self._work(seconds)
        finally:
            global _latest
            _latest = id(self), time.perf_counter()

    def _work(self, seconds: float) -> bool:
        steps = self._steps
        if steps is None:
            self._timer.stop()
            return True
        ask()
        end = time.perf_counter() + seconds
        try:
            for _step in steps:
                if time.perf_counter() > end:
                    self.paused.emit()
                    return False
        except BaseException:
            self.stop()
            self.failed.emit()
            raise
        if self._steps is steps:
            self.stop()
            self.done.emit()
        return True


class Turns(QObject):
    """Lets many objects of a parent do something each, one after another, with the window alive in between."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[QObject, Callable[[], object]]] = deque()
        self._slices = Slices(self)

    @classmethod
    def of(cls, parent: QObject) -> Turns:
        """Those of a parent, begun when they are first asked for."""
        found = parent.findChild(cls)
        return found if isinstance(found, cls) else cls(parent)

    def add(self, who: QObject, act: Callable[[], object]) -> None:
        """Call act() in a turn to come, if its object is still there."""
        self._waiting.append((who, act))
        if not self._slices.busy:
            self._slices.run(self._steps(), 0)

    def _steps(self) -> Iterator[None]:
        yield
        while self._waiting:
            who, act = self._waiting.popleft()
            if isValid(who):
                act()
            yield
