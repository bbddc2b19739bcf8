"""Writes the regional workbook: the sheet that explains it, then the parts of the picture in their order."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from cami_desktop.catalogue import Catalogue
from cami_desktop.exchange.regional import finding_sheets, people_sheets, said, species_sheets
from cami_desktop.exchange.regional.sheet import PROGRAM, Book, Ink, height_of, written
from cami_desktop.synthesis.region import Region
from cami_desktop.words import N_, _, formats, using

SHEETS: tuple[tuple[str, str, Callable[[Book, Region, Catalogue], None]], ...] = (
    (
        "Matrix",
        N_("Species and range states: what each state reports, with four kinds of blank."),
        species_sheets.matrix,
    ),
    (
        "Matrix cells",
        N_("The cells of the matrix as a list, with the records behind them."),
        species_sheets.matrix_cells,
    ),
    ("Totals", N_("Population totals by taxon and year, or why figures were not added."), species_sheets.totals),
    ("Figures side by side", N_("Every population figure as it was reported."), species_sheets.figures),
    (
        "Threats",
        N_("Threats by number of assessments of each impact: all, by taxon, by country."),
        finding_sheets.threats,
    ),
    ("Barriers", N_("Barriers to migration by kind, each as its country reported it."), finding_sheets.barriers),
    (
        "Programme of Work",
        N_("Each item with the priorities, leads, costs and funding of the countries."),
        people_sheets.programme,
    ),
    ("Gaps and needs", N_("Gaps by area, each with the needs that answer it."), people_sheets.gaps),
    (
        "Contributions",
        N_("What stakeholders said, without names, and how far it is agreed."),
        people_sheets.contributions,
    ),
    ("Meetings", N_("Meetings, with participants by type of organisation."), people_sheets.meetings),
    ("Deliveries", N_("Who submitted what and when, and how complete it is."), people_sheets.deliveries),
    (
        "Overlaps",
        N_("Possible double counts, disagreements of neighbours, two figures of one country."),
        finding_sheets.overlaps,
    ),
)
"""The sheets after the first: name (the same in every language, for programs), what it holds, what writes it."""

README = "Read me"

_RULES = (
    N_(
        "National figures are preferred: populations stand below them and sites below populations, and what stands "
        "below is never added to what stands above."
    ),
    N_(
        "Figures of several states are added only where unit, year (or the years back that are stated) and season "
        "allow. Otherwise the total says “not additive” and why. Dead animals are never added."
    ),
    N_(
        "Where two states may have counted the same animals, a total is given twice: with nothing counted twice, and "
        "with all figures added."
    ),
    N_("Not a range state, not surveyed, no report, withheld and confirmed absent are five different cells."),
    N_(
        "Threats are ranked by counting assessments; impact classes are never averaged. Minority views are listed, "
        "never averaged away."
    ),
    N_("Costs are added by currency and never converted."),
    N_(
        "Every figure leads to its record: the identifier stands in the column “Record” and is the name of a place in "
        "the country's own report; the submission is told by number and SHA-256."
    ),
)

def write(region: Region, catalogue: Catalogue, language: str, made_at: str) -> bytes:
    """See `regional.write_regional_workbook`."""
    with using(language):
        moment = said.moment_of(made_at)
        first = partial(_readme, catalogue=catalogue, moment=moment)
        rest = [_with(catalogue, sheet) for _name, _what, sheet in SHEETS]
        return written([first, *rest], region, _("Regional synthesis"), moment)


def _with(catalogue: Catalogue, sheet: Callable[[Book, Region, Catalogue], None]) -> Callable[[Book, Region], None]:
    return lambda book, region: sheet(book, region, catalogue)


def _readme(book: Book, region: Region, *, catalogue: Catalogue, moment: datetime.datetime) -> None:
    widths = (30.0, 84.0)
    sheet = book.sheet(README, widths, whole=True)
    sheet.sheet_view.showGridLines = False
    ink = Ink(sheet)
    late = [catalogue.label("country", d.country) for d in region.deliveries if d.expected and not d.deliveries]
    delivered = said.labels(catalogue, "country", region.delivered)
    facts = (
        (_("Cycle"), said.label(catalogue, "cycle", region.cycle)),
        (_("Catalogue edition"), said.label(catalogue, "edition", region.catalogue)),
        (_("Made at (UTC)"), formats.moment_text(moment.isoformat())),
        (_("Program"), PROGRAM),
        (_("Submissions received from"), ", ".join(delivered) or _("nobody")),
        (_("Nothing received from"), ", ".join(late) or "–"),
    )
    sheet.append(ink.row([(_("Regional synthesis"), "title")]))
    sheet.append([])
    for n, (label, text) in enumerate(facts, start=3):
        sheet.row_dimensions[n].height = height_of([label, text], widths[:2])
        sheet.append(ink.row([(label, "strong"), (text, "text")]))
    sheet.append([])
    sheet.append(ink.row([(_("Sheet"), "head"), (_("What it holds"), "head")]))
    for name, what, _write in SHEETS:
        sheet.append(ink.row([(name, "strong"), (_(what), "text")]))
    sheet.append([])
    sheet.append(ink.row([(_("How to read it"), "head"), (" ", "head")]))
    first = 3 + len(facts) + 2 + len(SHEETS) + 2
    for number, rule in enumerate(_RULES):
        sheet.row_dimensions[first + number].height = height_of([_(rule)], widths[1:2])
        sheet.append(ink.row([(str(number + 1), "quiet"), (_(rule), "text")]))
