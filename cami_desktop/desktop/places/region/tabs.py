"""What the region looks like: submissions with the matrix, totals, and the ranking of threats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSplitter, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.region.detail import Detail
from cami_desktop.desktop.places.region.matrix import MatrixTable, legend
from cami_desktop.desktop.places.region.words import (
    IMPACT_HEADS,
    Facts,
    came_with,
    cell_facts,
    cell_rows,
    figure_row,
    heading,
    record_rows,
)
from cami_desktop.desktop.places.submit.ledger import outcome_text
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import code_text, local_time
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row
from cami_desktop.desktop.window_state import remember
from cami_desktop.exchange.regional.said import count_text, span_text, taxon_name, total_notes, total_text
from cami_desktop.exchange.verdict_words import verdict_words
from cami_desktop.synthesis.matrix import MatrixCell
from cami_desktop.synthesis.totals import share_known
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.synthesis.deliveries import CountryDeliveries, Delivery
    from cami_desktop.synthesis.region import Region
    from cami_desktop.synthesis.threats import ThreatRank
    from cami_desktop.synthesis.totals import Total


class RegionTab(QWidget):
    """A tab that shows a part of the regional picture."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.region: Region | None = None

    def show_region(self, region: Region) -> None:
        """Show the picture; called when it was made anew."""
        raise NotImplementedError


def beside(left: QWidget, right: QWidget, sizes: Sequence[int] = (740, 480)) -> QSplitter:
    """A table with its detail at the right."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(left)
    splitter.addWidget(right)
    splitter.setChildrenCollapsible(False)
    splitter.setStretchFactor(0, 2)
    splitter.setStretchFactor(1, 1)
    remember(splitter, "region", sizes)
    return splitter


class OverviewTab(RegionTab):
    """Who submitted what, and below it the matrix of species and range states."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        heads = [_("Country"), _("Number"), _("Received"), _("Verdict"), _("Records"), _("Merged"), _("Signer")]
        self.deliveries = PlainTable(_("Received submissions"), heads, (130, 66, 176, 90, 72, 92))
        self.matrix = MatrixTable(session)
        self.everyone = QCheckBox(_("All range states"))
        self.everyone.toggled.connect(lambda _on: self._show_matrix())
        self.detail = Detail(session, _("Choose a cell to see what is behind it."))
        self.matrix.picked.connect(self._show_cell)
        self.matrix.opened.connect(lambda _cell: self.detail.records.setFocus())
        left = QWidget()
        bar = row(label(_("Species and range states"), "heading"), None, self.everyone)
        column(
            left, label(_("Received submissions"), "heading"), self.deliveries, bar, self.matrix, legend(session)
        ).setContentsMargins(SPACE, SPACE, 0, SPACE)  # fmt: skip
        column(self, beside(left, self.detail))

    def show_region(self, region: Region) -> None:
        """Show both tables."""
        self.region = region
        self.deliveries.fill([line for item in region.deliveries for line in self._delivered(item)])
        self.deliveries.fit(6)
        self._show_matrix()

    def _show_matrix(self) -> None:
        if self.region is not None:
            self.matrix.show_matrix(self.region.matrix, everyone=self.everyone.isChecked())

    def _delivered(self, item: CountryDeliveries) -> list[Row]:
        country = self.session.catalogue.label("country", item.country)
        lines = [self._delivery(country, delivery) for delivery in reversed(item.deliveries)]
        never, mark = _("never arrived"), theme.icon("warning", "warning")
        lines += [Row((country, number, never, "", None, "", ""), icon=mark) for number in item.missing]
        if not lines:
            lines = [Row((country, None, _("nothing yet"), "", None, "", ""), icon=theme.icon("state-none", "muted"))]
        return lines

    def _delivery(self, country: str, item: Delivery) -> Row:
        cells = (
            country, item.number, local_time(item.at), verdict_words(item.verdict), item.records,
            outcome_text(item.outcome), item.signer,
        )  # fmt: skip
        return Row(cells, item.digest, theme.icon("saved", "good"), f"{item.package}\nSHA-256 {item.digest}")

    def _show_cell(self, cell: MatrixCell | None) -> None:
        if cell is None or self.region is None:
            self.detail.show_nothing()
            return
        rows = cell_rows(self.session, self.region, cell)
        facts = cell_facts(self.session, cell)
        if rows:
            facts.append((_("Came with"), came_with(self.session, self.region, [cell.country])))
        self.detail.show_facts(heading(self.session, cell.taxon, cell.country), facts, rows)


class TotalsTab(RegionTab):
    """Population totals by taxon and year; why figures were not added is told, and every figure is named."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.every_year = QCheckBox(_("Every year"))
        self.every_year.setToolTip(_("Otherwise the newest figure of each state, as far as they lie near each other"))
        self.every_year.toggled.connect(lambda _on: self._fill())
        self.search = _search()
        heads = [_("Species"), _("Year"), _("Total"), _("Unit"), _("Range states"), _("What to know")]
        self.table = PlainTable(_("Population totals"), heads, (160, 86, 150, 90, 96))
        self.search.textEdited.connect(self.table.narrow)
        self.detail = Detail(session, _("Choose a total to see the figures in it."))
        self.table.picked.connect(self._show)
        self.table.opened.connect(lambda _total: self.detail.records.setFocus())
        left = QWidget()
        column(left, row(self.search, self.every_year, None), self.table).setContentsMargins(SPACE, SPACE, 0, SPACE)
        column(self, beside(left, self.detail))

    def show_region(self, region: Region) -> None:
        """Show the totals."""
        self.region = region
        self._fill()

    def _fill(self) -> None:
        if self.region is None:
            return
        totals = self.region.totals if self.every_year.isChecked() else self.region.latest
        self.table.fill([self._row(total) for total in totals])
        self.table.narrow(self.search.text())

    def _row(self, total: Total) -> Row:
        catalogue = self.session.catalogue
        unit = catalogue.label("population_unit", total.unit) if total.unit else ""
        cells = (
            taxon_name(catalogue, total.taxon), _years(total), total_text(total), unit, share_known(total, catalogue),
            total_notes(total, catalogue),
        )  # fmt: skip
        sign = theme.icon("saved", "good") if total.additive else theme.icon("warning", "warning")
        return Row(cells, total, sign)

    def _show(self, total: Total | None) -> None:
        if total is None or self.region is None:
            self.detail.show_nothing()
            return
        catalogue, session = self.session.catalogue, self.session

        def named(codes: Sequence[str]) -> str:
            return ", ".join(catalogue.label("country", code) for code in codes)

        facts: Facts = [
            (_("Total"), total_text(total)),
            (_("Minimum"), span_text(total.minimum)),
            (_("Best"), span_text(total.best)),
            (_("Maximum"), span_text(total.maximum)),
            *(
                (catalogue.label("country", count.country), f"{count_text(count)} ({count.year})")
                for count in total.counts
            ),
            (_("What to know"), total_notes(total, catalogue)),
            (_("Reported absent"), named(total.confirmed_absent)),
            (_("Older figures"), named(total.outdated)),
            (_("No figure"), named(total.missing)),
        ]
        used = [figure_row(session, figure) for count in total.counts for figure in count.figures]
        left = [figure_row(session, item.figure, item.why.text(catalogue)) for item in total.left_out]
        facts.append((_("Came with"), came_with(session, self.region, total.reported)))
        self.detail.show_facts(f"{heading(session, total.taxon)} · {_years(total)}", facts, [*used, *left])


def _years(total: Total) -> str:
    years = [count.year for count in total.counts] or [total.year]
    return str(years[0]) if min(years) == max(years) else f"{min(years)}–{max(years)}"


class ThreatsTab(RegionTab):
    """Threats ranked by how many assessments give them each impact; scores are counted, never averaged."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.within = QComboBox()
        self.within.setAccessibleName(_("Rank within"))
        self.within.setMinimumWidth(240)
        self.within.activated.connect(lambda _place: self._fill())
        self.search = _search()
        heads = [
            _("Threat"), *(_(head) for head in IMPACT_HEADS.values()), _("Unknown"), _("Assessments"), _("Countries"),
        ]  # fmt: skip
        self.table = PlainTable(_("Threats"), heads, (190, 56, 72, 54, 88, 80, 96))
        self.search.textEdited.connect(self.table.narrow)
        self.detail = Detail(session, _("Choose a threat to see the assessments behind it."))
        self.table.picked.connect(self._show)
        self.table.opened.connect(lambda _rank: self.detail.records.setFocus())
        left = QWidget()
        bar = row(label(_("Rank within"), "label"), self.within, self.search, None)
        column(left, bar, self.table).setContentsMargins(SPACE, SPACE, 0, SPACE)
        column(self, beside(left, self.detail))

    def show_region(self, region: Region) -> None:
        """Show the ranking."""
        self.region = region
        kept = self.within.currentData()
        catalogue = self.session.catalogue
        self.within.clear()
        self.within.addItem(_("All species and countries"), ("", ""))
        for taxon in dict.fromkeys(rank.taxon for rank in region.threats.by_taxon if rank.taxon):
            self.within.addItem(taxon_name(catalogue, taxon), (taxon, ""))
        for country in dict.fromkeys(rank.country for rank in region.threats.by_country if rank.country):
            self.within.addItem(catalogue.label("country", country), ("", country))
        self.within.setCurrentIndex(max(0, self.within.findData(kept)))
        self._fill()

    def _fill(self) -> None:
        if self.region is None:
            return
        taxon, country = self.within.currentData()
        ranking = self.region.threats
        if taxon:
            ranks = [rank for rank in ranking.by_taxon if rank.taxon == taxon]
        elif country:
            ranks = [rank for rank in ranking.by_country if rank.country == country]
        else:
            ranks = list(ranking.overall)
        self.table.fill([self._row(rank) for rank in ranks])
        self.table.narrow(self.search.text())

    def _row(self, rank: ThreatRank) -> Row:
        counts = [rank.counts.get(code, 0) for code in IMPACT_HEADS]
        of = _("{n} of {total}").format(n=len(rank.countries), total=rank.reporting)
        name = code_text(self.session.catalogue, "threat", rank.threat)
        return Row((name, *counts, rank.unknown, rank.total, of), rank)

    def _show(self, rank: ThreatRank | None) -> None:
        if rank is None or self.region is None:
            self.detail.show_nothing()
            return
        catalogue = self.session.catalogue
        major = n_("{n} assessment says high or medium", "{n} assessments say high or medium", rank.major)
        facts: Facts = [
            (_("Major threat"), major.format(n=rank.major)),
            (_("Countries"), ", ".join(catalogue.label("country", code) for code in rank.countries)),
            (_("Species"), ", ".join(taxon_name(catalogue, code) for code in rank.taxa)),
            (_("Came with"), came_with(self.session, self.region, rank.countries)),
        ]
        name = code_text(catalogue, "threat", rank.threat)
        self.detail.show_facts(name, facts, record_rows(self.session, rank.records))


def _search() -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(_("Find"))
    line.setAccessibleName(_("Find"))
    line.setMaximumWidth(260)
    return line
