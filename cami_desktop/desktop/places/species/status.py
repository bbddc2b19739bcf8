"""The status of a taxon in this cycle: one form, which can begin from the last cycle and is confirmed by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.places.species.tab import Tab
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, row
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import SpeciesStatus
from cami_desktop.records.last_cycle import carried_over, last_status
from cami_desktop.records.rules import Finding, accept
from cami_desktop.records.rules.last_cycle import NOT_CONFIRMED
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class LastCycle(QWidget):
    """A line above the form: begin from the last cycle, or how many answers of it wait for a yes."""

    def __init__(self, tab: StatusTab) -> None:
        super().__init__()
        self.said = Message(small=False)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        hint = _("Take over what the last cycle recorded, to be confirmed")
        self.start = button(_("Start from the last cycle"), tab.start, key="Ctrl+Shift+L", hint=hint)
        hint = _("Everything that still stands as in the last cycle is so")
        self.confirm = button(_("Confirm all that stay"), tab.confirm, key="Ctrl+Shift+Return", hint=hint)
        line = row(self.said, self.start, self.confirm)
        line.setStretch(0, 1)
        line.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        self.setLayout(line)

    def show_state(self, cycle: str, waiting: int, *, begins: bool) -> None:
        """cycle: name of the last one, empty without; begins: nothing is stored yet; waiting: answers to confirm."""
        self.start.setVisible(bool(cycle) and begins)
        self.confirm.setVisible(waiting > 0)
        words = ""
        if cycle and begins:
            words = _("Nothing recorded for this cycle yet. The last one: {cycle}.").format(cycle=cycle)
        elif waiting:
            words = n_(
                "{n} answer is as in the last cycle and not confirmed: change it, or confirm it (Ctrl+R).",
                "{n} answers are as in the last cycle and not confirmed: change or confirm each (Ctrl+R), or all.",
                waiting,
            ).format(n=waiting)
        self.said.say(words, "warning" if waiting else "muted")
        self.setVisible(bool(words))


class StatusTab(Tab):
    """The status of the taxon in this cycle, as one form."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.form = RecordForm(session, SpeciesStatus, hide=("taxon", "cycle"))
        self.last = LastCycle(self)
        column(self, self.last, self.form, space=0).setStretch(1, 1)
        session.changed.connect(self._changed)

    def show_taxon(self, code: str) -> None:
        """Show the status of this cycle, or a draft of it."""
        self.taxon = code
        found = self._stored()
        shown = self.form.record
        if found is None or shown is None or shown.id != found.id:
            if found is None and self.session.editable:
                found = self.session.new(SpeciesStatus, taxon=code, cycle=self.session.info.cycle)
            self.form.show_record(found)
        self._tell()

    def start(self) -> None:
        """Take over what the last cycle recorded: one step of undo."""
        self.form.commit()
        last, draft = self._last(), self.form.record
        if last is None or not isinstance(draft, SpeciesStatus) or draft.id:
            return
        fresh = carried_over(last, self.session.new(SpeciesStatus, taxon=self.taxon, cycle=self.session.info.cycle))
        try:
            stored = self.session.save_all([fresh], label=_("Start from the last cycle"))
        except CamiError as error:
            self.session.told.emit(str(error), "error")
            return
        self.form.show_record(stored[0])
        self.form.focus_field()
        self._tell()

    def confirm(self) -> None:
        """Confirm every answer that still stands as in the last cycle: each has an acceptance, which travels."""
        self.form.commit()
        stored = self._stored()
        if stored is None:
            return
        waiting = self._waiting(stored)
        if not waiting:
            return
        confirmed = accept(stored, [finding.accept_as for finding in waiting], waiting[0].ready)
        try:
            self.form.show_record(self.session.save(confirmed))
        except CamiError as error:
            self.session.told.emit(str(error), "error")
            return
        self.session.told.emit(_("Confirmed for this cycle"), "good")
        self._tell()

    def show_record(self, record: Record, field: str | None) -> bool:
        """Go to a field of the status."""
        self.form.show_record(record, field or next(iter(self.form.rows)))
        self._tell()
        return True

    def _mine(self, record: SpeciesStatus) -> bool:
        return record.taxon == self.taxon

    def _stored(self) -> SpeciesStatus | None:
        found = self.session.all(SpeciesStatus, self._mine)
        same = [record for record in found if record.cycle == self.session.info.cycle]
        # What an earlier cycle recorded stays as it was handed in; where nobody edits, it is better than nothing.
        return next(iter(same if self.session.editable else [*same, *found]), None)

    def _last(self) -> SpeciesStatus | None:
        info = self.session.info
        return last_status(self.session.records, info.country, self.taxon, info.cycle)

    def _tell(self) -> None:
        """Say whether to begin from the last cycle, or what of it waits."""
        stored, last = self._stored(), self._last() if self.session.editable else None
        cycle = self.session.catalogue.label("cycle", last.cycle or "") if last is not None else ""
        waiting = self._waiting(stored) if stored is not None and last is not None else []
        self.last.show_state(cycle, len(waiting), begins=stored is None)

    def _waiting(self, stored: SpeciesStatus) -> list[Finding]:
        """What says that an answer is as in the last cycle and not confirmed."""
        return [one for one in self.session.findings(stored) if one.rule == NOT_CONFIRMED and one.open]

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", "species_status") and self.taxon:
            if self.form.record is None:
                self.show_taxon(self.taxon)
            else:
                self._tell()
