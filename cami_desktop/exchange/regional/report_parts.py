"""What the chapters of the regional report share: tables as wide as the page, new chapters, codes explained."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import PageBreak

from cami_desktop.exchange.report.layout import WIDTH
from cami_desktop.exchange.report.runs import Run, Runs
from cami_desktop.exchange.report.story import Story
from cami_desktop.exchange.report.tables import Row, Rows, Want, fitted
from cami_desktop.synthesis.region import Region
from cami_desktop.words import _, formats


def table(
    story: Story,
    wants: Sequence[Want],
    cells: Sequence[Sequence[Runs]],
    anchors: Sequence[str] = (),
    below: Sequence[Runs] = (),
) -> None:
    """Add a table as wide as the page, or say that there is nothing; anchors name the rows, below stands under them."""
    if not cells:
        story.text(_("Nothing was recorded."))
        return
    names, more = anchors or [""] * len(cells), below or [()] * len(cells)
    rows = [Row(row, under, name) for row, under, name in zip(cells, more, names, strict=True)]
    story.add(Rows(fitted(wants, cells, WIDTH), rows))


def chapter(story: Story, title: str) -> None:
    """Begin a chapter on a new page."""
    story.add(PageBreak())
    story.chapter(title)


def countries_by_code(story: Story, region: Region) -> str:
    """The codes of the countries that have records, explained."""
    codes = [item.country for item in region.deliveries]
    return "; ".join(f"{code}\u00a0– {story.catalogue.label('country', code)}" for code in codes)


def number(value: int | float) -> Runs:
    """A figure as a cell; nothing for 0, so that what there is stands out."""
    return [Run(formats.number(value))] if value else []
