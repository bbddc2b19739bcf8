"""The regional picture: everything that follows from the records of all countries, bundled as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.barriers import Barriers, barriers
from cami_desktop.synthesis.contributions import Consultation, consultation
from cami_desktop.synthesis.deliveries import CountryDeliveries, Delivery, LedgerEntry, deliveries
from cami_desktop.synthesis.matrix import Matrix, species_matrix
from cami_desktop.synthesis.overlaps import (
    Disagreement,
    Discrepancy,
    Overlap,
    disagreements,
    discrepancies,
    overlaps,
)
from cami_desktop.synthesis.programme import PowRow, programme_table
from cami_desktop.synthesis.reported import Reported, reported_figures
from cami_desktop.synthesis.threats import ThreatRanking, threat_ranking
from cami_desktop.synthesis.totals import LATEST_WINDOW, Total, latest_totals, population_totals


@dataclass(frozen=True, slots=True)
class Region:
    """The regional picture of one cycle.

    catalogue is the edition it was seen under; latest are totals from the newest figure of each state within a window
    of years, totals those of every single year; figures are all reported figures side by side.
    """

    catalogue: str
    cycle: str
    matrix: Matrix
    figures: tuple[Reported, ...]
    latest: tuple[Total, ...]
    totals: tuple[Total, ...]
    threats: ThreatRanking
    barriers: Barriers
    programme: tuple[PowRow, ...]
    consultation: Consultation
    deliveries: tuple[CountryDeliveries, ...]
    overlaps: tuple[Overlap, ...]
    disagreements: tuple[Disagreement, ...]
    discrepancies: tuple[Discrepancy, ...]

    @property
    def delivered(self) -> tuple[str, ...]:
        """The countries from which a submission was received."""
        return tuple(item.country for item in self.deliveries if item.deliveries)

    def submission(self, country: str) -> Delivery | None:
        """The newest submission of a country, from which its records are."""
        return next((item.latest for item in self.deliveries if item.country == country), None)

    def counts(self) -> dict[str, int]:
        """How much there is of each part, for messages."""
        return {
            "countries": len(self.delivered),
            "figures": len(self.figures),
            "totals": len(self.totals),
            "threats": len(self.threats.overall),
            "barriers": len(self.barriers.rows),
            "programme": sum(1 for row in self.programme if row.answers),
            "gaps": sum(len(area.gaps) for area in self.consultation.gaps),
            "contributions": len(self.consultation.statements),
            "meetings": len(self.consultation.meetings),
            "overlaps": len(self.overlaps),
        }


def regional_picture(
    view: RecordView, submissions: Iterable[LedgerEntry], *, cycle: str = "", window: int = LATEST_WINDOW
) -> Region:
    """See the records of all countries together.

    submissions: the packages received, as the ledger holds them; only national ones count. cycle: whose statuses count
    where a state has several (blank: that of the newest submission). window: years that the newest figures of several
    states may lie apart in `Region.latest`.
    """
    received = [entry for entry in submissions if entry.kind == "national"]
    chosen = cycle or max(received, key=lambda entry: entry.at).cycle if received else cycle
    figures = reported_figures(view)
    return Region(
        catalogue=view.catalogue.edition,
        cycle=chosen,
        matrix=species_matrix(view, chosen, figures),
        figures=figures,
        latest=latest_totals(view, window=window, cycle=chosen, figures=figures),
        totals=population_totals(view, cycle=chosen, figures=figures),
        threats=threat_ranking(view),
        barriers=barriers(view),
        programme=programme_table(view),
        consultation=consultation(view),
        deliveries=deliveries(view, received),
        overlaps=overlaps(view, chosen, figures),
        disagreements=disagreements(view, chosen),
        discrepancies=discrepancies(view, figures),
    )
