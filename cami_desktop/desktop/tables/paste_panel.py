"""The preview of pasted cells, below the table: what becomes new, what changes, and what cannot be read and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from cami_desktop.desktop import theme
from cami_desktop.desktop.forms.reading import GROUP, POINT
from cami_desktop.desktop.tables import clipboard
from cami_desktop.desktop.tables.clipboard import Exact
from cami_desktop.desktop.tables.panel import Preview
from cami_desktop.desktop.tables.paste import Column, Paster, Plan, Target
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.tables.slices import Slices
from cami_desktop.desktop.texts import title
from cami_desktop.desktop.widgets import button, label, row
from cami_desktop.records import Record
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.tables.table import RecordTable

MOST_LINES = 1_000
"""Lines of the preview; what it counts is everything."""


class PastePanel(Preview):
    """Shows what pasting would do, and does it as one step of undo."""

    def __init__(self, table: RecordTable, begins: Callable[[], Mapping[str, Any]]) -> None:
        """begins: the field values of a new record."""
        super().__init__(_("Paste"))
        self.table = table
        self.plan = Plan()
        self._begins = begins
        self._rows: list[list[str]] = []
        self._exact: Exact | None = None
        self._targets: list[str] = []
        self._left = 0
        self.columns = label("", "small", tone="muted", wrap=True)
        self.where = self._choice(_("Where to"), [(_("Change the rows from the current one down"), False),
                                                  (_("Add every row as a new record"), True)])  # fmt: skip
        self.sign = self._choice(_("How figures such as 11,000 are read"), [
            (_("Figures such as 11,000: leave them out"), ""),
            (_("Figures such as 11,000: eleven thousand"), GROUP),
            (_("Figures such as 11,000: eleven"), POINT),
        ])  # fmt: skip
        heads = [_("Row"), _("Record"), _("Field"), _("Now"), _("Will be")]
        self.lines = PlainTable(_("What pasting does"), heads, (52, 130, 150, 120, 200), sortable=False)
        self.copy_button = button(_("Copy what cannot be read"), self.copy_unread, icon="copy")
        self.build(self.columns, row(self.where, self.sign, None), self.lines, more=self.copy_button, fills=True)
        self._slices = Slices(self)
        self._slices.done.connect(self._show)
        self._paster: Paster | None = None
        self._over = False

    def open(self) -> bool:
        """Look at what is on the clipboard. False where it holds no cells."""
        self._rows = clipboard.read_tsv(clipboard.text())
        if not self._rows:
            return False
        self._exact = clipboard.exact()
        self._over = False
        index = self.table.currentIndex()
        rows, columns = self.table.chosen_rows, self.table.chosen_columns
        first = min(rows, default=max(index.row(), 0))
        self._left = min(columns, default=max(index.column(), 0))
        # Fixed now: other records than those that were seen must not come to stand in their rows.
        wanted = (self.table.rows.record(number) for number in range(first, first + len(self._rows)))
        self._targets = [record.id for record in wanted if record is not None]
        self.sign.setCurrentIndex(0)
        # With a heading, or in an empty table, what comes is mostly new.
        self.where.setCurrentIndex(0)
        self._work()
        if self.plan.by_heading or not self.table.rows.rowCount():
            self.where.setCurrentIndex(1)
        return True

    @property
    def of_clipboard(self) -> bool:
        """Whether what is previewed is still on the clipboard, and not yet stored."""
        return bool(self._rows) and not self._over and self._rows == clipboard.read_tsv(clipboard.text())

    def apply(self) -> None:
        """Store everything that can be read, as one step of undo."""
        if self._slices.busy or not self.apply_button.isEnabled():
            return
        plan = self.plan
        if any(self.table.session.find(record.id) is None for record in plan.changed):
            # Removed since: it is shown before anything is done.
            self._work()
            return
        records = [*plan.changed, *plan.new]
        n = len(records)
        label = n_("Pasted: {n} record", "Pasted: {n} records", n).format(n=n)
        self._over = True
        self.apply_button.setEnabled(False)
        self.table.edits.store(records, label, partial(self._applied, label))

    def _applied(self, label: str, stored: list[Record]) -> None:
        """Say what was stored; what could not be read stays in view."""
        plan = self.plan
        if not stored:
            self._over = False
            self.apply_button.setEnabled(True)
            self.begin()
            return
        self.table.go_to(stored[0].id)
        if plan.unread or plan.in_bin:
            self._show_rest(label)
            self.table.session.tell_undoable(label, "warning", more=" ".join(_left_out(plan)))
        else:
            self.table.session.tell_undoable(label, "muted")
            self.closed.emit()

    def begin(self) -> None:
        """Put the focus where the person decides."""
        (self.apply_button if self.apply_button.isEnabled() else self.cancel_button).setFocus()

    def look_again(self) -> None:
        """Records were stored meanwhile: what is shown must be true when it is applied."""
        if not self._over:
            self._work()

    def copy_unread(self) -> str:
        """Put the rows that are left out, also in part, on the clipboard, each with why, and return the text."""
        reasons: dict[int, list[str]] = {left.row: [_in_bin()] for left in self.plan.in_bin}
        for cell in self.plan.unread:
            reasons.setdefault(cell.row, []).append(f"{_(cell.field.label)}: {cell.why}")
        rows = [[*self.plan.rows[number], " ".join(why)] for number, why in sorted(reasons.items())]
        if self.plan.heading:
            rows.insert(0, [*self.plan.heading, _("Why it was not read")])
        text = clipboard.write_tsv(rows)
        clipboard.put(text)
        n = len(reasons)
        self.table.session.told.emit(n_("Copied: {n} row", "Copied: {n} rows", n).format(n=n), "muted")
        return text

    # Inside

    def _choice(self, name: str, entries: Sequence[tuple[str, Any]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        # As narrow as the window needs; the whole text is in the list.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(28)
        for text, value in entries:
            box.addItem(text, value)
        box.currentIndexChanged.connect(lambda _place: self._work())
        return box

    def _work(self) -> None:
        """Work out what pasting does with what is chosen now."""
        if not self._rows or self._over:
            return
        rows = self.table.rows
        target = Target(
            self._targets, rows.fields[self._left :], self._begins(), bool(self.where.currentData()),
            self.sign.currentData(),
        )  # fmt: skip
        self._paster = Paster(self.table.session, rows.cls, self._rows, self._exact, target)
        self.plan = self._paster.plan
        self.apply_button.setEnabled(False)
        self.summary.setText(_("Reading …"))
        self._slices.run(self._paster.run())

    def _show(self) -> None:
        plan = self.plan
        self.head.setText(_("Paste: {n} × {m} cells").format(n=len(plan.rows), m=len(plan.columns)))
        self.summary.setText(" · ".join(self._counts(plan)) or _("Nothing would change."))
        self.columns.setText(_columns_in_words(plan))
        self.where.setVisible(not any(column.is_id for column in plan.columns))
        self.sign.setVisible(bool(plan.two_ways or self.sign.currentData()))
        self.copy_button.setVisible(bool(plan.unread or plan.in_bin))
        self.apply_button.setEnabled(bool(plan.changed or plan.new))
        self.lines.fill([*self._bin_lines(), *self._unread_lines(), *self._change_lines()][:MOST_LINES])

    def _show_rest(self, done: str) -> None:
        """After applying: what could not be read stays in view until the panel is closed."""
        self.summary.setText(_("{done} What stands here was not stored.").format(done=f"{done}."))
        self.where.hide()
        self.sign.hide()
        self.apply_button.setEnabled(False)
        self.lines.fill([*self._bin_lines(), *self._unread_lines()][:MOST_LINES])
        self.copy_button.setFocus()

    def _counts(self, plan: Plan) -> list[str]:
        known = len({change.record_id for change in plan.changes if change.record_id})
        cells = sum(bool(change.record_id) for change in plan.changes)
        counted = [
            (len(plan.new), n_("{n} new record", "{n} new records", len(plan.new))),
            (cells, n_("{n} cell changed", "{n} cells changed", cells)),
            (known, n_("in {n} record", "in {n} records", known)),
            (plan.emptied, n_("{n} of them emptied", "{n} of them emptied", plan.emptied)),
            (plan.same, n_("{n} cell stays as it is", "{n} cells stay as they are", plan.same)),
            (len(plan.unread), n_("{n} cell cannot be read", "{n} cells cannot be read", len(plan.unread))),
            (len(plan.in_bin), n_("{n} row is left out: its record is in the bin",
                                  "{n} rows are left out: their records are in the bin", len(plan.in_bin))),
            (plan.left_out, n_("{n} row too many is left out", "{n} rows too many are left out", plan.left_out)),
        ]
        return [words.format(n=formats.number(n)) for n, words in counted if n]

    def _bin_lines(self) -> list[Row]:
        session, mark = self.table.session, theme.icon("warning", "warning")
        lines = []
        for left in self.plan.in_bin[:MOST_LINES]:
            record = session.records.get(left.record_id)
            named = title(session, record) if record is not None else ""
            cells = (str(left.row + 1), named, _("not changed"), "", _in_bin())
            lines.append(Row(cells, icon=mark, tip=_in_bin()))
        return lines

    def _unread_lines(self) -> list[Row]:
        cross = theme.icon("error", "error")
        return [
            Row((str(cell.row + 1), _("not read"), _(cell.field.label), cell.text, cell.why), icon=cross, tip=cell.why)
            for cell in self.plan.unread
        ]

    def _change_lines(self) -> list[Row]:
        session = self.table.session
        named: dict[str, str] = {"": _("new")}
        lines = []
        for change in self.plan.changes[:MOST_LINES]:
            if change.record_id not in named:
                record: Record | None = session.find(change.record_id)
                named[change.record_id] = title(session, record) if record is not None else ""
            cells = (str(change.row + 1), named[change.record_id], _(change.field.label), change.before, change.after)
            lines.append(Row(cells))
        return lines


def _in_bin() -> str:
    return _("The record is in the bin. Put it back there, then paste again.")


def _left_out(plan: Plan) -> list[str]:
    """What of a plan was not stored, in a sentence each."""
    cells, rows = len(plan.unread), len(plan.in_bin)
    unread = n_("{n} cell could not be read and is listed below the table.",
                "{n} cells could not be read and are listed below the table.", cells)  # fmt: skip
    in_bin = n_("{n} row was left out, because its record is in the bin.",
                "{n} rows were left out, because their records are in the bin.", rows)  # fmt: skip
    return [words.format(n=n) for n, words in ((cells, unread), (rows, in_bin)) if n]


def _columns_in_words(plan: Plan) -> str:
    taken = ", ".join(_(column.field.label) for column in plan.columns if column.field is not None)
    how = _("Columns by their headings: {names}.") if plan.by_heading else _("Columns by their place: {names}.")
    parts = [how.format(names=taken or "–")]
    rest = [_not_taken(column) for column in plan.columns if column.field is None and not column.is_id]
    if rest:
        parts.append(_("Not taken: {names}.").format(names="; ".join(rest)))
    return " ".join(parts)


def _not_taken(column: Column) -> str:
    name = column.heading or _("column {n}").format(n=column.place + 1)
    return _("{name} ({why})").format(name=name, why=column.why)
