"""Cycles of widgets are freed on the window's thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import garbage
from cami_desktop.desktop.jobs import Jobs, Progress


class Knot(QWidget):
    """A widget that holds itself, as one does whose signal is connected to a function of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def leave_knots(freed: list[int], n: int) -> None:
    for _number in range(n):
        weakref.finalize(Knot(), lambda: freed.append(threading.get_ident()))


def allocate(_progress: Progress) -> int:
    """So many containers that the automatic collection would have come many times, also for the oldest."""
    kept = [[{"n": n}] for n in range(300_000)]
    return len(kept)


def test_a_job_that_allocates_much_frees_no_widget(app: QApplication, qtbot: QtBot) -> None:
    freed: list[int] = []
    jobs = Jobs()
    done: list[int] = []
    leave_knots(freed, 20)
    jobs.run_quietly(allocate, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    assert not gc.isenabled()
    gc.collect()
    assert len(freed) == 20
    assert set(freed) == {threading.get_ident()}


def test_the_window_collects_what_is_due_while_it_waits(app: QApplication, qtbot: QtBot) -> None:
    freed: list[int] = []
    gc.collect()
    leave_knots(freed, 5)
    kept = [[n] for n in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: len(freed) == 5, timeout=10 * garbage.EVERY)
    assert kept


def test_there_is_one_collector_however_often_it_is_asked_for(app: QApplication) -> None:
    garbage.collect_here(app)
    garbage.collect_here(app)
    assert len(app.findChildren(garbage.Collector)) == 1


def test_what_was_left_out_is_freed_once_frame_and_places_are_replaced(app: QApplication) -> None:
    freed: list[int] = []
    garbage.settle(calm=True)
    leave_knots(freed, 5)
    garbage.settle()
    gc.collect()
    assert freed == [], "what stays for hours is not looked through"
    garbage.thaw()
    garbage.settle(calm=True)
    assert len(freed) == 5


def test_while_somebody_waits_nothing_is_looked_through(app: QApplication, qtbot: QtBot) -> None:
    freed: list[int] = []
    garbage.settle(calm=True)
    leave_knots(freed, 5)
    garbage.settle()
    garbage.thaw()
    with garbage.waits():
        garbage.settle()
    assert freed == []
    garbage.settle(calm=True)
    assert set(freed) == {threading.get_ident()}
