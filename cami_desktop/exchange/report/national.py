"""The national report: its chapters in their order, printed as PDF; what they say is in the sibling modules."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from cami_desktop.exchange.info import Changed, SubmissionInfo
from cami_desktop.exchange.report.closing import changes_since, evidence, how_to_verify, programme, register
from cami_desktop.exchange.report.front import contents, cover, grouped, summary
from cami_desktop.exchange.report.layout import Progress, Sheet, print_document
from cami_desktop.exchange.report.meetings import meetings
from cami_desktop.exchange.report.species import across_species, species
from cami_desktop.exchange.report.story import Story
from cami_desktop.records.recordset import RecordView
from cami_desktop.words import _, using


def build(
    view: RecordView,
    info: SubmissionInfo,
    changes: Sequence[Changed],
    out: BinaryIO | Path,
    language: str,
    *,
    workbook_digest: str = "",
    progress: Progress | None = None,
) -> int:
    """See `report.build_report`."""
    with using(language):
        story = Story(view)
        country = view.catalogue.label("country", info.country)
        title = info.title or _("National report")
        cover(story, info, title, workbook_digest)
        contents(story)
        summary(story, info)
        species(story)
        across_species(story)
        meetings(story)
        programme(story)
        register(story)
        evidence(story)
        changes_since(story, info, changes)
        how_to_verify(story, workbook_digest)
        number = _("Submission {number}").format(number=info.number)
        digest = _("workbook {digest}").format(digest=grouped(workbook_digest)) if workbook_digest else ""
        sheet = Sheet(
            title=f"{country}: {title}",
            header_left=f"{country} · {title}",
            header_right=" · ".join(part for part in (number, digest) if part),
            footer_left=info.program,
            author=info.made_by,
            subject=f"{view.catalogue.label('cycle', info.cycle)} · {number}",
            language=language,
            made_at=info.moment,
        )
        buffer = io.BytesIO()
        pages = print_document(story.parts, sheet, buffer, progress)
    if isinstance(out, Path):
        out.write_bytes(buffer.getvalue())
    else:
        out.write(buffer.getvalue())
    return pages
