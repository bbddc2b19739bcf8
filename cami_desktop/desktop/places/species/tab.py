"""What the tabs of a taxon have in common: one shows one taxon after another, most of them a list of its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.places.species.strips import Strip
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.desktop.widgets import column
from cami_desktop.records import Record
from cami_desktop.records.completeness import SECTIONS, taxa_of
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

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
        self.strip = Strip(session, _("About the current record"))
        self.strip.put_above(self.browser)
        column(self, self.browser)
        self.browser.table.picked.connect(self._tell)
        session.saved.connect(self._retell)

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
        self._tell(self.browser.table.current)

    def words(self, record: Record | None) -> str:
        """What the line above the table says of the current record (HTML); empty for nothing."""
        return ""

    def show_record(self, record: Record, field: str | None) -> bool:
        """Go to a record and field."""
        return self.browser.go_to(record.id, field)

    def _tell(self, record: Record | None) -> None:
        self.strip.say(self.words(record))

    def _retell(self) -> None:
        """The record itself may have changed, or what it points at."""
        current = self.browser.table.current
        self._tell(self.session.find(current.id) if current is not None else None)

    def _mine(self, record: Record) -> bool:
        return self.taxon in taxa_of(record)
