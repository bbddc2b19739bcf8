"""Finds the data folders (resources, migrations, translations) in a checkout and in an installed wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Return the folder `resources`, `migrations` or `translations`.

    In a wheel they lie inside the package (`cami_desktop/_data`), in a checkout beside it.
    Raises FileNotFoundError where neither holds it, which means a broken installation.
    """
    for place in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"CAMI Desktop is not installed completely: the folder {name} is missing")
