"""Long work on the window's thread cut into slices, so that typing and painting never wait for it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

FIRST = 0.03
"""Seconds that work may take at once: what is done by then needs no second look at the screen."""

SLICE = 0.012
"""Seconds of each later slice."""


class Slices(QObject):
    """Runs a generator that yields wherever it may be interrupted. paused() comes after each slice, done() at the end.

    Work of a few milliseconds is done before run() returns.
    """

    paused = Signal()
    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(lambda: self._go(SLICE))

    @property
    def busy(self) -> bool:
        """Whether work waits for its next slice."""
        return self._steps is not None

    def run(self, steps: Iterator[None]) -> None:
        """Begin work in place of what is running."""
        self._steps = steps
        if not self._go(FIRST):
            self._timer.start()

    def stop(self) -> None:
        """Let go of what is running."""
        self._steps = None
        self._timer.stop()

    def finish(self) -> None:
        """Do the rest at once."""
        if self._steps is not None:
            self._go(float("inf"))

    def _go(self, seconds: float) -> bool:
        steps = self._steps
        if steps is None:
            self._timer.stop()
            return True
        end = time.perf_counter() + seconds
        for _step in steps:
            if time.perf_counter() > end:
                self.paused.emit()
                return False
        if self._steps is steps:
            self.stop()
            self.done.emit()
        return True
