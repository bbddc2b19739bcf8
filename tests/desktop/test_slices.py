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
