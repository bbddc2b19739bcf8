"""What a package may hold at most, and which names its parts may have; the same for writing and for reading."""

from __future__ import annotations

import re
from collections.abc import Iterable

PIECE = 1 << 20
MOST_ENTRIES = 10_000
LARGEST_ENTRY = 1 << 30
# Below 4 GiB a plain ZIP needs no ZIP64 records, which readers treat differently.
LARGEST_PACKAGE = (1 << 32) - (1 << 24)
LARGEST_LISTING = 16 << 20
LARGEST_DOCUMENT = 512 << 20
LONGEST_NAME = 200

HIGHEST_RATIO = 200
"""How many times its packed size an entry may have; entries below FREE_OF_RATIO are not asked."""
FREE_OF_RATIO = 1 << 20

_PART = r"[A-Za-z0-9_][A-Za-z0-9._-]*(?<!\.)"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*\Z")
# Names that Windows gives to devices, whatever the ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)


def unfit_names(names: Iterable[str]) -> list[str]:
    """Return the names that no package may hold: unsafe, long, twice, twins but for case, a file and folder in one."""
    unfit: list[str] = []
    seen: set[str] = set()
    folders: set[str] = set()
    for name in names:
        folded = name.lower()
        steps = folded.split("/")
        above = {"/".join(steps[:depth]) for depth in range(1, len(steps))}
        if not safe_name(name) or folded in seen or folded in folders or above & seen:
            unfit.append(name)
        seen.add(folded)
        folders |= above
    return unfit


def safe_name(name: str) -> bool:
    """Tell whether a name is relative, plain ASCII, without `..`, backslashes, device names or hidden parts."""
    if len(name) > LONGEST_NAME or not _NAME.match(name):
        return False
    return not any(_DEVICES.match(part) for part in name.split("/"))


def beyond_ratio(size: int, packed: int) -> bool:
    """Tell whether an entry of a ZIP file unpacks to more bytes than anything does that people write or scan."""
    return size > FREE_OF_RATIO and size > packed * HIGHEST_RATIO
