"""Builds what a person will look at next while nobody types or clicks, and a place that is gone to, in short steps.

Each step is one turn of the window, so that whatever comes in meanwhile is answered at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QLineEdit, QScrollArea
from shiboken6 import delete, isValid

from cami_desktop.desktop import garbage
from cami_desktop.desktop.courtesy import ask

if TYPE_CHECKING:
    from cami_desktop.desktop.main_window import MainWindow
    from cami_desktop.desktop.places.base import Place

CALM = 400
"""Milliseconds without a key, a click or a job after which something is built ahead."""

TURN = 1
"""Milliseconds between two steps; without any, several would fall into one turn."""

INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)


class Ahead(QObject):
    """Works on the places of one window: what may be looked at next is built, what was left is taken apart."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self._steps: Iterator[None] = iter(())
        self._then: Callable[[], object] = self.stop
        self.leaving = False
        self._wanted = ""
        self._patient = False
        self._watched: QWindow | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._turn)

    # What the window uses

    def begin(self) -> None:
        """A place has come into view: build what may be looked at next, once nobody types or clicks."""
        self._run(self._rest(), self._prepared, patient=True)

    def stop(self) -> None:
        """Do no more: the places are about to go, or all is done."""
        self.leaving = False
        self._wanted = ""
        self._steps = iter(())
        self._timer.stop()
        self._watch(None)

    def visit(self, place_id: str) -> None:
        """Go to a place: at once where it is built, else step by step, unless the person goes on before."""
        window = self.window
        if self.leaving:
            return
        if window.session is None or place_id not in window.entries or place_id in window.places:
            window.show_place(place_id)
            return
        window.session.flush()
        window.rail.mark(place_id)
        self._run(self._place(place_id), self._arrive)
        self._wanted = place_id

    def take_apart(self, then: Callable[[], object]) -> None:
        """Take the places of the window apart, then call then(); none can be gone to any more."""
        self.leaving = True
        self._run(self.window.places_apart(), then)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever types or clicks has the window to themselves."""
        if event.type() in INPUT:
            if self._wanted:
                # It must find the place that the person went to, not the one before.
                self._arrive()
            elif self._patient:
                self._timer.start(CALM)
        return False

    # Inside

    def _run(self, steps: Iterator[None], then: Callable[[], object], *, patient: bool = False) -> None:
        self._steps, self._then, self._patient, self._wanted = steps, then, patient, ""
        self._watch(self.window.windowHandle())
        self._timer.start(CALM if patient else TURN)

    def _turn(self) -> None:
        # The tables' own editing comes here.
        from cami_desktop.desktop.tables.slices import at_work

        if self._patient and (at_work() or not self.window.jobs.idle):
            # What a job brings is shown first, and work in slices has its turns to itself.
            self._timer.start(CALM)
            return
        ask()
        # First, so that a step that fails does not end the others: a window that is closed must go in any case.
        self._timer.start(TURN)
        for _step in self._steps:
            return
        self._timer.stop()
        self._then()

    def _arrive(self) -> None:
        """Show the place that is waited for; what it still lacks is built at once."""
        wanted, self._wanted = self._wanted, ""
        self.window.show_place(wanted)

    def _prepared(self) -> None:
        self.stop()
        garbage.settle(calm=True)

    def _watch(self, frame: QWindow | None) -> None:
        """Look at what the person does, as long as that matters.

        All input comes through the window of the system; to look at every event of the application would cost more
        than what is built, for each has to wait for the interpreter while a job runs.
        """
        if frame is self._watched:
            return
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = frame
        if frame is not None:
            frame.installEventFilter(self)

    def _rest(self) -> Iterator[None]:
        """What the open place builds later, what a key calls from anywhere, then the other places."""
        window = self.window
        yield from _meet_controls()
        if window.place_id in window.places:
            yield from _all_of(window.places[window.place_id])
        yield from window.panels.ahead()
        for place_id in window.entries:
            if place_id not in window.places:
                yield from self._place(place_id)

    def _place(self, place_id: str) -> Iterator[None]:
        """Load a place, build it, and build what is the first to be seen of it."""
        self.window.entries[place_id].load()
        yield
        place = self.window.built(place_id)
        yield
        yield from place.ahead()
        yield from _first_of(place)


def _meet_controls() -> Iterator[None]:
    """Have PySide meet objects that Qt made itself: the first time it describes all its classes to Python, for 10 ms
    and more, and that would otherwise be in the middle of something.
    """
    QScrollArea().viewport()
    yield
    QLineEdit().children()
    yield


def _first_of(parent: QObject) -> Iterator[None]:
    """Have tabs, tables and forms build what they put off until they are seen."""
    from cami_desktop.desktop.forms import RecordForm
    from cami_desktop.desktop.lazy_tabs import LazyTabs
    from cami_desktop.desktop.tables import RecordBrowser

    for tabs in parent.findChildren(LazyTabs):
        if not tabs.built(tabs.code):
            yield from tabs.ahead(tabs.code)
    for browser in parent.findChildren(RecordBrowser):
        yield from browser.ahead()
    for form in parent.findChildren(RecordForm):
        yield from form.ahead()


def _all_of(place: Place) -> Iterator[None]:
    """The same, and the tabs that nobody has looked at yet."""
    from cami_desktop.desktop.lazy_tabs import LazyTabs

    yield from _first_of(place)
    for tabs in place.findChildren(LazyTabs):
        for code in tabs.codes:
            if not tabs.built(code):
                page = yield from tabs.ahead(code)
                yield from _first_of(page)


def taken_apart(place: Place) -> Iterator[None]:
    """Destroy a place, with its pages one by one before it."""
    from cami_desktop.desktop.lazy_tabs import LazyTabs

    for tabs in reversed(place.findChildren(LazyTabs)):
        for code in tabs.codes:
            if tabs.built(code):
                # From the innermost tabs on, for a page takes the tabs in it along.
                delete(tabs.page(code))
                yield
    delete(place)
    yield
