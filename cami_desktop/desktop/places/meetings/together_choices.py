"""What two note takers both changed: both values beside each other, and a person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.texts import title, value_text
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import KINDS, FieldType
from cami_desktop.records.contribution_joins import paragraphs
from cami_desktop.records.record import TRACKED_COMMON
from cami_desktop.words import _, n_, p_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.ledger import Conflict


class ChoicesPart(QWidget):
    """The values that wait for a choice in this workspace. counted(n) tells how many."""

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.waiting: dict[int, Conflict] = {}
        about = _("Both note takers changed these fields without knowing of each other. Until you choose, the value of "
                  "this workspace is shown, and nothing can be handed over.")  # fmt: skip
        heads = [_("Record"), _("Field"), _("Here"), _("On the other laptop")]
        self.table = PlainTable(_("Waiting for you"), heads, (200, 110), sortable=False)
        for place in (2, 3):
            self.table.header().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.picked.connect(lambda _value: self._offer())
        self.table.opened.connect(lambda _value: self._go())
        self.ours = button(_("Keep what is here"), lambda: self.choose("ours"), key="Ctrl+Shift+1")
        self.theirs = button(_("Take the other"), lambda: self.choose("theirs"), key="Ctrl+Shift+2")
        self.both = button(_("Keep both texts"), lambda: self.choose("both"), key="Ctrl+Shift+4",
                           hint=_("One after the other, as paragraphs"))  # fmt: skip
        self.message = Message()
        column(self, label(about, tone="muted", wrap=True), self.table,
               row(self.ours, self.theirs, self.both, None), self.message)  # fmt: skip

    @property
    def current(self) -> Conflict | None:
        """The chosen line."""
        return self.waiting.get(self.table.value or 0)

    def look(self) -> None:
        """Read beside the window what waits."""
        workspace, jobs = self.session.workspace, self.session.jobs

        def work(_progress: Progress) -> Sequence[Conflict]:
            from cami_desktop.workspace.ledger import Conflict

            return workspace.ledger(Conflict, state="open")

        if jobs is not None:
            jobs.run_quietly(work, self._show)

    def choose(self, what: str) -> None:
        """Decide the chosen line: `ours`, `theirs`, or `both` texts as paragraphs; it is one step in the history."""
        from cami_desktop.loop.resolve import resolve

        conflict = self.current
        if conflict is None or conflict.id is None or not self.session.editable:
            return
        self.session.flush()
        choice = f"value={paragraphs((conflict.ours, conflict.theirs))}" if what == "both" else what
        try:
            resolve(self.session.workspace, conflict.id, choice, _("Chosen after note takers' packages were joined"))
        except CamiError as error:
            self.message.say(str(error), "error")
            return
        self.message.say("")
        stored = self.session.workspace.get(KINDS[conflict.kind], conflict.record_id)
        if stored is not None:
            self.session.take_up([stored])
        self.look()

    # Inside

    def _show(self, found: Sequence[Conflict]) -> None:
        self.waiting = {one.id: one for one in found if one.id is not None}
        had_focus = any(one.hasFocus() for one in (self.ours, self.theirs, self.both))
        self.table.fill([self._row(one) for one in self.waiting.values()])
        self.table.fit(8)
        self._offer()
        if had_focus:
            self.table.setFocus()
        self.counted.emit(len(found))

    def _row(self, one: Conflict) -> Row:
        cls = KINDS[one.kind]
        record = self.session.records.get(one.record_id)
        name = f"{_(cls.label)}: {title(self.session, record)}" if record is not None else _(cls.label)
        if one.field in TRACKED_COMMON:
            field = _(TRACKED_COMMON[one.field])
            texts = [self._common(one.field, value) for value in (one.ours, one.theirs)]
        else:
            known = cls.field(one.field)
            field = _(known.label)
            values = (value_text(self.session, known, value) for value in (one.ours, one.theirs))
            texts = [value or p_("a field", "blank") for value in values]
        return Row([name, field, *texts], one.id, None, "\n".join([name, *texts]))

    def _common(self, name: str, value: object) -> str:
        if name == "deleted":
            return _("removed") if value else _("kept")
        if isinstance(value, dict):
            n = len(value)
            return n_("{n} entry", "{n} entries", n).format(n=n)
        return str(value)

    def _offer(self) -> None:
        one = self.current
        for control in (self.ours, self.theirs):
            control.setEnabled(one is not None and self.session.editable)
        text = one is not None and one.field not in TRACKED_COMMON
        long = text and one is not None and KINDS[one.kind].field(one.field).type is FieldType.LONG_TEXT
        self.both.setVisible(bool(long and one and one.ours and one.theirs))

    def _go(self) -> None:
        one = self.current
        if one is not None:
            self.session.wanted.emit(one.kind, one.record_id, "" if one.field in TRACKED_COMMON else one.field)
