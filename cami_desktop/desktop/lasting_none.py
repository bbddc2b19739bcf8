"""Keeps Python 3.11 alive under PySide6: its methods that find no widget give None away without counting that.

`parentWidget()`, `focusProxy()`, `layout()`, `itemAt(…).widget()` and others lose one reference to None each time they
return it (seen in PySide6 6.12.0). From Python 3.12 on None is not counted; before, the process would end with
«deallocating None» after some hundred steps through a form.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 40
"""References that no session uses up."""


def make_lasting() -> None:
    """Give None so many references that it lasts; what is new enough, or no CPython, needs nothing."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or sys.getrefcount(None) > PLENTY // 2:
        return
    # The count is the first field of every object of CPython that has no debugging fields.
    if not hasattr(sys, "getobjects"):
        ctypes.c_ssize_t.from_address(id(None)).value += PLENTY
