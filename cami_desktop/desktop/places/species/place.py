"""Species: the taxa at the left; of the chosen one its status, figures with chart, threats and all other sections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QWidget

from cami_desktop.catalogue import Taxon
from cami_desktop.desktop.lazy_tabs import LazyTabs
from cami_desktop.desktop.places.base import Place
from cami_desktop.desktop.places.sections import TITLES, Sections, described, sign
from cami_desktop.desktop.places.species import tabs
from cami_desktop.desktop.places.species.history import HistoryTab
from cami_desktop.desktop.places.species.taxon_list import TaxonList
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row
from cami_desktop.records.completeness import taxa_of
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

TABS: dict[str, tuple[str, Callable[[Session], tabs.Tab]]] = {
    "status": (TITLES["status"], tabs.StatusTab),
    "population": (TITLES["population"], tabs.PopulationTab),
    "threats": (TITLES["threats"], tabs.ThreatsTab),
    "barriers": (TITLES["barriers"], tabs.BarriersTab),
    "measures": (TITLES["measures"], tabs.MeasuresTab),
    "gaps_needs": (TITLES["gaps_needs"], tabs.GapsNeedsTab),
    "sources": (N_("Sources"), tabs.SourcesTab),
    "history": (N_("History"), HistoryTab),
}
"""The tabs in order; the first six are sections of completeness."""

AROUND = 48
"""Pixels that a tab takes besides its words: its mark and the space around."""

TIGHT = "QTabBar::tab { padding: 7px 5px 6px 5px; font-size: 12px; }"
"""The tabs of a narrow window."""


class Species(Place):
    """The place of the species."""

    place_id: ClassVar[str] = "species"
    title: ClassVar[str] = N_("Species")

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session, jobs)
        self.taxon = ""
        self._tight = False
        self.sections = Sections.of(session, jobs)
        self.taxa = TaxonList(session, self.sections)
        self.name = label("", "title")
        self.latin = label("", "heading", tone="muted")
        self.about = label("", "small", tone="muted", wrap=True)
        self.tabs = LazyTabs(
            _("Sections"), {code: (_(name), partial(self._tab, code)) for code, (name, _tab) in TABS.items()}
        )
        self._build()
        self.taxa.picked.connect(self.show_taxon)
        self.tabs.currentChanged.connect(lambda _number: self._show_tab())
        self.sections.found.connect(self._mark_tabs)
        self.taxa.list.setCurrentRow(0)

    def _build(self) -> None:
        right = QWidget()
        head = QWidget()
        column(head, row(self.name, self.latin, None, space=2 * SPACE), self.about, space=0)
        head.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column(right, head, self.tabs, space=SPACE).setStretch(1, 1)
        layout = row(self.taxa, right, space=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # What others use

    def show_taxon(self, code: str) -> None:
        """Show a taxon in the tab that is open."""
        self.session.flush()
        self.taxon = code
        taxon = self.session.catalogue.all_taxa.get(code)
        self.name.setText(taxon.name() if taxon else code)
        self.latin.setText(taxon.scientific_name if taxon else "")
        self.about.setText(self._described(taxon) if taxon else "")
        self._mark_tabs()
        if self.tabs.built(self.tabs.code):
            self._show_tab()

    def open_tab(self, code: str) -> tabs.Tab:
        """Go to a tab by its code."""
        self.tabs.open(code)
        return self._show_tab()

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record in the tab of its section, for a taxon that it is about."""
        record = self.session.find(id_)
        if record is None:
            return False
        about = taxa_of(record)
        if about and self.taxon not in about and not any(self.taxa.choose(code) for code in about):
            return False
        section = next((code for code, kinds in tabs.KINDS_OF_TAB.items() if kind in kinds), None)
        return section is not None and self.open_tab(section).show_record(record, field)

    def memory(self) -> str:
        """The taxon and the open tab."""
        return f"{self.taxon}/{self.tabs.code}"

    def recall(self, memory: str) -> None:
        """Show the taxon and tab again."""
        taxon, _slash, tab = memory.partition("/")
        self.taxa.choose(taxon)
        if tab in TABS:
            self.open_tab(tab)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the tabs closer together where they would not all be seen."""
        super().resizeEvent(event)
        self._fit_tabs()

    # Inside

    def _fit_tabs(self) -> None:
        """In a narrow window the tabs stand close and without marks: the list of taxa and the tooltips tell them."""
        bar = self.tabs.tabBar()
        words = sum(bar.fontMetrics().horizontalAdvance(self.tabs.tabText(n)) for n in range(self.tabs.count()))
        tight = words + self.tabs.count() * AROUND > self.width() - self.taxa.width()
        if tight != self._tight:
            self._tight = tight
            bar.setStyleSheet(TIGHT if tight else "")
            self._mark_tabs()

    def _described(self, taxon: Taxon) -> str:
        label_of = self.session.catalogue.label
        states = ", ".join(label_of("country", code) for code in taxon.range_states)
        parts = [
            _("CMS Appendix {appendix}").format(appendix=taxon.appendix) if taxon.appendix != "none" else "",
            _("IUCN: {category}").format(category=label_of("red_list_category", taxon.red_list))
            if taxon.red_list
            else "",
            _("Range states: {states}").format(states=states) if states else "",
        ]
        return " · ".join(filter(None, parts))

    def _tab(self, code: str) -> tabs.Tab:
        """Build a tab, which shows the taxon from the start."""
        tab = TABS[code][1](self.session)
        if self.taxon:
            tab.show_taxon(self.taxon)
        return tab

    def _show_tab(self) -> tabs.Tab:
        """Let the open tab show the taxon."""
        tab = self.tabs.page(self.tabs.code)
        assert isinstance(tab, tabs.Tab)
        if self.taxon:
            tab.show_taxon(self.taxon)
        return tab

    def _mark_tabs(self, _grid: object = None) -> None:
        for number, code in enumerate(TABS):
            cell = self.sections.cell(code, self.taxon)
            if cell is not None:
                self.tabs.setTabIcon(number, QIcon() if self._tight else sign(cell.state))
                self.tabs.setTabToolTip(number, described(cell))
