"""The figures of a taxon and their chart side by side: each shows where the other is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from cami_desktop.desktop.charts.view import ChartView
from cami_desktop.desktop.places.species.strips import sharing_words
from cami_desktop.desktop.places.species.tab import ListTab
from cami_desktop.desktop.texts import link_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row
from cami_desktop.records import Record
from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.synthesis.picture import Picture


class ChartPanel(QWidget):
    """The chart, what of it is drawn, and the figure that is pointed at in words."""

    def __init__(self) -> None:
        super().__init__()
        self.chart = ChartView()
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Populations in the chart"))
        self.choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choice.setMinimumWidth(96)
        self.more = button(_("Chart"), self._more, icon="down", hint=_("Copy the chart, or save it as PNG or SVG"))
        self.words = label(_("Point at a figure, or walk with the arrow keys."), "small", tone="muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setFixedHeight(2 * self.words.fontMetrics().lineSpacing() + 2)
        bar = row(self.choice, self.more, space=4)
        bar.setStretch(0, 1)
        layout = column(self, bar, self.chart, self.words, space=2)
        layout.setStretch(1, 1)
        layout.setContentsMargins(4, 0, SPACE, 0)
        self.chart.pointed.connect(self._pointed)

    def offer(self, names: list[str]) -> None:
        """Offer to draw all populations or one; the choice is kept where it still stands."""
        wanted = ["", *names]
        if [self.choice.itemData(n) for n in range(self.choice.count())] != wanted:
            kept = self.choice.currentData()
            self.choice.blockSignals(True)
            self.choice.clear()
            for name in wanted:
                self.choice.addItem(name or _("All populations"), name)
            self.choice.setCurrentIndex(max(self.choice.findData(kept), 0))
            self.choice.blockSignals(False)
        self.choice.setEnabled(len(names) > 1)

    def _more(self) -> None:
        self.chart.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _pointed(self, words: str) -> None:
        self.words.setText(words or _("Point at a figure, or walk with the arrow keys."))


class PopulationTab(ListTab):
    """Figures and their chart side by side; what is stored appears in the chart at once."""

    cls = PopulationEstimate
    sort = "-year"

    def __init__(self, session: Session) -> None:
        self.panel = ChartPanel()
        self.chart = self.panel.chart
        super().__init__(session)
        # The chart needs the height more than the form, which scrolls.
        self.browser.give_room(340, 260)
        self._stale = False
        session.changed.connect(self._changed)
        session.saved.connect(self._follow)
        self.browser.table.picked.connect(self._picked)
        self.panel.choice.currentIndexChanged.connect(self._draw)
        self.chart.picked.connect(self._go_to)
        self.chart.told.connect(session.told)

    def beside(self) -> QWidget:
        """The chart."""
        return self.panel

    def words(self, record: Record | None) -> str:
        """Who shares the taxon and its populations."""
        return sharing_words(self.session, self.taxon) if self.taxon else ""

    def defaults(self) -> Mapping[str, Any]:
        """A new figure counts in the unit of the others."""
        units = Counter(estimate.unit for estimate in self._estimates() if estimate.unit)
        return {**super().defaults(), "unit": units.most_common(1)[0][0] if units else "individuals"}

    def show_taxon(self, code: str) -> None:
        """Show the figures and draw them."""
        super().show_taxon(code)
        self._draw()

    def _picked(self, record: Record | None) -> None:
        self.chart.mark(record.id if record is not None else "")
        self._draw()

    def _go_to(self, id_: str) -> None:
        """Stand on the row of a figure of the chart; where a filter hides it, say so."""
        if not self.browser.table.go_to(id_):
            self.session.told.emit(_("The filter of the table hides the row of this figure."), "hint")

    def _changed(self, kind: str, _id: str) -> None:
        self._stale = self._stale or kind in ("", "population_estimate", "site")

    def _follow(self) -> None:
        """Draw once, however many figures were stored together."""
        if self._stale:
            self._stale = False
            self._draw()

    def _estimates(self) -> list[PopulationEstimate]:
        return list(self.session.all(PopulationEstimate, self._mine))

    def _draw(self, _number: int = 0) -> None:
        """Draw the figures in the unit of the current row: figures of different units have no common axis."""
        from cami_desktop.synthesis.population_chart import population_chart

        estimates = self._estimates()
        current = self.browser.table.current
        unit = current.unit if isinstance(current, PopulationEstimate) and current.unit else self.defaults()["unit"]
        same = [estimate for estimate in estimates if estimate.unit in (unit, None)]
        names = {estimate.id: self._series(estimate) for estimate in same}
        self.panel.offer(sorted(set(names.values())))
        chosen = self.panel.choice.currentData()
        if chosen:
            same = [estimate for estimate in same if names[estimate.id] == chosen]
        catalogue = self.session.catalogue
        name = f"{catalogue.label('taxon', self.taxon)}, {catalogue.label('population_unit', unit).lower()}"

        def draw(width: float, height: float) -> Picture:
            return population_chart(same, catalogue, width=width, height=height, title=name, name=self._series)

        self.chart.file_name = name
        self.chart.show_picture(draw if same else None)

    def _series(self, estimate: PopulationEstimate) -> str:
        where = estimate.population or (link_text(self.session, estimate.site) if estimate.site else "")
        return where or (self.session.catalogue.label("coverage", estimate.level) if estimate.level else _("not named"))
