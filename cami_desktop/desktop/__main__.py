"""`cami-desktop [FILE]`: shows the window at once and opens the file beside it."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cami_desktop import __version__, logs
from cami_desktop.words import LANGUAGES, _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Exits with 2 and a sentence where it is wrong."""
    parser = argparse.ArgumentParser("cami-desktop", description=_("The window of CAMI Desktop."))
    parser.add_argument("file", nargs="?", type=Path, help=_("a workspace (.cami) to open"))
    parser.add_argument("--lang", choices=list(LANGUAGES), default="", help=_("language of the window"))
    parser.add_argument("--who", default="", help=_("your name, as it is noted in the history of changes"))
    parser.add_argument("--gallery", action="store_true", help=_("show all controls in all states, for builders"))
    parser.add_argument("--version", action="version", version=f"CAMI Desktop {__version__}")
    return parser.parse_args(argv)


def _log_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault in the program itself: into the log with all that is known; the window goes on."""
    logging.getLogger("cami").critical("unexpected", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def after_first_paint(window: QWidget, act: Callable[[], object]) -> None:
    """Act once a window has been painted, or was not within a second: a window may be opened out of sight."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        """Waits for it."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            """Start the timer anew when the window was painted."""
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                timer.start(0)
            return False

    watch = FirstPaint(window)
    timer = QTimer(watch, singleShot=True)
    timer.timeout.connect(act)
    timer.timeout.connect(watch.deleteLater)
    window.installEventFilter(watch)
    timer.start(1_000)


def main(argv: Sequence[str] | None = None) -> int:
    """Start the window; returns when it is closed."""
    wishes = arguments(sys.argv[1:] if argv is None else argv)
    logs.start()
    sys.excepthook = _log_unexpected
    from cami_desktop.desktop.application import make_application

    app = make_application(sys.argv[:1], wishes.lang)
    if wishes.gallery:
        from cami_desktop.desktop.gallery import Gallery

        gallery = Gallery()
        gallery.show()
        return app.exec()
    from cami_desktop.desktop.main_window import MainWindow

    # Whoever ends the program from outside (a log-off, a shutdown) lets it close its file first. Python hears of it
    # at the next turn of the timer that collects garbage.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: app.quit())
    window = MainWindow(who=wishes.who)
    window.show()
    if wishes.file is not None:
        # Another thread that loads libraries would hold up the first paint.
        after_first_paint(window, partial(window.open_file, wishes.file))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
