"""The log: details of errors, in the place where the system keeps logs; never values of records, never passphrases."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

LARGEST, KEPT = 1_000_000, 3
FORM = "%(asctime)s %(name)s %(levelname)s %(message)s"


def log_file() -> Path:
    """Where the log lies on this system."""
    from platformdirs import user_log_path

    return user_log_path("CAMI Desktop", appauthor=False) / "cami.log"


def start(path: Path | None = None) -> None:
    """Write the log to a file (default: log_file()); where that cannot be written the program goes on without."""
    path = path or log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    logging.basicConfig(handlers=[handler], format=FORM, level=logging.INFO, force=True)
