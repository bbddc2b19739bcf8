"""The regional report: its chapters in their order, printed as PDF; the chapters themselves are in the siblings."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import PageBreak

from cami_desktop.catalogue import Catalogue
from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.report_findings import barriers, figures_annex, overlaps, threats
from cami_desktop.exchange.regional.report_people import (
    consultation_annex,
    contributions,
    deliveries,
    gaps_and_needs,
    programme,
)
from cami_desktop.exchange.regional.report_species import populations
from cami_desktop.exchange.regional.sheet import PROGRAM
from cami_desktop.exchange.report.figure import Figure
from cami_desktop.exchange.report.front import contents
from cami_desktop.exchange.report.layout import WIDTH, Progress, Sheet, paragraph, print_document, space
from cami_desktop.exchange.report.runs import Run
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Column, Row, Rows
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.matrix_picture import MATRIX_LIGHT, matrix_picture
from cami_desktop.synthesis.region import Region
from cami_desktop.words import _, formats, using

_FACT_WIDTH = 170.0


def build(
    region: Region,
    view: RecordView,
    catalogue: Catalogue,
    language: str,
    out: BinaryIO | Path,
    made_at: str = "",
    progress: Progress | None = None,
) -> int:
    """See `regional.build_regional_report`."""
    moment = said.moment_of(made_at or view.today.isoformat())
    with using(language):
        story = Story(view)
        _cover(story, region, catalogue, moment)
        contents(story)
        _summary(story, region, catalogue)
        populations(story, region)
        threats(story, region)
        barriers(story, region)
        gaps_and_needs(story, region)
        programme(story, region)
        contributions(story, region)
        consultation_annex(story, region)
        deliveries(story, region)
        overlaps(story, region)
        figures_annex(story, region)
        buffer = io.BytesIO()
        pages = print_document(story.parts, _sheet(region, catalogue, language, moment), buffer, progress)
    if isinstance(out, Path):
        out.write_bytes(buffer.getvalue())
    else:
        out.write(buffer.getvalue())
    return pages


def _sheet(region: Region, catalogue: Catalogue, language: str, moment: datetime.datetime) -> Sheet:
    cycle = said.label(catalogue, "cycle", region.cycle)
    return Sheet(
        title=f"{_('Regional synthesis')}: {cycle}" if cycle else _("Regional synthesis"),
        header_left=_("Regional synthesis"),
        header_right=cycle,
        footer_left=PROGRAM,
        author=PROGRAM,
        subject=cycle,
        language=language,
        made_at=moment,
    )


def _cover(story: Story, region: Region, catalogue: Catalogue, moment: datetime.datetime) -> None:
    silent = [d.country for d in region.deliveries if d.expected and not d.deliveries]
    received = said.labels(catalogue, "country", region.delivered)
    facts = (
        (_("Submissions received from"), ", ".join(received) or _("nobody")),
        (_("Nothing received from"), ", ".join(said.labels(catalogue, "country", silent)) or "–"),
        (_("Catalogue edition"), said.label(catalogue, "edition", region.catalogue)),
        (_("Made on"), _("{moment} UTC").format(moment=formats.moment_text(moment.isoformat()))),
        (_("Program"), PROGRAM),
    )
    story.add(space(140), paragraph(_("Regional synthesis"), "cover_country"))
    story.add(paragraph(said.label(catalogue, "cycle", region.cycle), "cover_title"), space(170))
    columns = [Column("", _FACT_WIDTH), Column("", WIDTH - _FACT_WIDTH)]
    story.add(Rows(columns, [Row([[Run(label, "label")], [Run(text)]]) for label, text in facts]), space(14))
    story.text(
        _(
            "Made from the records of the countries as they were submitted; nothing was corrected. Figures are added "
            "only where unit, year, season and exclusiveness allow. Every figure can be followed to its record and "
            "submission in the last chapter and in the workbook beside this report."
        ),
        "small",
    )
    story.add(PageBreak())


def _summary(story: Story, region: Region, catalogue: Catalogue) -> None:
    """The matrix and how much there is of each part."""
    story.chapter(_("Species and range states"))
    story.text(
        _(
            "The newest national figure of each range state, its year and the trend; without a figure the presence. "
            "A dash stands for a state outside the range."
        )
    )
    blank = ("no_report", "not_range_state")
    columns = [
        c for c in region.matrix.countries
        if c in region.delivered or any(region.matrix.cell(t, c).kind not in blank for t in region.matrix.taxa)
    ]  # fmt: skip
    picture = matrix_picture(region.matrix, catalogue, columns=columns, width=WIDTH)
    story.add(Figure(picture, MATRIX_LIGHT))
