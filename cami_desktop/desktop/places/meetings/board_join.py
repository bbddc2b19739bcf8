"""What several contributions would be as one, before they are joined: every field, and a choice where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea

from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.desktop.forms.grid import FormGrid
from cami_desktop.desktop.forms.row import FieldRow
from cami_desktop.desktop.tables.panel import Preview
from cami_desktop.desktop.texts import value_text
from cami_desktop.desktop.widgets import Message, button
from cami_desktop.errors import CamiError
from cami_desktop.records.contribution_joins import COUNTED, TEXTS, Join, join_of, joined, paragraphs
from cami_desktop.records.duplicates import kept_apart
from cami_desktop.records.kinds import Contribution
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

LEFT_OUT = ("meeting",)
"""Fields that all of them share anyway."""

SHOWN = 60
"""Letters of a text that a choice shows."""


class Chooser(QComboBox):
    """The values among which a person chooses where contributions differ; nothing is chosen at first."""

    def __init__(self, name: str, values: Sequence[tuple[str, Any]], *, asks: bool) -> None:
        """values: what is shown and what it means; asks: whether a person has to choose."""
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if asks:
            self.addItem(_("They differ: choose"), None)
        for text, value in values:
            self.addItem(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…", (value,))
        self.asks = asks

    @property
    def decided(self) -> bool:
        """Whether one of the values was chosen."""
        return self.currentData() is not None


class JoinPanel(Preview):
    """Joins contributions as one step of undo. joined_into(id) tells which one stands for all; apart() after a pair
    that was offered was kept apart.
    """

    joined_into = Signal(str)
    apart = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(_("Join contributions"))
        self.session = session
        self.join: Join | None = None
        self.rows: dict[str, FieldRow] = {}
        self.choosers: dict[str, Chooser] = {}
        self.written: set[str] = set()
        self.offered = False
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.message = Message()
        self.apply_button.setText(_("Join"))
        self.apart_button: QPushButton = button(
            _("Not the same"), self.keep_apart, key="Ctrl+Shift+3", hint=_("Keep both, and do not ask again")
        )
        self.build(self.message, self.area, more=self.apart_button, fills=True)

    def open(self, records: Sequence[Contribution], *, offered: bool = False) -> bool:
        """Show what contributions would be as one; offered: they were found to be similar. False where they cannot."""
        self.offered = offered
        try:
            self.join = join_of(records, self.session.catalogue)
        except CamiError as error:
            self.session.told.emit(str(error), "hint")
            return False
        self._show()
        return True

    def begin(self) -> None:
        """Put the focus into the first choice, else on the button."""
        first = next((one for one in self.choosers.values() if one.asks), None)
        (first or self.apply_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def look_again(self) -> None:
        """Records were stored meanwhile: what is shown must be true when it is applied."""
        if self.join is None:
            return
        found = [self.session.find(record.id) for record in self.join.records]
        if any(record is None for record in found):
            self.closed.emit()
        elif list(self.join.records) != found:
            self.open([record for record in found if isinstance(record, Contribution)], offered=self.offered)

    def apply(self) -> None:
        """Store it: one contribution, the others in the bin, and what links to them pointing at it."""
        join = self.join
        if join is None or not self.apply_button.isEnabled():
            return
        try:
            records = joined(join, self._answers(), self.session.records)
            n = len(join.records)
            words = n_("{n} contribution joined", "{n} contributions joined", n).format(n=n)
            self.join = None
            self.session.save_all(records, label=words)
        except CamiError as error:
            self.join = join
            self.message.say(str(error), "error")
            return
        self.session.tell_undoable(words)
        self.closed.emit()
        self.joined_into.emit(join.proposal.id)

    def keep_apart(self) -> None:
        """Remember that the two that were offered are not the same."""
        if self.join is None or len(self.join.records) != 2:
            return
        first, second = self.join.records
        self.join = None
        try:
            self.session.save_all(kept_apart(first, second, _("Not the same as")), label=_("Kept apart"))
        except CamiError as error:
            self.session.told.emit(str(error), "error")
        self.closed.emit()
        self.apart.emit()

    # Inside

    def _show(self) -> None:
        join = self.join
        assert join is not None
        n = len(join.records) - 1
        words = n_(
            "One more goes to the bin, and what points at it will point at the joined one. Undo brings it back.",
            "{n} more go to the bin, and what points at them will point at the joined one. Undo brings them back.", n,
        )  # fmt: skip
        self.summary.setText(words.format(n=n))
        self.written.clear()
        self.choosers.clear()
        self.rows = {
            field.name: FieldRow(field, self.session) for field in Contribution.fields() if field.name not in LEFT_OUT
        }
        grid = FormGrid(list(self.rows.values()))
        for name, row in self.rows.items():
            row.editor.show_answer(Answer(getattr(join.proposal, name), join.proposal.absent.get(name, "")))
            row.editor.typing.connect(partial(self._typed, name))
            row.editor.left.connect(partial(self._typed, name))
        self._add_choosers(join)
        self._explain(join)
        old = self.area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.area.setWidget(grid)
        self.apart_button.setVisible(self.offered and len(join.records) == 2)
        self.message.say("")
        self._check()

    def _add_choosers(self, join: Join) -> None:
        for name, values in join.differing.items():
            field = Contribution.field(name)
            texts = [(value_text(self.session, field, one) or _("as the meeting's rule"), one) for one in values]
            if None not in values and not field.required:
                texts.append((_("leave blank"), None))
            self._add_chooser(name, texts, asks=True)
        texts = [(" ".join(record.text.split()), number) for number, record in enumerate(join.records) if record.text]
        if len(texts) > 1:
            texts.insert(0, (_("All, one paragraph each"), -1))
            self._add_chooser("text", texts, asks=False)
        if len(join.speakers) > 1:
            speakers = []
            for one in join.speakers:
                parts = [value_text(self.session, Contribution.field(name), value) for name, value in
                         zip(("participation", "organisation"), one, strict=True)]  # fmt: skip
                speakers.append((", ".join(filter(None, parts)), one))
            self._add_chooser("participation", speakers, asks=False)

    def _add_chooser(self, name: str, values: Sequence[tuple[str, Any]], *, asks: bool) -> None:
        row = self.rows[name]
        words = _("{field}: which one").format(field=_(row.field.label))
        chooser = self.choosers[name] = Chooser(words, values, asks=asks)
        row.box.insertWidget(1, chooser)
        # Below a text it is corrected; of anything else the choice already tells all of it.
        row.editor.setVisible(name == "text")
        chooser.activated.connect(partial(self._chosen, name))

    def _explain(self, join: Join) -> None:
        """Say below the fields how their values came about."""
        for name in COUNTED:
            counts = [value for record in join.records if (value := getattr(record, name)) is not None]
            if len(counts) > 1:
                added = " + ".join(formats.number(value) for value in counts)
                self.rows[name].message.say(_("Added up: {sum}. Correct it where people were counted twice.")
                                            .format(sum=added), "hint")  # fmt: skip
        priorities = {record.priority for record in join.records if record.priority}
        if len(priorities) > 1:
            self.rows["priority"].message.say(_("The highest of them."), "hint")
        self._explain_voices(join)

    def _explain_voices(self, join: Join) -> None:
        chosen = self.rows["participation"].editor.read().value, self.rows["organisation"].editor.read().value
        left_out = join.organisations_left_out(chosen)
        field = Contribution.field("organisation")
        names = "; ".join(value_text(self.session, field, id_) for id_ in left_out)
        words = _("Nobody of the voices speaks for it: {names}. Write it into the text.").format(names=names)
        self.rows["organisation"].message.say(words if left_out else "", "warning")

    def _chosen(self, name: str, _place: int) -> None:
        """A value was chosen: it stands in the field and can be corrected there."""
        join, data = self.join, self.choosers[name].currentData()
        if join is None or data is None:
            self._check()
            return
        if name == "text":
            self._choose_text(join, data[0])
        elif name == "participation":
            self._put("participation", data[0][0])
            self._put("organisation", data[0][1])
            self._put("voices", join.voices_beside(data[0][0]))
            self._explain_voices(join)
        else:
            self._put(name, data[0])
        self._check()

    def _choose_text(self, join: Join, number: int) -> None:
        """One of the texts with its translation, or all as paragraphs."""
        for name in TEXTS:
            texts = [getattr(record, name) for record in join.records]
            self._put(name, paragraphs(texts) if number < 0 else texts[number])
        if number >= 0 and "language" in self.choosers:
            place = self.choosers["language"].findText(
                value_text(self.session, Contribution.field("language"), join.records[number].language)
            )
            if place > 0:
                self.choosers["language"].setCurrentIndex(place)
                self._put("language", join.records[number].language)

    def _put(self, name: str, value: Any) -> None:
        self.rows[name].editor.show_answer(Answer(value))
        self.written.add(name)

    def _typed(self, name: str) -> None:
        if self.join is not None and self.rows[name].editor.dirty:
            self.written.add(name)
            self._check()

    def _undecided(self) -> list[str]:
        join = self.join
        if join is None:
            return []
        return [name for name in join.differing if name not in self.written]

    def _check(self) -> None:
        """Say what is still to be chosen; without that nothing is joined."""
        missing = self._undecided()
        for name in self.join.differing if self.join is not None else ():
            self.rows[name].message.say(_("Choose which one is right.") if name in missing else "", "warning")
        names = ", ".join(_(Contribution.field(name).label) for name in missing)
        self.message.say(_("Still to choose: {fields}").format(fields=names) if missing else "", "warning")
        self.apply_button.setEnabled(not missing and self.session.editable)

    def _answers(self) -> dict[str, Any]:
        """What stands in the fields that a person chose or wrote. Raises CamiError where one cannot be read."""
        names = self.written | {name for name, row in self.rows.items() if row.editor.dirty}
        return {name: self.rows[name].editor.read().value for name in names}
