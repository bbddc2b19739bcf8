"""What the shown items of the Programme of Work cost: a line for each currency, never added together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label
from cami_desktop.records.kinds import PowResponse
from cami_desktop.synthesis.programme_cost import Cost, costs_of
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

_MOST = 3
"""Currencies that are seen without scrolling."""


class Totals(QWidget):
    """The totals below the tree."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.said = label("", "small", tone="muted", wrap=True)
        heads = [_("Currency"), _("Cost"), _("Secured"), _("Needed"), _("The rest")]
        self.table = PlainTable(_("Cost and funding of the shown items"), heads, [])
        self.table.header().setStretchLastSection(False)
        self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._right(self.table.headerItem())
        self.table.setToolTip(
            _("Secured: fully funded. Needed: not funded. The rest is partly funded, pledged, in kind, or not told.")
        )
        column(self, self.said, self.table, space=2).setContentsMargins(SPACE, 4, SPACE, 4)

    def show_totals(self, responses: Sequence[PowResponse], *, filtered: bool) -> None:
        """Add up the answers to the items that are shown."""
        costs = costs_of(responses)
        head = _("Cost of the shown items") if filtered else _("Cost of all items")
        without = n_("{n} relevant answer names no cost", "{n} relevant answers name no cost", costs.without)
        parts = [head, without.format(n=costs.without) if costs.without else ""]
        if not costs.by_currency:
            parts = [_("No shown answer names a cost.")]
        self.said.setText(" · ".join(filter(None, parts)))
        self.table.setVisible(bool(costs.by_currency))
        self.table.fill([self._row(cost) for cost in costs.by_currency.values()])
        for number in range(self.table.topLevelItemCount()):
            self._right(self.table.topLevelItem(number))
        self.table.fit(_MOST)

    @staticmethod
    def _right(item: QTreeWidgetItem | None) -> None:
        """Let the figures of a line stand right; they have decimals where the cost has."""
        if item is None:
            return
        for place in range(1, item.columnCount()):
            item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _row(self, cost: Cost) -> Row:
        currency = cost.currency or _("none named")
        name = self.session.catalogue.label("currency", cost.currency) if cost.currency else currency
        values = (cost.total, cost.secured, cost.needed, cost.open)
        figures = [formats.number(round(value, 2)) if value else "–" for value in values]
        return Row([currency, *figures], cost.currency, None, name)
