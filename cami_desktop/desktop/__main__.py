"""`cami-desktop [FILE]`: shows the window at once and opens the file beside it."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from cami_desktop import __version__, logs
from cami_desktop.words import LANGUAGES, _


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Exits with 2 and a sentence where it is wrong."""
    parser = argparse.ArgumentParser("cami-desktop", description=_("The window of CAMI Desktop."))
    parser.add_argument("file", nargs="?", type=Path, help=_("a workspace (.cami) to open"))
    parser.add_argument("--lang", choices=list(LANGUAGES), default="", help=_("language of the window"))
    parser.add_argument("--who", default="", help=_("your name, as it is noted in the history of changes"))
    parser.add_argument("--version", action="version", version=f"CAMI Desktop {__version__}")
    return parser.parse_args(argv)


def _log_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault in the program itself: into the log with all that is known; the window goes on."""
    logging.getLogger("cami").critical("unexpected", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def main(argv: Sequence[str] | None = None) -> int:
    """Start the window; returns when it is closed."""
    wishes = arguments(sys.argv[1:] if argv is None else argv)
    logs.start()
    sys.excepthook = _log_unexpected
    from cami_desktop.desktop.application import make_application
    from cami_desktop.desktop.main_window import MainWindow

    app = make_application(sys.argv[:1], wishes.lang)
    window = MainWindow(who=wishes.who)
    window.show()
    if wishes.file is not None:
        window.open_file(wishes.file)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
