"""Choosing contributions of a meeting from which a decision is made; making it is for the tab of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.records.kinds import Contribution, Decision
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class ContributionPicks(QWidget):
    """The contributions of a meeting, narrowed by typing. wanted(contributions) asks for a decision from the chosen."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.filter = QLineEdit()
        self.filter.setAccessibleName(_("Show only contributions with these words"))
        self.filter.setPlaceholderText(_("Show only those with these words"))
        self.filter.setClearButtonEnabled(True)
        self.table = PlainTable(
            _("Contributions of the meeting"), [_("Contribution"), _("State"), _("Made into")], (190, 90, 70)
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.filter.textChanged.connect(self.table.narrow)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.message = Message()
        self.maker = button(
            _("Make a decision"), self._make, icon="go", main=True, key="Ctrl+Return",
            hint=_("Make one decision from the chosen contributions"),
        )  # fmt: skip
        self.cancel = button(_("Cancel"), self.closed.emit, icon="cancel")
        told(QShortcut(QKeySequence(Qt.Key.Key_Escape), self), _("Back to the form")).activated.connect(
            self.cancel.click
        )
        head = label(_("Which contributions does it follow from?"), "heading", wrap=True)
        column(
            self, head, self.filter, self.table, self.message, row(self.maker, self.cancel, None), margin=2 * SPACE
        ).setStretch(2, 1)

    def show_meeting(self, meeting_id: str) -> None:
        """Show the contributions of a meeting; the keyboard is in the line that narrows them."""
        catalogue = self.session.catalogue
        found = self.session.records.all(Contribution, meeting=meeting_id)
        made = {id_ for item in self.session.all(Decision) for id_ in item.contributions}
        self.filter.clear()
        self.table.fill(
            [
                Row(
                    (
                        " ".join((item.text or "").split()),
                        catalogue.label("contribution_state", item.state) if item.state else "",
                        _("decision") if item.id in made else "",
                    ),
                    item.id,
                    tip=item.text or "",
                )
                for item in found
            ]
        )
        self.table.clearSelection()
        none = _("This meeting has no contributions yet.")
        self.message.say("" if found else none, "hint")
        self.maker.setEnabled(bool(found))
        self.show()
        self.filter.setFocus()

    def _make(self) -> None:
        chosen = [self.session.find(id_) for id_ in self.table.selected]
        self.wanted.emit([record for record in chosen if isinstance(record, Contribution)])
