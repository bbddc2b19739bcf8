"""Keeps None, True and False of Python 3.11 alive under PySide6, which gives them away without counting that.

`parentWidget()`, `focusProxy()`, `layout()` and others lose one reference to None each time they find nothing, and
`emit()` of a signal one to True each time it is called (seen in PySide6 6.12.0). From Python 3.12 on the three are not
counted; before, the process would end with «deallocating None» or «deallocating True or False» after some hundred of
either.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 40
"""References that no session uses up."""


def make_lasting() -> None:
    """Give each so many references that it lasts; what is new enough, or no CPython, needs nothing."""
    # The count is the first field of every object of a CPython that has no debugging fields.
    counted = sys.version_info < (3, 12) and sys.implementation.name == "cpython" and not hasattr(sys, "getobjects")
    for constant in (None, True, False) if counted else ():
        if sys.getrefcount(constant) < PLENTY // 2:
            ctypes.c_ssize_t.from_address(id(constant)).value += PLENTY
