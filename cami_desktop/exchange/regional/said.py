"""How regional figures read in words, alike in the workbook and the report; it lays nothing out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from cami_desktop.catalogue import Catalogue
from cami_desktop.errors import WrongUse
from cami_desktop.synthesis.matrix import CellKind, MatrixCell
from cami_desktop.synthesis.matrix_picture import SHORT_CELL
from cami_desktop.synthesis.national_count import NationalCount
from cami_desktop.synthesis.overlaps import Why
from cami_desktop.synthesis.region import Region
from cami_desktop.synthesis.reported import Reported
from cami_desktop.synthesis.totals import Span, Total
from cami_desktop.words import N_, _, formats

TREND_SIGN: Mapping[str, str] = {"increasing": "↑", "decreasing": "↓", "stable": "→"}

WHY: Mapping[Why, str] = {
    Why.POPULATION: N_("both count a transboundary population"),
    Why.RANGE: N_("both count a range that crosses the border"),
    Why.SITES: N_("the sites touch"),
}
"""What makes figures of two countries suspect of counting the same animals."""


def moment_of(made_at: str) -> datetime.datetime:
    """A text such as 2014-05-20T09:30:00Z as a moment in UTC. Raises WrongUse where it is none."""
    try:
        moment = datetime.datetime.fromisoformat(made_at)
    except ValueError as error:
        raise WrongUse(_("“{text}” is not a moment.").format(text=made_at)) from error
    moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    return moment.replace(microsecond=0)


def range_text(low: int | None, best: int | None, high: int | None) -> str:
    """The best figure; without one the range, or at least and at most; blank for nothing."""
    if best is not None:
        return formats.number(best)
    if low is not None and high is not None:
        return formats.number(low) if low == high else f"{formats.number(low)}–{formats.number(high)}"
    if low is not None:
        return _("at least {n}").format(n=formats.number(low))
    return _("at most {n}").format(n=formats.number(high)) if high is not None else ""


def figure_text(figure: Reported) -> str:
    """A reported figure as it was given."""
    if figure.withheld:
        return _("withheld")
    return range_text(figure.minimum, figure.best, figure.maximum) or _("no figure")


def count_text(count: NationalCount) -> str:
    """What a state enters into a total."""
    if len(count.figures) == 1:
        return figure_text(count.figures[0])
    return range_text(count.low, count.best, None if count.at_least else count.high)


def span_text(span: Span | None) -> str:
    """A sum: one figure, or from–to where animals may have been counted twice."""
    if span is None:
        return ""
    if span.certain:
        return formats.number(span.twice)
    return f"{formats.number(span.once)}–{formats.number(span.twice)}"


def total_text(total: Total) -> str:
    """What a total says at a glance; «not additive» where its figures must not be added."""
    if not total.additive:
        return _("not additive")
    if total.best is not None:
        return span_text(total.best)
    if total.minimum is None:
        return _("at most {n}").format(n=span_text(total.maximum))
    if total.maximum is None:
        return _("at least {n}").format(n=span_text(total.minimum))
    low, high = total.minimum.once, total.maximum.twice
    return _("at most {n}").format(n=formats.number(high)) if low == 0 else range_text(low, None, high)


def total_notes(total: Total, catalogue: Catalogue) -> str:
    """Why nothing was added, else what must be known of the sum."""
    notes = [item.text(catalogue) for item in (*total.reasons, *total.cautions)]
    if total.shared and total.additive:
        pairs = dict.fromkeys(" / ".join(labels(catalogue, "country", pair.countries)) for pair in total.shared)
        notes.append(_("may have counted the same animals: {pairs}").format(pairs="; ".join(pairs)))
    return "; ".join(notes)


def labels(catalogue: Catalogue, list_name: str, codes: Iterable[str]) -> list[str]:
    """The labels of codes; a blank code is left out."""
    return [catalogue.label(list_name, code) for code in codes if code]


def label(catalogue: Catalogue, list_name: str, code: str) -> str:
    """The label of a code, blank for a blank one."""
    return catalogue.label(list_name, code) if code else ""


def counted(catalogue: Catalogue, list_name: str, counts: Mapping[str, int], *, blank: str = "") -> str:
    """Counts by code as «High 2, Low 1», in the order of the list; `blank` names what has no code."""
    order = {code: n for n, code in enumerate(catalogue.codes(list_name))}
    parts = []
    for code in sorted(counts, key=lambda code: (order.get(code, len(order)), code)):
        name = catalogue.label(list_name, code) if code else blank
        if name and counts[code]:
            parts.append(f"{name}\u00a0{formats.number(counts[code])}")
    return ", ".join(parts)


def money(costs: Mapping[str, float]) -> str:
    """Sums by currency, as «60,000,000 KZT; 120,000 USD»."""
    return "; ".join(f"{formats.number(_whole(cost))}\u00a0{code}".rstrip() for code, cost in costs.items())


def _whole(cost: float) -> int | float:
    return int(cost) if cost == int(cost) else cost


def taxon_name(catalogue: Catalogue, code: str) -> str:
    """The common name of a taxon; an unknown code says that it is."""
    found = catalogue.all_taxa.get(code)
    return found.name() if found else catalogue.label("taxon", code)


def cell_text(cell: MatrixCell, catalogue: Catalogue) -> str:
    """A cell of the matrix in one or two lines: figure or presence, then year and trend."""
    if cell.kind is not CellKind.VALUE:
        short = SHORT_CELL[cell.kind]
        return short if short == "–" else _(short)
    figure = cell.figure
    first = figure_text(figure) if figure else label(catalogue, "presence", cell.presence)
    second = [str(figure.year)] if figure else []
    second += [TREND_SIGN[cell.trend]] if cell.trend in TREND_SIGN else []
    return "\n".join(part for part in (first or _("reported"), " ".join(second)) if part)


def number_of(region: Region, country: str) -> str:
    """The number of a country's newest submission, blank where nothing was received."""
    delivery = region.submission(country)
    return str(delivery.number) if delivery else ""


def season_label(catalogue: Catalogue, season: str) -> str:
    """The name of a season; a text that is no season stands as it is."""
    return catalogue.label("season", season) if catalogue.known("season", season) else season


def taxa(catalogue: Catalogue, codes: Iterable[str]) -> str:
    """The names of taxa."""
    return ", ".join(taxon_name(catalogue, code) for code in codes)
