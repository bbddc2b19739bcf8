"""The tabs of a taxon: one for each section, and its sources and history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.places.species.population import PopulationTab
from cami_desktop.desktop.places.species.status import StatusTab
from cami_desktop.desktop.places.species.strips import Strip, citing_words, contribution_words, impact_words
from cami_desktop.desktop.places.species.tab import EMPTY, KINDS_OF_TAB, ListTab, Tab
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.widgets import column
from cami_desktop.records import Record
from cami_desktop.records.completeness import SECTIONS, taxa_of
from cami_desktop.records.kinds import Barrier, ConservationMeasure, Gap, Need, Source, ThreatAssessment
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

__all__ = [
    "KINDS_OF_TAB", "BarriersTab", "GapsNeedsTab", "GapsTab", "ListTab", "MeasuresTab", "NeedsTab", "PopulationTab",
    "SourcesTab", "StatusTab", "Tab", "ThreatsTab", "records_of",
]  # fmt: skip


class ThreatsTab(ListTab):
    """Threats to the taxon, and how the impact of the current one came about."""

    cls = ThreatAssessment

    def words(self, record: Record | None) -> str:
        """The scores and their sum."""
        told = impact_words(self.session.catalogue, record) if isinstance(record, ThreatAssessment) else ""
        return escape(told)


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

    def words(self, record: Record | None) -> str:
        """The contributions that speak of it."""
        return contribution_words(self.session, record) if isinstance(record, Gap) else ""


class NeedsTab(ListTab):
    """Needs."""

    cls = Need
    many = True

    def words(self, record: Record | None) -> str:
        """The contributions that speak of it."""
        return contribution_words(self.session, record) if isinstance(record, Need) else ""


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
        self.strip = Strip(session, _("What cites the source"))
        self.strip.put_above(self.browser)
        self.browser.table.picked.connect(self._tell)
        column(self, self.browser)

    def show_taxon(self, code: str) -> None:
        """Gather the sources anew: records may have changed meanwhile."""
        self.taxon = code
        self._named = set()
        for record in records_of(self.session, code):
            values = record.values()
            self._named.update([*values.get("sources", []), *filter(None, [values.get("source")])])
        self.browser.show_where(lambda source: source.id in self._named)
        self._tell(self.browser.table.current)

    def _tell(self, source: Record | None) -> None:
        cited = citing_words(self.session, records_of(self.session, self.taxon), source.id) if source else ""
        self.strip.say(cited)


def records_of(session: Session, taxon: str) -> list[Record]:
    """Every record of the sections that is about a taxon."""
    kinds = [cls for classes in SECTIONS.values() for cls in classes]
    return [record for cls in kinds for record in session.all(cls) if taxon in taxa_of(record)]
