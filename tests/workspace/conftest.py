"""A national workspace on a real file, with a clock that moves a second a look."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cami_desktop.workspace.workspace import Workspace


def ticking() -> Callable[[], datetime.datetime]:
    """A clock that begins on 20 May 2014 and moves a second at each look."""
    moment = datetime.datetime(2014, 5, 20, 9, 30, tzinfo=datetime.UTC)

    def look() -> datetime.datetime:
        nonlocal moment
        moment += datetime.timedelta(seconds=1)
        return moment

    return look


def files_beside(file: Path) -> list[Path]:
    """The files in the folder of a file: after closing only itself (backups have a folder of their own)."""
    return sorted(item for item in file.parent.iterdir() if item.is_file())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Кыргызстан 2014.cami"


@pytest.fixture
def workspace(file: Path) -> Iterator[Workspace]:
    with Workspace.create(file, country="KG", who="Coordinator", clock=ticking()) as made:
        yield made
