"""Work cut into slices: it ends, also where a step of it fails, and never holds anything for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.tables.slices import Slices, at_work


def broken(after: int) -> Iterator[None]:
    for _step in range(after):
        yield
    raise ZeroDivisionError


def test_a_step_that_fails_at_once_ends_the_work(app: QApplication) -> None:
    slices, told = Slices(), list[str]()
    slices.done.connect(lambda: told.append("done"))
    slices.failed.connect(lambda: told.append("failed"))
    with pytest.raises(ZeroDivisionError):
        slices.run(broken(0))
    assert told == ["failed"] and not slices.busy and not at_work()


def test_a_step_that_fails_in_a_later_turn_ends_it_and_is_not_called_done(app: QApplication, qtbot: QtBot) -> None:
    slices, told = Slices(), list[str]()
    slices.done.connect(lambda: told.append("done"))
    slices.failed.connect(lambda: told.append("failed"))
    with capture_exceptions() as raised:
        slices.run(broken(3), 0)
        qtbot.waitUntil(lambda: bool(told))
        qtbot.wait(20)
    assert told == ["failed"] and not slices.busy
    assert [kind for kind, _error, _trace in raised] == [ZeroDivisionError]


def endless(told: list[str], name: str) -> Iterator[None]:
    while True:
        told.append(name)
        yield


def test_work_of_several_takes_turns_and_no_two_slices_fall_into_one(app: QApplication, qtbot: QtBot) -> None:
    told: list[str] = []
    works = {name: Slices() for name in ("one", "two", "three")}
    for name, work in works.items():
        work.paused.connect(lambda name=name: told.append(f"end of {name}"))
        work.run(endless([], name), 0)
    told.clear()
    for _turn in range(400):
        before = len(told)
        QApplication.processEvents()
        assert len(told) <= before + 1
        qtbot.wait(1)
    for work in works.values():
        work.stop()
    counts = [told.count(f"end of {name}") for name in works]
    assert min(counts) > 0.2 * max(counts) > 0
