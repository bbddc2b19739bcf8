"""None outlives what PySide6 takes from it (Python 3.11)."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QWidget


def test_asking_for_what_is_not_there_does_not_use_none_up(app: QApplication) -> None:
    lonely = QWidget()
    for _time in range(200_000):
        lonely.parentWidget()
    # Where None is counted at all, it has more references than a day of work takes.
    assert sys.version_info >= (3, 12) or sys.getrefcount(None) > 1 << 32
