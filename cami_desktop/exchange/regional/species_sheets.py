"""The sheets on species: matrix, totals and figures side by side; every figure with its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cami_desktop.catalogue import Catalogue
from cami_desktop.exchange.regional import said
from cami_desktop.exchange.regional.sheet import Book, Head, Ink, Value, height_of
from cami_desktop.records.kinds import PopulationEstimate, SpeciesStatus
from cami_desktop.synthesis.matrix import CellKind, MatrixCell
from cami_desktop.synthesis.matrix_picture import MATRIX_LIGHT, role_of
from cami_desktop.synthesis.region import Region
from cami_desktop.synthesis.reported import Reported
from cami_desktop.synthesis.totals import Span, Total
from cami_desktop.words import _

DIGEST_SHOWN = 16
"""Letters of a digest beside a figure; the sheet of deliveries has it whole."""

_CELL_HEIGHT = 30.0
"""Two lines, in points."""


def trace_heads() -> list[Head]:
    """The columns by which a figure is followed to its record, submission and signer."""
    return [
        Head("record", _("Record"), 34, "quiet"),
        Head("submission", _("Submission"), 11, "year"),
        Head("digest", _("Package (SHA-256)"), 17, "quiet"),
        Head("signer", _("Signer"), 20, "quiet"),
    ]


def trace(region: Region, country: str, records: Iterable[str]) -> list[Value]:
    """The cells of those columns."""
    delivery = region.submission(country)
    ids = "\n".join(records)
    if delivery is None:
        return [ids, None, None, None]
    return [ids, delivery.number, delivery.digest[:DIGEST_SHOWN], delivery.signer]


def matrix(book: Book, region: Region, catalogue: Catalogue) -> None:
    """The grid of species and range states, and its legend."""
    found = region.matrix
    widths = [28.0, *([14.0] * len(found.countries))]
    sheet = book.sheet("Matrix", widths, whole=True)
    sheet.freeze_panes = "B3"
    ink = Ink(sheet)
    sheet.append(ink.row([("taxon", "ids"), *((code, "ids") for code in found.countries)]))
    names = [_("Taxon"), *(catalogue.label("country", code) for code in found.countries)]
    sheet.row_dimensions[2].height = height_of(names, widths, bold=True)
    sheet.append(ink.row([(name, "head") for name in names]))
    for position, taxon in enumerate(found.taxa, start=3):
        sheet.row_dimensions[position].height = _CELL_HEIGHT
        sheet.append(_matrix_row(ink, region, catalogue, taxon))
    sheet.append([])
    for position, (tint, words) in enumerate(_legend(catalogue), start=len(found.taxa) + 4):
        sheet.row_dimensions[position].height = _CELL_HEIGHT
        sheet.append([ink.cell(words, ink.pens.quiet), ink.tinted("", tint)])


def _matrix_row(ink: Ink, region: Region, catalogue: Catalogue, taxon: str) -> Iterator[object]:
    yield ink.cell(said.taxon_name(catalogue, taxon), ink.pens.strong)
    for country in region.matrix.countries:
        cell = region.matrix.cell(taxon, country)
        quiet = cell.kind is CellKind.NOT_RANGE_STATE
        yield ink.tinted(said.cell_text(cell, catalogue), _tint(role_of(cell)), quiet=quiet)


def _tint(role: str) -> str:
    """The tint of a role, as spreadsheets write colours."""
    return MATRIX_LIGHT[role].removeprefix("#").upper()


def _legend(catalogue: Catalogue) -> list[tuple[str, str]]:
    grades = [code for code in catalogue.codes("data_quality") if f"quality_{code}" in MATRIX_LIGHT]
    kinds = [kind for kind in CellKind if kind is not CellKind.VALUE]
    return [
        *((_tint(f"quality_{code}"), catalogue.label("data_quality", code)) for code in grades),
        *((_tint(f"cell_{kind.value}"), catalogue.label("matrix_cell", kind)) for kind in kinds),
    ]


def matrix_cells(book: Book, region: Region, catalogue: Catalogue) -> None:
    """The same cells as a list, with the records behind each."""
    heads = [
        Head("taxon", _("Taxon"), 24, "strong"),
        Head("country", _("Country"), 16),
        Head("cell", _("Kind of cell"), 22),
        Head("presence", _(SpeciesStatus.field("presence").label), 18),
        Head("trend", _(SpeciesStatus.field("trend").label), 14),
        *_figure_heads(),
        Head("quality", _(PopulationEstimate.field("quality").label), 24),
        Head("beside", _("Other national figures of that year"), 14, "number"),
        *trace_heads(),
    ]
    cells = [c for c in region.matrix.cells.values() if c.kind is not CellKind.NOT_RANGE_STATE]
    book.table("Matrix cells", heads, (_cell_row(region, catalogue, cell) for cell in cells), keep=2)


def _figure_heads() -> list[Head]:
    field = PopulationEstimate.field
    numbers = [Head(n, _(field(n).label), 13, "number") for n in ("minimum", "best", "maximum")]
    return [Head("year", _(field("year").label), 8, "year"), *numbers, Head("unit", _(field("unit").label), 14)]


def _figure_cells(figure: Reported | None, catalogue: Catalogue) -> list[Value]:
    if figure is None:
        return [None] * 5
    unit = said.label(catalogue, "population_unit", figure.unit)
    return [figure.year, figure.minimum, figure.best, figure.maximum, unit]


def _cell_row(region: Region, catalogue: Catalogue, cell: MatrixCell) -> list[Value]:
    return [
        said.taxon_name(catalogue, cell.taxon),
        said.label(catalogue, "country", cell.country),
        catalogue.label("matrix_cell", cell.kind),
        said.label(catalogue, "presence", cell.presence),
        said.label(catalogue, "trend_iucn", cell.trend),
        *_figure_cells(cell.figure, catalogue),
        said.label(catalogue, "data_quality", cell.quality),
        cell.beside or None,
        *trace(region, cell.country, cell.records),
    ]


def totals(book: Book, region: Region, catalogue: Catalogue) -> None:
    """Totals from the newest figures of each state, then those of every single year."""
    once, twice = _("{what}, nothing counted twice"), _("{what}, all figures added")
    words = {name: _(PopulationEstimate.field(name).label) for name in ("minimum", "best", "maximum")}
    sums = [
        Head(f"{name}.{key}", pattern.format(what=words[name]), 15, "number")
        for name in words
        for key, pattern in (("once", once), ("all", twice))
    ]
    heads = [
        Head("taxon", _("Taxon"), 22, "strong"),
        Head("year", _("Year"), 8, "year"),
        Head("window", _("Years back"), 8, "year"),
        Head("total", _("Total"), 22, "strong"),
        Head("unit", _("Unit"), 14),
        *sums,
        Head("notes", _("Why not added, and what to know"), 44),
        Head("figures", _("National figures"), 48),
        Head("left_out", _("Left out"), 48),
        Head("known", _("Range states with a figure"), 12),
        Head("missing", _("Without a figure"), 44),
        Head("outdated", _("Older figures only"), 20),
        Head("records", _("Records"), 34, "quiet"),
    ]
    rows = (_total_row(region, catalogue, total) for total in (*region.latest, *region.totals))
    book.table("Totals", heads, rows, keep=2)


def _sums(span: Span | None) -> list[Value]:
    return [span.once, span.twice] if span else [None, None]


def _total_row(region: Region, catalogue: Catalogue, total: Total) -> list[Value]:
    known = set(total.reported) | set(total.confirmed_absent)
    left = [f"{_named(item.figure, catalogue)}: {item.why.text(catalogue)}" for item in total.left_out]
    counts = [
        f"{catalogue.label('country', c.country)} {c.year}: {said.count_text(c)}"
        f" ({', '.join(said.label(catalogue, 'coverage', level) for level in [c.basis])})"
        for c in total.counts
    ]
    return [
        said.taxon_name(catalogue, total.taxon),
        total.year,
        total.window,
        said.total_text(total),
        said.label(catalogue, "population_unit", total.unit),
        *_sums(total.minimum),
        *_sums(total.best),
        *_sums(total.maximum),
        said.total_notes(total, catalogue),
        "\n".join(counts),
        "\n".join(left),
        f"{sum(1 for c in total.expected if c in known)} / {len(total.expected)}",
        ", ".join(said.labels(catalogue, "country", total.missing)),
        ", ".join(said.labels(catalogue, "country", total.outdated)),
        "\n".join(f.record for c in total.counts for f in c.figures),
    ]


def _named(figure: Reported, catalogue: Catalogue) -> str:
    parts = [catalogue.label("country", figure.country), figure.place, str(figure.year or ""), said.figure_text(figure)]
    return ", ".join(part for part in parts if part)


def figures(book: Book, region: Region, catalogue: Catalogue) -> None:
    """Every reported figure, side by side, as it was reported."""
    field = PopulationEstimate.field
    heads = [
        Head("taxon", _(field("taxon").label), 22, "strong"),
        Head("country", _("Country"), 16),
        Head("level", _(field("level").label), 20),
        Head("place", _("Population or site"), 28),
        Head("season", _(field("season").label), 11),
        *_figure_heads(),
        *(Head(name, _(field(name).label), 22) for name in ("bounds", "estimate_type", "method", "quality")),
        Head("source", _(field("source").label), 40),
        Head("remarks", _(field("remarks").label), 40),
        *trace_heads(),
    ]
    book.table("Figures side by side", heads, (_figure_row(region, catalogue, f) for f in region.figures), keep=2)


def _figure_row(region: Region, catalogue: Catalogue, figure: Reported) -> list[Value]:
    return [
        said.taxon_name(catalogue, figure.taxon),
        said.label(catalogue, "country", figure.country),
        said.label(catalogue, "coverage", figure.level),
        figure.place,
        figure.season,
        *_figure_cells(figure, catalogue),
        said.label(catalogue, "estimate_bounds", figure.bounds),
        said.label(catalogue, "estimate_type", figure.estimate_type),
        said.label(catalogue, "survey_method", figure.method),
        said.label(catalogue, "data_quality", figure.quality),
        figure.source,
        figure.remarks,
        *trace(region, figure.country, [figure.record]),
    ]
