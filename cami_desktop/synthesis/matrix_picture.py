"""The matrix of species and range states as a picture: words in every cell, tints by quality, trends as signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cami_desktop.catalogue import Catalogue
from cami_desktop.synthesis.legend import Sign, legend
from cami_desktop.synthesis.matrix import CellKind, Matrix, MatrixCell
from cami_desktop.synthesis.picture import DARK, LIGHT, Item, Line, Marker, Picture, Rect, Shape, Text
from cami_desktop.synthesis.reported import Reported
from cami_desktop.synthesis.scale import text_width, wrapped
from cami_desktop.words import N_, _, formats

MATRIX_LIGHT: Mapping[str, str] = MappingProxyType(
    {
        **LIGHT,
        "quality_A": "#c9e4d3",
        "quality_B": "#ddeed9",
        "quality_C": "#faf0ce",
        "quality_D": "#f8dfc8",
        "quality_E": "#eceff1",
        "cell_value": "#eceff1",
        "cell_zero_confirmed": "#cfddf0",
        "cell_not_range_state": "#fbfbfb",
        "cell_not_surveyed": "#e6dff2",
        "cell_no_report": "#f5d5d9",
        "cell_withheld": "#d7d2cb",
    }
)
"""The roles of LIGHT, and the tints of cells: those with a value by quality (list `data_quality`), others by kind."""

MATRIX_DARK: Mapping[str, str] = MappingProxyType(
    {
        **DARK,
        "quality_A": "#2a5a41",
        "quality_B": "#39583a",
        "quality_C": "#5b5128",
        "quality_D": "#634629",
        "quality_E": "#38424c",
        "cell_value": "#38424c",
        "cell_zero_confirmed": "#2c4668",
        "cell_not_range_state": "#20282f",
        "cell_not_surveyed": "#463a63",
        "cell_no_report": "#63323b",
        "cell_withheld": "#4d473f",
    }
)
"""The same roles on dark paper."""

SHORT_CELL: Mapping[CellKind, str] = MappingProxyType(
    {
        CellKind.ZERO_CONFIRMED: N_("absent"),
        CellKind.NOT_RANGE_STATE: "–",
        CellKind.NOT_SURVEYED: N_("not surveyed"),
        CellKind.NO_REPORT: N_("no report"),
        CellKind.WITHHELD: N_("withheld"),
    }
)
"""What stands in a cell without a value; the legend says it in full."""

_TREND_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {"increasing": "triangle", "decreasing": "triangle_down", "stable": "square"}
)

_SIZE, _SMALL = 7.0, 6.0
_ROW, _HEAD = 25.0, 24.0
_MOST_NAMED = 8
"""More columns than these bear the codes of the countries instead of their names."""


def role_of(cell: MatrixCell) -> str:
    """The role of a cell's tint in the palettes."""
    if cell.kind is CellKind.VALUE and f"quality_{cell.quality}" in MATRIX_LIGHT:
        return f"quality_{cell.quality}"
    return f"cell_{cell.kind.value}"


def matrix_picture(
    matrix: Matrix, catalogue: Catalogue, *, columns: Sequence[str] = (), width: float = 480.0
) -> Picture:
    """Draw the matrix, width in points; the height follows from its rows.

    columns: the states that get a column (none: all); of the others a last column names those from which a report on
    the taxon is missing. To be painted with MATRIX_LIGHT or MATRIX_DARK.
    """
    return _Grid(matrix, catalogue, columns or matrix.countries, width).picture()


class _Grid:
    """One matrix being laid out."""

    def __init__(self, matrix: Matrix, catalogue: Catalogue, columns: Sequence[str], width: float) -> None:
        self.matrix = matrix
        self.catalogue = catalogue
        self.columns = columns
        self.others = [country for country in matrix.countries if country not in columns]
        self.width = width
        self.left = 104.0
        self.right = width - (96.0 if self.others else 0.0)
        self.step = (self.right - self.left) / max(1, len(columns))
        self.size = _SIZE if self.step > 40 else _SMALL - 0.5

    def picture(self) -> Picture:
        paint, legend_height = legend(self._signs(), self.width, _SIZE)
        items = self._heads()
        for n, taxon in enumerate(self.matrix.taxa):
            items += self._row(taxon, _HEAD + n * _ROW)
        bottom = _HEAD + len(self.matrix.taxa) * _ROW
        items += paint(bottom + 8)
        words = " ".join(self._described(taxon) for taxon in self.matrix.taxa)
        return Picture(self.width, bottom + 8 + legend_height, tuple(items), _("Species and range states"), words)

    def _heads(self) -> list[Item]:
        found: list[Item] = []
        for n, country in enumerate(self.columns):
            name = self.catalogue.label("country", country) if len(self.columns) <= _MOST_NAMED else country
            found += self._lines(name, self.left + (n + 0.5) * self.step, _HEAD - 12, self.step - 3, bold=True)
        if self.others:
            found += self._lines(_("no report from"), (self.right + self.width) / 2, _HEAD - 12, 92, bold=True)
        found.append(Line(0, _HEAD - 1, self.width, _HEAD - 1, "line", 0.75))
        return found

    def _lines(self, text: str, x: float, middle: float, room: float, *, bold: bool = False) -> list[Item]:
        lines = wrapped(text, self.size * (1.06 if bold else 1), room, 2)
        first = middle + self.size * 0.35 - (len(lines) - 1) * (self.size + 1) / 2
        return [
            Text(x, first + n * (self.size + 1), line, self.size, "middle", "ink", bold) for n, line in enumerate(lines)
        ]

    def _row(self, taxon: str, top: float) -> list[Item]:
        found_taxon = self.catalogue.all_taxa.get(taxon)
        name = found_taxon.name() if found_taxon else taxon
        lines = wrapped(name, _SIZE, self.left - 6, 2)
        first = top + _ROW / 2 + _SIZE * 0.35 - (len(lines) - 1) * (_SIZE + 1) / 2
        found: list[Item] = [Text(0, first + n * (_SIZE + 1), line, _SIZE) for n, line in enumerate(lines)]
        for n, country in enumerate(self.columns):
            found += self._cell(self.matrix.cell(taxon, country), self.left + n * self.step, top)
        silent = [c for c in self.others if self.matrix.cell(taxon, c).kind is CellKind.NO_REPORT]
        if silent:
            found += self._lines(", ".join(silent), (self.right + self.width) / 2, top + _ROW / 2, 92)
        return found

    def _cell(self, cell: MatrixCell, x: float, top: float) -> list[Item]:
        found: list[Item] = [Rect(x + 0.5, top + 0.5, self.step - 1, _ROW - 1, role_of(cell))]
        middle, centre = top + _ROW / 2, x + self.step / 2
        if cell.kind is not CellKind.VALUE:
            short = SHORT_CELL[cell.kind]
            return found + self._lines(short if short == "–" else _(short), centre, middle, self.step - 3)
        first, year = self._said(cell), str(cell.figure.year) if cell.figure else ""
        shape = _TREND_SHAPES.get(cell.trend)
        below = bool(year or shape)
        found += self._lines(first, centre, middle - (4.5 if below else 0), self.step - 3)
        room = text_width(year, _SMALL)
        if year:
            found.append(Text(centre - (4 if shape else 0), middle + 8.5, year, _SMALL, "middle", "muted"))
        if shape:
            found.append(Marker(centre + (room / 2 + 2 if year else 0), middle + 6.5, shape, 5.0, "ink"))
        return found

    def _said(self, cell: MatrixCell) -> str:
        if cell.figure is not None:
            return compact(cell.figure)
        return self.catalogue.label("presence", cell.presence) if cell.presence else _("reported")

    def _signs(self) -> list[Sign]:
        label = self.catalogue.label
        signs = [
            Sign(f"{code} – {label('data_quality', code)}", (Rect(0, -4, 11, 8, f"quality_{code}"),))
            for code in self.catalogue.codes("data_quality")
            if f"quality_{code}" in MATRIX_LIGHT
        ]
        kinds = [kind for kind in CellKind if kind is not CellKind.VALUE]
        signs += [Sign(label("matrix_cell", kind), (Rect(0, -4, 11, 8, f"cell_{kind.value}"),)) for kind in kinds]
        return signs + [
            Sign(label("trend_iucn", code), (Marker(5, 0, shape, 5.5, "ink"),))
            for code, shape in _TREND_SHAPES.items()
        ]

    def _described(self, taxon: str) -> str:
        found = self.catalogue.all_taxa.get(taxon)
        cells = [self.matrix.cell(taxon, country) for country in self.columns]
        told = [
            f"{self.catalogue.label('country', c.country)} {self._said(c)}"
            for c in cells
            if c.kind is CellKind.VALUE
        ]
        return f"{found.name() if found else taxon}: {', '.join(told) or _('no report')}."


def compact(figure: Reported) -> str:
    """A figure in little room: 16,000+ for at least, 0–60 for at most."""
    if figure.best is not None:
        return formats.number(figure.best)
    low, high = figure.low, figure.high
    if high is None:
        return f"{formats.number(low)}+" if low is not None else "–"
    return formats.number(high) if low == high else f"{formats.number(low)}–{formats.number(high)}"
