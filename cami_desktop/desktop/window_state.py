"""Where a person was when a workspace was last left, and how wide parts of a place stand; kept between starts.

Nothing here is ever in the way: what is not understood, or no longer there, counts as never kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSplitter

from cami_desktop.desktop import settings

MOST = 20
"""Workspaces of which the state is kept; the one left longest ago is forgotten first."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """The place that was open, where in it the person was (Place.lasting), and the panel at the right."""

    place: str = ""
    memory: str = ""
    help: bool = False
    history: bool = False


def state_of(path: Path) -> WindowState | None:
    """How a workspace was left; None where it never was, or the settings cannot be read."""
    found = _all().get(str(path.resolve()))
    try:
        state = WindowState(**found) if isinstance(found, dict) else None
    except TypeError:
        return None
    if state is None or not all(type(getattr(state, name)) is type(value) for name, value in asdict(_BLANK).items()):
        return None
    return state


def keep_state(path: Path, state: WindowState) -> None:
    """Keep how a workspace is left."""
    key = str(path.resolve())
    others = {name: value for name, value in _all().items() if name != key}
    latest = dict(list({**others, key: asdict(state)}.items())[-MOST:])
    settings.keep_window_states(json.dumps(latest, ensure_ascii=False))


def remember(splitter: QSplitter, key: str, sizes: Sequence[int]) -> None:
    """Give the parts of a splitter the room that a person gave them last, at first the given one (pixels)."""
    kept = settings.splitter(key)
    fits = len(kept) == splitter.count() and all(size > 0 for size in kept)
    splitter.setSizes(kept if fits else list(sizes))
    if not splitter.objectName():
        splitter.setObjectName(key)
        splitter.splitterMoved.connect(lambda _place, _number: settings.keep_splitter(key, splitter.sizes()))


_BLANK = WindowState()


def _all() -> dict[str, Any]:
    try:
        found: Any = json.loads(settings.window_states() or "{}")
    except ValueError:
        # Settings that somebody edited by hand are no reason not to open the workspace.
        return {}
    return found if isinstance(found, dict) else {}
