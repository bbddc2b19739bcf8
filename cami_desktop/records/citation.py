"""How sources are numbered in print, so that a report and its preview agree."""

from __future__ import annotations

from cami_desktop.records.kinds import Source
from cami_desktop.records.recordset import RecordView


def source_numbers(view: RecordView) -> dict[str, int]:
    """The number under which each source is cited, by id: in the order of their citations, from 1."""
    sources = sorted(view.all(Source), key=lambda source: ((source.citation or "").casefold(), source.id))
    return {source.id: n for n, source in enumerate(sources, start=1)}
