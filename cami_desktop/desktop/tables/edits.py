"""Changes of several cells at once, each one step of undo: filling down, emptying, one field of many records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.desktop.storing import Then, store
from cami_desktop.desktop.tables.slices import Slices
from cami_desktop.desktop.tables.writing import answer_of, blank, with_answers
from cami_desktop.records import Field, Record
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.tables.table import RecordTable


class Edits(QObject):
    """Edits the selected cells of a table. working: rows stay where they are, whatever they are sorted by."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self.table = table
        self.working = False
        self._slices = Slices(self)
        self._slices.done.connect(self._worked_out)
        self._slices.failed.connect(self._not_worked_out)
        self._next: Callable[[], object] | None = None

    def fill_down(self) -> None:
        """Give the cells of a selection what stands in the uppermost; a single cell gets what stands above it."""
        rows, columns = self.table.chosen_rows, self.table.chosen_columns
        if not rows:
            return
        if len(rows) == 1 and rows[0] > 0:
            rows = [rows[0] - 1, *rows]
        first = self.table.rows.record(rows[0])
        if first is None or len(rows) < 2:
            self.table.session.told.emit(_("There is nothing above to fill down."), "hint")
            return
        self._change(rows[1:], columns, lambda field: answer_of(first, field), _filled)

    def empty_cells(self) -> None:
        """Leave the selected cells blank."""
        self._change(self.table.chosen_rows, self.table.chosen_columns, blank, _emptied)

    def change_field(
        self, records: Sequence[Record], field: Field, answer: Answer, then: Callable[[int], object]
    ) -> None:
        """Give one field of records an answer; then(n) gets in how many it was another one, 0 where that failed."""
        changed: list[Record] = []

        def work() -> Iterator[None]:
            for one in records:
                if answer_of(one, field) != answer:
                    changed.append(with_answers(one, {field.name: answer}))
                yield

        def go_on() -> None:
            n = len(changed)
            label = n_("{field} of {n} record", "{field} of {n} records", n).format(field=_(field.label), n=n)
            self.store(changed, label, lambda stored: then(len(stored)))

        self._work_out(work(), go_on)

    def store(self, records: Sequence[Record], label: str, then: Then) -> None:
        """Store records as one step of undo, while the rows stay in their places; then(stored) is called afterwards."""
        if not records:
            then([])
            return
        self.working = True
        store(self.table.session, records, label, partial(self._stored, then))

    # Inside

    def _change(
        self, rows: Sequence[int], columns: Sequence[int], answer: Callable[[Field], Answer],
        words: Callable[[int], str],
    ) -> None:  # fmt: skip
        self.table.leave_cell()
        fields = [field for column in columns if self._can_write(field := self.table.rows.fields[column])]
        wanted = {field.name: answer(field) for field in fields}
        changed: list[Record] = []
        cells: list[str] = []

        def work() -> Iterator[None]:
            for record in self._records(rows):
                answers = {one.name: wanted[one.name] for one in fields if answer_of(record, one) != wanted[one.name]}
                if answers:
                    changed.append(with_answers(record, answers))
                    cells.extend(answers)
                yield

        def go_on() -> None:
            if changed:
                self.store(changed, words(len(cells)), partial(self._tell, words(len(cells))))
            elif not fields and columns:
                self.table.session.told.emit(_("The program fills these fields."), "hint")

        self._work_out(work(), go_on)

    def _work_out(self, steps: Iterator[None], then: Callable[[], object]) -> None:
        """Work out what many rows become, in slices, then go on; nothing can be edited in the meantime."""
        if self._next is None:
            self._next = then
            self.table.session.held.hold()
            self._slices.run(steps)

    def _worked_out(self) -> None:
        then, self._next = self._next, None
        assert then is not None
        try:
            then()
        finally:
            self.table.session.held.release()

    def _not_worked_out(self) -> None:
        """Nothing of it is stored: half of the rows are not what was asked for."""
        self._next = None
        self.table.session.held.release()

    def _records(self, rows: Sequence[int]) -> Iterator[Record]:
        return (record for row in rows if (record := self.table.rows.record(row)) is not None)

    def _can_write(self, field: Field) -> bool:
        return not field.derived and any(field.name == own.name for own in self.table.rows.cls.fields())

    def _stored(self, then: Then, stored: list[Record]) -> None:
        self.working = False
        # The window may have been built anew meanwhile.
        if isValid(self.table):
            then(stored)

    def _tell(self, what: str, stored: list[Record]) -> None:
        if stored:
            self.table.session.tell_undoable(what, "muted")


def _filled(n: int) -> str:
    return n_("Filled down: {n} cell", "Filled down: {n} cells", n).format(n=n)


def _emptied(n: int) -> str:
    return n_("Emptied: {n} cell", "Emptied: {n} cells", n).format(n=n)
