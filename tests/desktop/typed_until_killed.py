"""Types notes into the real window until it is killed, and tells when Enter was pressed for each: FILE HOME.

Each line of its output is the number of a note and the moment of its Enter on the clock that all processes share.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer

from cami_desktop.desktop.application import make_application
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from tests.desktop.keys import enter, press

PACE = 4
"""Milliseconds between two keys."""

STOPS = 30_000
"""Milliseconds after which it ends by itself."""


def text_of(number: int) -> str:
    """The text of a note, which no other note has."""
    return f"Заметка {number}: сайгаки"


class Typing:
    """Presses one key after the other."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._keys = self._notes()
        self._timer = QTimer(window, interval=PACE)
        self._timer.timeout.connect(lambda: next(self._keys))

    def begin(self) -> None:
        """Go to the notes as soon as the file is open, and type on after those that are there."""
        window = self._window
        if window.session is None or not window.stack.isVisible():
            QTimer.singleShot(20, self.begin)
            return
        place = window.show_place("meetings")
        assert isinstance(place, Meetings)
        tab = place.open_tab("notes")
        assert isinstance(tab, NotesTab)
        tab.entry.text.setFocus()
        tab.entry.text.clear()
        self._timer.start()

    def _notes(self) -> Iterator[None]:
        number = int(sys.argv[3])
        while True:
            for letter in text_of(number):
                enter(letter)
                yield
            press(Qt.Key.Key_Return)
            print(number, time.monotonic(), flush=True)
            number += 1
            yield


def main() -> None:
    """Type until somebody kills."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
    app = make_application([], "en")
    window = MainWindow(who="Aigerim")
    window.show()
    window.activateWindow()
    window.open_file(Path(sys.argv[1]))
    typing = Typing(window)
    typing.begin()
    QTimer.singleShot(STOPS, app.quit)
    app.exec()


if __name__ == "__main__":
    main()
