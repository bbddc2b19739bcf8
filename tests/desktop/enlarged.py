"""The window at 200 % on a screen of 1366 × 768: `python -m tests.desktop.enlarged FILE …` tells what is cut off.

A process of its own, for the scale is of the whole process. Each line it prints is a control that nobody can reach.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SCALE = 2
SCREEN = (1366, 768)

QUIET = 0.4
"""Seconds: a place hears of what a tab that was built late needs only after what is built ahead behind it."""


def main(files: list[str]) -> int:
    """Walk through the start page and every place of the files, in the language with the longest words."""
    os.environ |= {"QT_SCALE_FACTOR": str(SCALE), "QT_QPA_PLATFORM": "offscreen"}
    from cami_desktop.desktop.application import make_application
    from cami_desktop.desktop.main_window import MainWindow
    from tests.desktop.looked_at import cut
    from tests.desktop.walk import settle, stops

    make_application(sys.argv[:1], "ru")
    for file in ["", *files]:
        window = MainWindow()
        window.show()
        if file:
            window.open_file(Path(file))
        window.resize(SCREEN[0] // SCALE, SCREEN[1] // SCALE)
        settle(window)
        for name, _place in stops(window, QUIET) if file else [("start", window)]:
            wide, high = window.width() * SCALE, window.height() * SCALE
            if (wide, high) > SCREEN or high > SCREEN[1]:
                print(f"{name}: the window is {wide} x {high}")
            for control in cut(window):
                print(f"{name}: {control}")
        window.close()
        settle(window)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
