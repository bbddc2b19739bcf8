"""Goes through everything that the window shows: each place of a workspace and each tab in it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget

from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.tables.slices import at_work

LONGEST = 20.0
"""Seconds that a place may take until it is complete."""

TURNS = 12
"""Turns without a running job that it takes besides."""

QUIET = 0.1
"""Seconds without a running job after which a place counts as complete; timers of the places are shorter."""


def settle(window: MainWindow, quiet: float = QUIET) -> None:
    """Let everything happen that was begun: jobs, work in slices, timers, layouts, painting."""
    end = time.monotonic() + LONGEST
    calm, turns = time.monotonic(), 0
    # One long turn is no rest: what it put off comes in the turns after it.
    while time.monotonic() < end and (turns < TURNS or time.monotonic() < calm + quiet):
        QApplication.processEvents()
        turns += 1
        if not window.jobs.idle or at_work():
            calm, turns = time.monotonic(), 0
        time.sleep(0.005)


def stops(window: MainWindow, quiet: float = QUIET) -> Iterator[tuple[str, QWidget]]:
    """Each place, and each of its tabs, shown and complete; named `place` or `place-tab`."""
    for place_id in window.entries:
        place = window.show_place(place_id)
        assert place is not None
        settle(window, quiet)
        tabs = place.findChildren(LazyTabs)
        if not tabs:
            yield place_id, place
            continue
        outer = next(one for one in tabs if not any(other.isAncestorOf(one) for other in tabs if other is not one))
        for code in outer.codes:
            outer.open(code)
            settle(window, quiet)
            yield f"{place_id}-{code}", place
