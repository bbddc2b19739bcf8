"""Keeps PySide6 from reading the source of every module that is imported.

It looks there for its own name, to offer `from __feature__ import …`, which we never use. Each look reads the whole
file, on a cold disk a wait, and all its lines stay in memory. A program without sources, such as a frozen one, is
answered in the same way: no features.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any


def leave_unread() -> None:
    """Answer PySide's question with no from now on; where a later PySide asks otherwise, nothing is changed."""
    # What asks comes with PySide, and is no module of a library by itself.
    import_module("PySide6.QtCore")
    asking: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(asking, "_mod_uses_pyside"):
        asking._mod_uses_pyside = _no


def _no(_module: object) -> bool:
    return False
