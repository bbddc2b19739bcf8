"""Starts a window in a process of its own and tells, at its first paint, the seconds since it began and its memory.

`python -m benchmarks.start_child bare` opens an empty QMainWindow, `… ours FILE` the program with a workspace.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

BEGAN = "CAMI_BENCHMARK_BEGAN"


def _memory() -> float:
    """Resident memory in MB; 0 where the system does not tell it in /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _tell_first_paint() -> None:
    """Have the application report and leave once a main window has been painted."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched.parent(), QMainWindow):
                seconds = time.time() - float(os.environ[BEGAN])
                print(json.dumps({"seconds": seconds, "memory": _memory()}), flush=True)
                os._exit(0)
            return False

    run = QApplication.exec

    def watched_run() -> int:
        application = QApplication.instance()
        assert application is not None
        watch = Watch(application)
        application.installEventFilter(watch)
        return run()

    QApplication.exec = staticmethod(watched_run)  # type: ignore[method-assign]


def _bare() -> int:
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QWidget(window))
    window.resize(1200, 700)
    window.show()
    return application.exec()


def _ours(file: str) -> int:
    from cami_desktop.desktop.__main__ import main

    sys.argv = ["cami-desktop", file]
    return int(main() or 0)


if __name__ == "__main__":
    _tell_first_paint()
    sys.exit(_bare() if sys.argv[1] == "bare" else _ours(sys.argv[2]))
