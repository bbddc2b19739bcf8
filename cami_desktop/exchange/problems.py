"""What could not be read, told so that a person finds the cell; it decides nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MISSING_COLUMN = "missing-column"
UNKNOWN_COLUMN = "unknown-column"
DOUBLE_COLUMN = "double-column"
MISSING_SHEET = "missing-sheet"
UNKNOWN_SHEET = "unknown-sheet"
UNKNOWN_KIND = "unknown-kind"
VALUE = "value"
DOUBLE_ID = "double-id"
FORMULA = "formula"
ERROR_VALUE = "error-value"
ROW_LENGTH = "row-length"
LOST_LETTERS = "lost-letters"

WARNINGS = frozenset({UNKNOWN_COLUMN, UNKNOWN_SHEET})
"""Rules that tell and do not stand in the way: nothing of what the program knows was lost."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: file and sheet (blank for a table), row as the spreadsheet counts it (0 for the whole sheet),
    field id (blank for a whole row), stable rule id, and the sentence for the person."""

    file: str
    sheet: str
    row: int
    field: str
    rule: str
    message: str

    @property
    def stops(self) -> bool:
        """Whether something of the program's own fields could not be taken over."""
        return self.rule not in WARNINGS

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
