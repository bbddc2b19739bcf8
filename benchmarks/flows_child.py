"""Does in the real window what people do all day, and tells by flow the longest time the window stood still meanwhile.

`python -m benchmarks.flows_child FILE` prints one line of JSON: flow -> seconds; with `--profile FLOW` in its place
what took the time in that flow. Keys go to the control in focus.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cami_desktop.desktop.application import make_application
from cami_desktop.desktop.garbage import collect_here
from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.bin import Bin
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.species.place import Species
from cami_desktop.desktop.places.species.tab import ListTab
from cami_desktop.desktop.tables import RecordBrowser, RecordTable

BEAT = 1
"""Milliseconds between two looks at the clock while the window has nothing to do."""

CALM = 0.5
"""Seconds without a job that a flow takes to its end: what waits for a pause in typing has begun by then."""

PAUSE = 6.0
"""Seconds in which nobody touches the window: what it prepares in the meantime is done by then."""

CONTROL = Qt.KeyboardModifier.ControlModifier
PLACES = ("meetings", "species", "programme", "register", "check", "submit", "safety", "bin", "home")

Step = tuple[str, Callable[[], object], float]
"""A flow, what is done in it now, and the seconds of calm after which the next thing is done."""


class Watch(QObject):
    """Plays steps one after another and notes for each flow the longest gap between two beats of the event loop."""

    def __init__(self, window: MainWindow, steps: Iterator[Step], profiled: str = "") -> None:
        super().__init__(window)
        self.longest: dict[str, float] = {}
        self.profile = cProfile.Profile()
        self._window, self._steps, self._profiled = window, steps, profiled
        self._flow, self._calm = "", 0.0
        self._last = self._since = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._note(now)
        if not self._window.jobs.idle:
            self._since = now
        elif now - self._since > self._calm:
            self._next()

    def _note(self, now: float) -> None:
        if self._flow:
            self.longest[self._flow] = max(self.longest.get(self._flow, 0.0), now - self._last - BEAT / 1000)
        self._last = now

    def _next(self) -> None:
        self.profile.disable()
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            return
        self._flow, act, self._calm = step
        if self._flow == self._profiled:
            self.profile.enable()
        act()
        self._since = time.perf_counter()


def focus() -> QWidget:
    """The control in focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def typed(text: str) -> None:
    """Type a text in any script into the control in focus."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Callable[[], None]:
    """The act of pressing a key where the focus is."""
    return lambda: QTest.keyClick(focus(), key, modifiers)


def day(window: MainWindow, file: Path) -> Iterator[Step]:
    """What people do, in order."""
    yield "opening the file", lambda: window.open_file(file), CALM
    yield "a pause after opening", lambda: None, PAUSE
    for place in PLACES:
        yield f"first visit to {place}", partial(window.show_place, place), CALM
    for place in PLACES:
        yield f"return to {place}", partial(window.show_place, place), CALM
    yield from tabs(window, "species")
    yield from tabs(window, "register")
    yield from form(window)
    yield from note(window)
    yield from table(window)
    yield from panels(window)
    yield "closing the file", window.close, CALM


def pages_of(window: MainWindow, place: str) -> LazyTabs:
    """The tabs of a place."""
    pages = window.places[place].findChild(LazyTabs)
    assert isinstance(pages, LazyTabs)
    return pages


def tabs(window: MainWindow, place: str) -> Iterator[Step]:
    """Look at every tab of a place for the first time."""
    yield f"return to {place}", lambda: window.show_place(place), CALM
    pages = pages_of(window, place)
    for code in pages.codes[1:]:
        yield f"first look at the tabs of {place}", partial(pages.open, code), CALM
    yield f"return to {place}", lambda: pages.open(pages.codes[0]), CALM


def form(window: MainWindow) -> Iterator[Step]:
    """Type into a field of a form, leave it, take it back and do it again."""
    yield "return to register", lambda: window.show_place("register"), CALM
    browser = pages_of(window, "register").page("organisation")
    assert isinstance(browser, RecordBrowser)
    yield "leaving a field", lambda: browser.form.focus_field("name"), CALM
    for letter in " (new)":
        yield "typing in a field", partial(typed, letter), 0.05
    yield "leaving a field", pressed(Qt.Key.Key_Tab), CALM
    yield "undo", pressed(Qt.Key.Key_Z, CONTROL), CALM
    yield "redo", pressed(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier), CALM


def note(window: MainWindow) -> Iterator[Step]:
    """Take down a note."""
    yield "return to meetings", lambda: window.show_place("meetings"), CALM
    meetings = window.places["meetings"]
    assert isinstance(meetings, Meetings)
    yield "first look at the notes", lambda: meetings.open_tab("notes"), CALM
    notes = meetings.open_tab("notes")
    assert isinstance(notes, NotesTab)
    yield "return to meetings", notes.entry.text.setFocus, CALM
    for letter in "Сайгаки":
        yield "typing a note", partial(typed, letter), 0.05
    yield "storing a note", pressed(Qt.Key.Key_Return), CALM


def table(window: MainWindow) -> Iterator[Step]:
    """Sort and filter two thousand rows, fill a thousand cells down and take it back, remove and restore as many."""
    yield "return to species", lambda: window.places["species"].recall("saiga/threats"), CALM
    yield "return to species", lambda: window.show_place("species"), CALM
    species = window.places["species"]
    assert isinstance(species, Species)
    tab = species.open_tab("threats")
    assert isinstance(tab, ListTab)
    rows = tab.browser.table
    yield "sorting a table", lambda: rows.sort_by("threat", down=True), CALM
    rows.filters.lines[0].setFocus()
    for letter in "1.1":
        yield "filtering a table", partial(typed, letter), CALM
    for _letter in "1.1":
        yield "filtering a table", pressed(Qt.Key.Key_Backspace), CALM
    yield "sorting a table", lambda: rows.rows.set_sort(()), CALM
    yield "selecting 1,500 rows", lambda: select(rows, 1_500), CALM
    yield "changing a thousand records", rows.edits.fill_down, 2 * CALM
    yield "undoing a thousand records", window.top.undo.emit, 2 * CALM
    yield "redoing a thousand records", window.top.redo.emit, 2 * CALM
    yield "selecting 1,500 rows", lambda: select(rows, 1_500), CALM
    yield "removing a thousand records", tab.browser.remove_button.click, 2 * CALM
    yield "the bin with a thousand records", lambda: window.show_place("bin"), CALM
    place = window.places["bin"]
    assert isinstance(place, Bin)
    yield "the bin with a thousand records", place.table.selectAll, CALM
    yield "restoring a thousand records", place.restore_button.click, 2 * CALM
    yield "undoing ten thousand records", partial(undo_all, window), 2 * CALM
    yield "redoing ten thousand records", window.top.redo.emit, 2 * CALM


def undo_all(window: MainWindow) -> None:
    """Take back everything down to the step that made the ten thousand records."""
    assert window.session is not None
    window.top.undo_through.emit(window.session.undo_steps(50)[-3].change.id)


def select(rows: RecordTable, count: int) -> None:
    """Select the cells of a column from the first row down."""
    model, column = rows.model(), rows.rows.column_of("threat")
    rows.stand_at(0, column)
    block = QItemSelection(model.index(0, column), model.index(count - 1, column))
    rows.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def panels(window: MainWindow) -> Iterator[Step]:
    """Open the command palette and type into it; the help; the history."""
    yield "opening the palette", window.panels.open_palette, CALM
    for letter in "огран":
        yield "typing into the palette", partial(typed, letter), 0.1
    yield "typing into the palette", lambda: None, CALM
    yield "typing into the palette", pressed(Qt.Key.Key_Escape), CALM
    yield "help (F1)", window.panels.toggle_help, CALM
    yield "history (Ctrl+H)", lambda: window.show_history(True), CALM


def main(file: Path, profiled: str = "") -> None:
    """Play the day and print what was measured."""
    app = make_application(["cami-desktop"], "en")
    collect_here(app)
    window = MainWindow(who="benchmark")
    window.show()
    window.activateWindow()
    watch = Watch(window, day(window, file), profiled)
    app.exec()
    if profiled:
        pstats.Stats(watch.profile).sort_stats("cumulative").print_stats(70)
    else:
        print(json.dumps(watch.longest), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[3] if len(sys.argv) > 3 else "")
