"""Takes notes in the real window, in a meeting with thousands of notes, and tells how long keys and window waited.

`python -m benchmarks.notes_child FILE` prints one line of JSON: what -> seconds. It types into a bare QLineEdit in the
same process, too; keys go to the control in focus, and a key is over when its line has been painted.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from cami_desktop.desktop.application import make_application
from cami_desktop.desktop.garbage import collect_here
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings

SIZE = (1366, 728)
SAID = "Сайгаки у озера, около 120 голов; чабаны просят разрывов в ограждении. "
NOTES = 15
PAUSE = 0.012
"""Seconds between two keys: what the window does after a key is not counted for the next one."""

CALM = 4.0
"""Seconds in which the window does what it does after opening."""


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a painting, and let it happen."""
        self.times += event.type() == QEvent.Type.Paint
        return False


def send(line: QWidget, letter: str, key: int = 0) -> None:
    """Press and release a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(line, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


def key_to_paint(line: QWidget, painted: Painted, letter: str) -> float:
    """Seconds from a key until its line has been painted."""
    painted.times = 0
    begin = time.perf_counter()
    send(line, letter)
    while not painted.times:
        QApplication.processEvents()
    return time.perf_counter() - begin


def spin(seconds: float, until: Callable[[], bool] = lambda: False) -> float:
    """Let the window do its work for so long, or until something holds; the longest time for which it stood still."""
    longest, end = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < end and not until():
        begin = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - begin)
        time.sleep(0.0005)
    return longest


def typed(line: QWidget, text: str) -> list[float]:
    """Type a text: seconds from each key until it was painted."""
    painted, found = Painted(line), []
    for letter in text:
        found.append(key_to_paint(line, painted, letter))
        spin(PAUSE)
    return found


def bare() -> list[float]:
    """Type into a line with nothing around it, after a first text that nobody counts."""
    window, line = QMainWindow(), QLineEdit()
    window.setCentralWidget(line)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    line.setFocus()
    typed(line, SAID)
    found = typed(line, 3 * SAID)
    window.close()
    return found


def measured(file: Path) -> dict[str, float]:
    """Open the file, go to the notes, type and store."""
    floor = bare()
    window = MainWindow(who="benchmark")
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    window.open_file(file)
    spin(60, lambda: window.session is not None and window.stack.isVisible())
    spin(CALM)
    place = window.show_place("meetings")
    assert isinstance(place, Meetings)
    spin(CALM)
    begin = time.perf_counter()
    tab = place.open_tab("notes")
    assert isinstance(tab, NotesTab)
    painted = Painted(tab.browser.table.viewport())
    opening = spin(60, lambda: painted.times > 0 and not tab.browser.table.rows.slices.busy)
    opened = time.perf_counter() - begin
    spin(CALM)
    line = tab.entry.text
    line.setFocus()
    typed(line, SAID)
    keys = typed(line, 3 * SAID)
    line.clear()
    entered, stands, durable = storing(tab)
    header = tab.browser.table.filters.lines[tab.browser.table.rows.column_of("text")]
    header.setFocus()
    filtering = 0.0
    for letter in "голов":
        begin = time.perf_counter()
        send(header, letter)
        filtering = max(filtering, time.perf_counter() - begin, spin(0.4))
    window.close()
    spin(20, lambda: not window.isVisible())
    return {
        "bare key": statistics.median(floor), "key": statistics.median(keys), "slowest bare key": max(floor),
        "slowest key": max(keys), "opening": opened, "opening stands": opening, "enter": statistics.median(entered),
        "storing stands": max(stands), "durable": statistics.median(durable), "slowest durable": max(durable),
        "filtering stands": filtering,
    }  # fmt: skip


def storing(tab: NotesTab) -> tuple[list[float], list[float], list[float]]:
    """Store notes one after the other: seconds until the key of Enter is done, the longest stand, until it is safe."""
    line, behind = tab.entry.text, tab.session.behind
    entered, stands, durable = [], [], []
    for number in range(NOTES):
        line.setText(f"{number}. {SAID}")
        begin = time.perf_counter()
        send(line, "\r", Qt.Key.Key_Return)
        entered.append(time.perf_counter() - begin)
        rest = spin(10, lambda: not behind.busy)
        durable.append(time.perf_counter() - begin)
        stands.append(max(entered[-1], rest, spin(0.3)))
    return entered, stands, durable


def main(file: Path) -> None:
    """Measure and print."""
    app = make_application(["cami-desktop"], "en")
    collect_here(app)
    print(json.dumps(measured(file)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
