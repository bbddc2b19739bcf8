"""The tabs of a taxon: one for each section, and its sources and history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.charts.view import ChartView
from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.texts import link_text
from cami_desktop.desktop.widgets import column
from cami_desktop.records import Record
from cami_desktop.records.completeness import SECTIONS, taxa_of
from cami_desktop.records.kinds import (
    Barrier,
    ConservationMeasure,
    Gap,
    Need,
    PopulationEstimate,
    Source,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.synthesis.picture import Picture

KINDS_OF_TAB: Mapping[str, tuple[str, ...]] = {
    code: tuple(cls.kind for cls in kinds) for code, kinds in SECTIONS.items()
}
"""Tab code -> the kinds it edits."""

EMPTY: Mapping[str, str] = {
    "population_estimate": N_(
        "Figures for the population: year, what was counted, minimum, best, maximum, method, source."
    ),
    "threat_assessment": N_("Threats to the species, scored by timing, scope and severity; the impact follows."),
    "barrier": N_("Fences, railways, roads and other lines in the way of the migration."),
    "conservation_measure": N_("What is done or planned for the species, by whom and with what effect."),
    "gap": N_("What is missing: knowledge, law, enforcement, capacity, funding, cooperation."),
    "need": N_("What would close a gap."),
    "source": N_("No record of this species names a source yet."),
}


class Tab(QWidget):
    """A tab shows one taxon after another."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.taxon = ""

    def show_taxon(self, code: str) -> None:
        """Show a taxon; called each time the tab comes into view."""
        raise NotImplementedError

    def show_record(self, record: Record, field: str | None) -> bool:
        """Show one of its records and go to a field."""
        return False


class StatusTab(Tab):
    """The status of the taxon in this cycle, as one form."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.form = RecordForm(session, SpeciesStatus, hide=("taxon", "cycle"))
        column(self, self.form)
        session.changed.connect(self._changed)

    def show_taxon(self, code: str) -> None:
        """Show the status of this cycle, or a draft of it."""
        self.taxon = code
        found = self._stored()
        shown = self.form.record
        if found is not None and shown is not None and shown.id == found.id:
            return
        if found is None and self.session.editable:
            found = self.session.new(SpeciesStatus, taxon=code, cycle=self.session.info.cycle)
        self.form.show_record(found)

    def show_record(self, record: Record, field: str | None) -> bool:
        """Go to a field of the status."""
        self.form.show_record(record, field or next(iter(self.form.rows)))
        return True

    def _mine(self, record: SpeciesStatus) -> bool:
        return record.taxon == self.taxon

    def _stored(self) -> SpeciesStatus | None:
        found = self.session.all(SpeciesStatus, self._mine)
        same = [record for record in found if record.cycle == self.session.info.cycle]
        return next(iter([*same, *found]), None)

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", "species_status") and self.form.record is None and self.taxon:
            self.show_taxon(self.taxon)


class ListTab(Tab):
    """Records of one kind that are about the taxon."""

    cls: type[Record]
    many = False
    sort = ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        hide = () if self.many else ("taxon",)
        self.browser = RecordBrowser(
            session, self.cls, where=self._mine, defaults=self.defaults, hide=hide, beside=self.beside(),
            empty=_(EMPTY[self.cls.kind]), sort=self.sort,
        )  # fmt: skip
        column(self, self.browser)

    def beside(self) -> QWidget | None:
        """What stands beside the table."""
        return None

    def defaults(self) -> Mapping[str, Any]:
        """What a new record begins with."""
        return {"taxa": [self.taxon]} if self.many else {"taxon": self.taxon}

    def show_taxon(self, code: str) -> None:
        """Show the records of the taxon."""
        if code != self.taxon:
            self.taxon = code
            self.browser.show_where(self._mine)

    def show_record(self, record: Record, field: str | None) -> bool:
        """Go to a record and field."""
        return self.browser.go_to(record.id, field)

    def _mine(self, record: Record) -> bool:
        return self.taxon in taxa_of(record)


class PopulationTab(ListTab):
    """Figures and their chart side by side; what is stored appears in the chart at once."""

    cls = PopulationEstimate
    sort = "-year"

    def __init__(self, session: Session) -> None:
        self.chart = ChartView()
        super().__init__(session)
        session.changed.connect(self._follow)
        self.browser.table.picked.connect(lambda _record: self._draw())

    def beside(self) -> QWidget:
        """The chart."""
        return self.chart

    def defaults(self) -> Mapping[str, Any]:
        """A new figure counts in the unit of the others."""
        units = Counter(estimate.unit for estimate in self._estimates() if estimate.unit)
        return {**super().defaults(), "unit": units.most_common(1)[0][0] if units else "individuals"}

    def show_taxon(self, code: str) -> None:
        """Show the figures and draw them."""
        super().show_taxon(code)
        self._draw()

    def _follow(self, kind: str, _id: str) -> None:
        if kind in ("", "population_estimate", "site"):
            self._draw()

    def _estimates(self) -> list[PopulationEstimate]:
        return list(self.session.all(PopulationEstimate, self._mine))

    def _draw(self) -> None:
        """Draw the figures in the unit of the current row: figures of different units have no common axis."""
        from cami_desktop.synthesis.population_chart import population_chart

        estimates = self._estimates()
        current = self.browser.table.current
        unit = current.unit if isinstance(current, PopulationEstimate) and current.unit else self.defaults()["unit"]
        same = [estimate for estimate in estimates if estimate.unit in (unit, None)]
        catalogue = self.session.catalogue
        name = f"{catalogue.label('taxon', self.taxon)}, {catalogue.label('population_unit', unit).lower()}"

        def draw(width: float, height: float) -> Picture:
            return population_chart(same, catalogue, width=width, height=height, title=name, name=self._series)

        self.chart.show_picture(draw if same else None)

    def _series(self, estimate: PopulationEstimate) -> str:
        where = estimate.population or (link_text(self.session, estimate.site) if estimate.site else "")
        return where or (self.session.catalogue.label("coverage", estimate.level) if estimate.level else _("not named"))


class ThreatsTab(ListTab):
    """Threats to the taxon."""

    cls = ThreatAssessment


class BarriersTab(ListTab):
    """Barriers in its way."""

    cls = Barrier
    many = True


class MeasuresTab(ListTab):
    """Measures for it."""

    cls = ConservationMeasure
    many = True


class GapsTab(ListTab):
    """Gaps."""

    cls = Gap
    many = True


class NeedsTab(ListTab):
    """Needs."""

    cls = Need
    many = True


class GapsNeedsTab(Tab):
    """Gaps, and the needs that answer them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        pages: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "gap": (_(Gap.plural), partial(GapsTab, session)),
            "need": (_(Need.plural), partial(NeedsTab, session)),
        }
        self.tabs = LazyTabs(_("Gaps and needs"), pages)
        self.tabs.currentChanged.connect(lambda _number: self.show_taxon(self.taxon))
        column(self, self.tabs)

    def show_taxon(self, code: str) -> None:
        """Show the open one of both."""
        self.taxon = code
        part = self.tabs.page(self.tabs.code)
        assert isinstance(part, ListTab)
        part.show_taxon(code)

    def show_record(self, record: Record, field: str | None) -> bool:
        """Go to a gap or need."""
        part = self.tabs.open(record.kind)
        self.show_taxon(self.taxon)
        return isinstance(part, ListTab) and part.show_record(record, field)


class SourcesTab(Tab):
    """The sources that records of the taxon name."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._named: set[str] = set()
        self.browser = RecordBrowser(
            session, Source, where=lambda source: source.id in self._named, empty=_(EMPTY["source"])
        )
        self.browser.new_button.hide()
        column(self, self.browser)

    def show_taxon(self, code: str) -> None:
        """Gather the sources anew: records may have changed meanwhile."""
        self.taxon = code
        self._named = set()
        for record in records_of(self.session, code):
            values = record.values()
            self._named.update([*values.get("sources", []), *filter(None, [values.get("source")])])
        self.browser.show_where(lambda source: source.id in self._named)


def records_of(session: Session, taxon: str) -> list[Record]:
    """Every record of the sections that is about a taxon."""
    kinds = [cls for classes in SECTIONS.values() for cls in classes]
    return [record for cls in kinds for record in session.all(cls) if taxon in taxa_of(record)]
