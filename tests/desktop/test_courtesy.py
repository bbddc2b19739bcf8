"""The window goes before the jobs: they wait while it answers, yet never for good, and never on its own thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from cami_desktop.desktop import courtesy
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.give_way import give_way


def _pass(times: int) -> threading.Thread:
    """A thread that does long work in so many pieces."""

    def work() -> None:
        for _piece in range(times):
            give_way()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_job_waits_while_the_window_answers(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "ANSWER", 1.0)
    monkeypatch.setattr(courtesy, "MOST", 1.0)
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    waiting = _pass(1)
    # The window itself never waits.
    give_way()
    assert waiting.is_alive()
    waiting.join(20)
    assert not waiting.is_alive()


def test_a_window_that_never_rests_does_not_stop_a_job_for_good(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courtesy, "ANSWER", 60.0)
    monkeypatch.setattr(courtesy, "MOST", 0.001)
    courtesy.ask()
    working = _pass(50)
    working.join(20)
    monkeypatch.setattr(courtesy, "_until", 0.0)
    assert not working.is_alive()


def test_what_asks_for_nothing_is_not_waited_for(window: MainWindow) -> None:
    working = _pass(10_000)
    working.join(20)
    assert not working.is_alive()
