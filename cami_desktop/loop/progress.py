"""How a long verb says how far it is, and learns that it is no longer wanted."""

from __future__ import annotations

from collections.abc import Callable

from cami_desktop.errors import CamiError
from cami_desktop.words import _

Progress = Callable[[int, int, str], None]
"""(done, of, what): called now and then; it may raise Cancelled."""


class Cancelled(CamiError):
    """The person stopped the work."""

    def __init__(self) -> None:
        super().__init__(_("Stopped."), kept=_("Nothing was changed."))


def quiet(done: int, of: int, what: str) -> None:
    """Progress that nobody watches."""
