"""How a person arranged the table of a kind: which columns, in which order and how wide; kept between starts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cami_desktop.desktop import settings


@dataclass(slots=True)
class Layout:
    """Columns by name from left to right (none: as the program has them), and widths in pixels that a person set."""

    columns: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)


def layout(key: str, known: Sequence[str]) -> Layout:
    """The arrangement kept under a key; names that are no fields any more are left out."""
    try:
        found: Any = json.loads(settings.table_layout(key) or "{}")
        columns = [name for name in found.get("columns", []) if name in known]
        widths = {name: int(width) for name, width in found.get("widths", {}).items() if name in known}
    except (ValueError, AttributeError, TypeError):
        # Settings that somebody edited by hand are no reason not to show the table.
        return Layout()
    return Layout(list(dict.fromkeys(columns)), widths)


def keep_layout(key: str, kept: Layout) -> None:
    """Keep an arrangement; an empty one forgets what was kept."""
    empty = not kept.columns and not kept.widths
    text = "" if empty else json.dumps({"columns": kept.columns, "widths": kept.widths})
    settings.keep_table_layout(key, text)
