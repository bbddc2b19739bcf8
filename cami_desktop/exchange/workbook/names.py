"""Names of the sheets that are not records; stable, so that a reader in any language finds them."""

from __future__ import annotations

COVER = "cover"
CODES = "codes"
CHANGES = "changes"
SUMMARIES = "summaries"
OTHER_SHEETS = frozenset({COVER, CODES, CHANGES, SUMMARIES})

COUNT = "count."
"""Begins the name of a cover line that counts the records of a kind."""
