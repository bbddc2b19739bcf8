"""How the regional picture reads on the screen: cells, totals and figures in words, and the records behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cami_desktop.desktop.tables.plain import Row
from cami_desktop.desktop.texts import link_text, local_time
from cami_desktop.exchange.regional.said import figure_text, season_label, taxon_name
from cami_desktop.synthesis.matrix import CellKind, MatrixCell
from cami_desktop.words import N_, _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.synthesis.region import Region
    from cami_desktop.synthesis.reported import Reported

Facts = list[tuple[str, str]]
"""Names and values, blank values included; the panel leaves those out."""

HEADS = (N_("Country"), N_("Record"), N_("Figure"), N_("Year"), N_("Record id"))
"""Columns of the table of records behind a figure."""

WIDTHS = (104, 186, 84, 52)


def heading(session: Session, taxon: str, country: str = "") -> str:
    """Taxon, and country where one is named."""
    name = taxon_name(session.catalogue, taxon)
    return f"{name} · {session.catalogue.label('country', country)}" if country else name


def cell_words(session: Session, cell: MatrixCell) -> str:
    """A cell in one sentence, for those who listen and for the tooltip."""
    said = [value for _name, value in cell_facts(session, cell) if value]
    return f"{heading(session, cell.taxon, cell.country)}: {'; '.join(said)}"


def cell_facts(session: Session, cell: MatrixCell) -> Facts:
    """What a cell says, line by line."""
    label = session.catalogue.label
    trend = label("trend_iucn", cell.trend) if cell.trend else ""
    quality = f"{cell.quality} – {label('data_quality', cell.quality)}" if cell.quality else ""
    beside = _("{n} other national figures of the same year stand beside it").format(n=cell.beside)
    return [
        (_("Answer"), label("matrix_cell", cell.kind.value)),
        (_("Presence"), label("presence", cell.presence) if cell.presence else ""),
        (_("Trend"), trend),
        *(figure_facts(session, cell.figure) if cell.figure is not None else []),
        (_("Quality"), quality),
        (_("Beside it"), beside if cell.beside else ""),
        (_("Note"), _("Not surveyed in this cycle") if cell.not_surveyed and cell.kind is CellKind.VALUE else ""),
        (_("Range"), _("The catalogue does not list this state for the taxon") if _strange(cell) else ""),
    ]


def _strange(cell: MatrixCell) -> bool:
    return cell.outside_range and cell.kind is not CellKind.NOT_RANGE_STATE


def figure_facts(session: Session, figure: Reported) -> Facts:
    """A reported figure, line by line."""
    label = session.catalogue.label
    three = (figure.minimum, figure.best, figure.maximum)
    spread = " / ".join(formats.number(n) if n is not None else "–" for n in three)
    return [
        (_("Figure"), figure_text(figure)),
        (_("Minimum / best / maximum"), spread if figure.filled else ""),
        (_("Unit"), label("population_unit", figure.unit) if figure.unit else ""),
        (_("Year"), str(figure.year) if figure.year else ""),
        (_("Season"), season_label(session.catalogue, figure.season) if figure.season else ""),
        (_("Method"), label("survey_method", figure.method) if figure.method else ""),
        (_("Source"), figure.source),
        (_("Remarks"), figure.remarks),
    ]


def figure_row(session: Session, figure: Reported, why: str = "") -> Row:
    """A figure as a line of the table of records; why tells that it does not count."""
    level = session.catalogue.label("coverage", figure.level) if figure.level else ""
    place = ", ".join(filter(None, (level, figure.place)))
    title = f"{place} – {why}" if why else place
    country = session.catalogue.label("country", figure.country)
    cells = (country, title, figure_text(figure), str(figure.year or ""), figure.record)
    return Row(cells, figure.record)


def record_rows(session: Session, ids: Iterable[str]) -> list[Row]:
    """Records by id, where no figure stands for them."""
    found = []
    for id_ in ids:
        record = session.find(id_)
        country = session.catalogue.label("country", record.country) if record is not None else ""
        kind = _(record.label) if record is not None else ""
        title = f"{kind}: {link_text(session, id_)}" if kind else link_text(session, id_)
        found.append(Row((country, title, "", "", id_), id_))
    return found


def cell_rows(session: Session, region: Region, cell: MatrixCell) -> list[Row]:
    """The records behind a cell, and all other figures of that state for the taxon."""
    figures = [item for item in region.figures if (item.taxon, item.country) == (cell.taxon, cell.country)]
    chosen = cell.figure.record if cell.figure is not None else ""
    ordered = sorted(figures, key=lambda item: (item.record != chosen, -(item.year or 0), item.level, item.record))
    status = [id_ for id_ in cell.records if id_ not in {item.record for item in figures}]
    return [*record_rows(session, status), *(figure_row(session, item) for item in ordered)]


def came_with(session: Session, region: Region, countries: Iterable[str]) -> str:
    """With which submission the records of countries came; of a single one also who signed it, when and its digest."""
    found = [found for code in dict.fromkeys(countries) if (found := region.submission(code)) is not None]
    label = session.catalogue.label
    if len(found) != 1:
        brief = _("{country}: submission {n}")
        return "\n".join(brief.format(country=label("country", item.country), n=item.number) for item in found)
    only = found[0]
    return _("Submission {n}, signed by {who}, {when}, SHA-256 {digest}").format(
        n=only.number, who=only.signer, when=local_time(only.signed_at), digest=grouped(only.digest)
    )


def grouped(digest: str) -> str:
    """A digest in groups of eight, so that it can be compared by eye and breaks over lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


IMPACT_HEADS: Mapping[str, str] = {
    "high": N_("High"),
    "medium": N_("Medium"),
    "low": N_("Low"),
    "negligible": N_("Negligible"),
}
"""Impacts that have a column of their own in the ranking."""
