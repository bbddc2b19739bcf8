"""Lets whoever must answer at once go first: long work on another thread passes here often, and waits where asked to.

Who asks, and for how long, is for the program that runs: the window does, the command line never.
"""

from __future__ import annotations

from collections.abc import Callable


def _at_once() -> None:
    """Nobody asks."""


_wait: Callable[[], object] = _at_once


def give_way() -> None:
    """To be called about every tenth of a millisecond of long work, where nothing is held that others need."""
    _wait()


def wait_with(wait: Callable[[], object]) -> None:
    """From now on wait() decides how long the calling thread waits."""
    global _wait
    _wait = wait
