"""The board: contributions as cards in columns by a criterion, moved by keys or by dragging, several at once.

At the left stand, if wanted, the notes from which nothing was made yet: moved into a column each becomes a
contribution there. What a move does is in records/contribution_board.py; here ends what is shown and pressed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from cami_desktop.desktop.forms.choices import Choice, choices_for
from cami_desktop.desktop.places.meetings.board_card import Cards
from cami_desktop.desktop.places.meetings.board_column import WIDTH, BoardColumn
from cami_desktop.desktop.places.meetings.board_keys import KEYS, act_of
from cami_desktop.desktop.storing import store
from cami_desktop.desktop.tables.rows import Where
from cami_desktop.desktop.texts import code_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, row
from cami_desktop.records import Record
from cami_desktop.records.contribution_board import UNSORTED, column_order, moved, notes_left, sorted_into
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.records.same_notes import by_time
from cami_desktop.words import _, n_
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

NOTES = "*notes*"
"""The value of the column of notes; no code looks like it."""

BETWEEN = 6
"""Pixels between columns."""

_FLAG = QItemSelectionModel.SelectionFlag


class Board(QScrollArea):
    """The board of a meeting's contributions.

    make gives a contribution, not stored yet, from notes. Signals: picked(record or None) for the current card,
    opened() when its form is wanted, remove_wanted(records), new_wanted(), vote_wanted(field), typed(text) when a
    column is being looked for by its name, left() on Esc where nothing is left to undo the choice of.
    """

    KEYS = KEYS

    picked = Signal(object)
    opened = Signal()
    remove_wanted = Signal(object)
    new_wanted = Signal()
    vote_wanted = Signal(str)
    typed = Signal(str)
    filled = Signal()

    def __init__(self, session: Session, make: Callable[[Sequence[Note]], Contribution]) -> None:
        super().__init__()
        self.session = session
        self.cards = Cards(session)
        self.marking = False
        self.criterion = "input_kind"
        self.with_notes = False
        self.columns: list[BoardColumn] = []
        self._make = make
        self._where: Where | None = None
        self._note_where: Where | None = None
        self._typed = ""
        self._added: list[str] = []
        self._at: BoardColumn | None = None
        self._quiet = False
        self._stale = True
        self._follow: str | None = None
        self._left: list[Note] = []
        self._notes: list[Note] | None = None
        self._stored_ids: set[str] | None = None
        self.setAccessibleName(_("Board of contributions"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.holder = QWidget()
        self.line = row(space=BETWEEN)
        self.line.setContentsMargins(SPACE, 4, SPACE, 4)
        self.line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column(self.holder, self.line, space=0)
        self.setWidget(self.holder)
        # Most columns are there whatever the cards are: they need not wait for them.
        self._put_columns(column_order({}, self.criterion, session.catalogue, self._added))
        session.changed.connect(self._changed)
        session.saved.connect(self.look_again)

    # What the tab uses

    def show_where(self, where: Where, notes: Where) -> None:
        """Show the contributions for which where holds, and the notes left of those for which notes holds."""
        self._where, self._note_where = where, notes
        self._notes = None
        self._added.clear()
        self.fill()

    def sort_by(self, name: str) -> None:
        """Sort into columns by another field."""
        if name != self.criterion:
            self.criterion = name
            self._added.clear()
            self.fill()

    def show_notes(self, wanted: bool) -> None:
        """Show or hide the notes from which nothing was made yet."""
        self.with_notes = wanted
        self.fill()

    def narrow(self, typed: str) -> None:
        """Show only cards that contain every typed word, in any spelling."""
        self._typed = typed
        self.fill()

    @property
    def notes(self) -> Sequence[Note]:
        """The notes of the meeting from which no contribution was made yet, by time."""
        return self._left

    @property
    def chosen(self) -> list[Record]:
        """The contributions and notes of the chosen cards, each once."""
        ids = dict.fromkeys(id_ for one in self.columns for id_ in one.list.chosen_ids)
        return [record for id_ in ids if (record := self.session.find(id_)) is not None]

    @property
    def current(self) -> Record | None:
        """The record of the current card."""
        return self.session.find(self._at.list.current_id) if self._at is not None else None

    def column_of(self, value: str) -> BoardColumn | None:
        """The column of a value."""
        return next((one for one in self.columns if one.value == value), None)

    def go_to(self, id_: str) -> bool:
        """Go to the first card of a record. False where it has none."""
        for one in self.columns:
            if id_ in one.list.rows.ids:
                self._stand(one, one.list.rows.ids.index(id_))
                return True
        return False

    def enter(self) -> None:
        """Put the focus on the current card."""
        target = self._at if self._at in self.columns else None
        self.go_to_column(target or self._first())

    def choices(self) -> list[Choice]:
        """The columns that cards can be moved to, or that can be added: every code of the list."""
        offered = choices_for(self.session, Contribution.field(self.criterion))()
        return [Choice(UNSORTED, self.name_of(UNSORTED)), *offered]

    def name_of(self, value: str) -> str:
        """The heading of a column."""
        if value == NOTES:
            return _("Notes not used yet")
        if value == UNSORTED:
            return _("Not sorted yet")
        return code_text(self.session.catalogue, Contribution.field(self.criterion).code_list, value, short=True)

    # Filling

    def look_again(self) -> None:
        """Something was stored: show it now, or when the board is next seen."""
        self._stale = True
        if self.isVisible():
            self.fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was stored meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.fill()

    def fill(self) -> None:
        """Put every card into its columns."""
        if self._where is None:
            return
        self._stale = False
        changed, self._stored_ids = self._stored_ids, set()
        self.cards.forget(changed)
        holds = self._narrowing()
        found = [record for record in self.session.all(Contribution, self._where) if holds(record.id)]
        sorted_ = sorted_into(found, self.criterion)
        ids = {value: [record.id for record in records] for value, records in sorted_.items()}
        values = column_order(ids, self.criterion, self.session.catalogue, self._added)
        self._left = notes_left(self._all_notes(), self.session.all(Contribution))
        if self.with_notes:
            ids[NOTES] = [note.id for note in self._left if holds(note.id)]
            values.insert(0, NOTES)
        self._quiet = True
        had_focus = any(one.list.hasFocus() for one in self.columns)
        self._put_columns(values)
        number = 0
        for one in self.columns:
            cards = ids.get(one.value, [])
            key = "" if one.value == NOTES or number > 9 else str(number)
            number += one.value != NOTES
            narrow = not cards and one.value not in (NOTES, UNSORTED, *self._added)
            one.show_cards(self.name_of(one.value), key, cards, narrow=narrow)
            one.list.rows.say_again(changed)
        self.holder.setFixedWidth(sum(one.maximumWidth() + BETWEEN for one in self.columns) + 2 * SPACE - BETWEEN)
        self._settle()
        if had_focus and self._at is not None and not self._at.list.hasFocus():
            self._at.list.setFocus()
        self._quiet = False
        self.filled.emit()
        self.choice_changed()

    def _changed(self, kind: str, id_: str) -> None:
        """A record was stored. A name, of a person or a code, may stand on any card."""
        if kind in ("contribution", "note") and self._stored_ids is not None:
            self._stored_ids.add(id_)
        else:
            self._stored_ids = None
        if kind in ("", "note"):
            self._notes = None

    def _all_notes(self) -> list[Note]:
        """The notes of the meeting by time; they are many, and change less often than what is made of them."""
        if self._notes is None:
            notes = self.session.all(Note, self._note_where)
            self._notes = sorted(notes, key=by_time)
        return self._notes

    def _narrowing(self) -> Callable[[str], bool]:
        """Whether the card of a record contains every typed word."""
        words = search_key(self._typed).split()
        if not words:
            return lambda _id: True
        return lambda id_: all(word in self.cards.key(id_) for word in words)

    def _put_columns(self, values: Sequence[str]) -> None:
        """Have the columns of these values, in order; those that are there already stay with what is chosen in them."""
        key = f"{self.criterion}/"
        if [key + value for value in values] == [one.objectName() for one in self.columns]:
            return
        before = {one.objectName(): one for one in self.columns}
        self.columns = []
        for value in values:
            made = before.pop(key + value, None)
            if made is None:
                made = BoardColumn(self, value)
                made.setObjectName(key + value)
                made.dropped.connect(partial(self._dropped, made))
            self.columns.append(made)
        for gone in before.values():
            gone.hide()
            gone.deleteLater()
        while self.line.count():
            self.line.takeAt(0)
        for one in self.columns:
            self.line.addWidget(one)

    def _settle(self) -> None:
        """Have a current column that is still there and, where any has cards, holds some."""
        if self._at not in self.columns:
            self._at = None
        if self._at is None or not self._at.list.rows.ids:
            place = self.columns.index(self._at) if self._at is not None else 0
            order = [*self.columns[place:], *reversed(self.columns[:place])]
            self._at = next((one for one in order if one.list.rows.ids), None) or self._first()
        at = self._at
        if at.list.rows.ids and not at.list.currentIndex().isValid():
            at.list.stand_at(0)
        elif at.list.current_id and not any(one.list.chosen_ids for one in self.columns):
            at.list.stand_at(at.list.currentIndex().row())
        self._take_tab()

    def _first(self) -> BoardColumn:
        return self.column_of(UNSORTED) or self.columns[0]

    def _take_tab(self) -> None:
        """Tab comes to the current column only; the arrows do the rest."""
        for one in self.columns:
            here = one is self._at
            one.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    # What columns tell

    def entered(self, one: BoardColumn) -> None:
        """A column got the focus."""
        if self._at is not one:
            self._at = one
            self._take_tab()
        if one.list.rows.ids and not one.list.currentIndex().isValid():
            one.list.stand_at(0)
        self.ensureWidgetVisible(one, SPACE, 0)
        self.choice_changed()

    def choice_changed(self) -> None:
        """Tell which card is the current one, once all columns are filled."""
        if not self._quiet:
            self.picked.emit(self.current)

    def clear_others(self, one: BoardColumn) -> None:
        """Something is chosen anew in a column: nothing is chosen in the others any more."""
        self.marking = False
        for other in self.columns:
            if other is not one:
                other.list.clearSelection()

    def go_to_column(self, one: BoardColumn) -> None:
        """Put the focus into a column; of a strip, which has no cards, nothing can have it."""
        if not one.narrow:
            one.list.setFocus()

    def open_card(self) -> None:
        """Ask for the form of the current card."""
        if self.current is not None:
            self.opened.emit()

    def can_take(self, one: BoardColumn) -> bool:
        """Whether cards may be dropped on a column."""
        return self.session.editable and one.value != NOTES

    def bring_in(self, one: BoardColumn) -> None:
        """Cards are held over a column at the edge: let its neighbours be seen."""
        self.ensureWidgetVisible(one, WIDTH // 2, 0)

    def _dropped(self, one: BoardColumn) -> None:
        self.move_to(one.value)

    # Keys

    def knows(self, event: QKeyEvent) -> bool:
        """Whether a key is the board's."""
        return act_of(self, event) is not None

    def pressed(self, event: QKeyEvent) -> bool:
        """Do what a key does; False where it is not the board's."""
        act = act_of(self, event)
        if act is not None:
            act()
        return act is not None

    def step(self, way: int) -> None:
        """Go to the next column with cards at that side, to the card at the same height."""
        if self._at is None:
            return
        place = self._at.list.currentIndex().row()
        at = self.columns.index(self._at)
        for one in self.columns[at + 1 :] if way > 0 else reversed(self.columns[:at]):
            if one.list.rows.ids:
                self._stand(one, place, choose=not self.marking)
                return

    def push(self, way: int) -> None:
        """Move the chosen cards into the neighbouring column; the focus goes with them."""
        targets = [one for one in self.columns if one.value != NOTES]
        if self._at is None:
            return
        at = targets.index(self._at) if self._at in targets else -1
        if 0 <= at + way < len(targets):
            self.move_to(targets[at + way].value, follow=True)

    def mark(self) -> None:
        """Mark the current card beside others, or unmark it."""
        if self._at is None or not self._at.list.current_id:
            return
        if not self.marking:
            # The current card is chosen without having been marked; the first Space marks it.
            self.marking = True
            return
        self._at.list.selectionModel().select(self._at.list.currentIndex(), _FLAG.Toggle)

    def unmark(self) -> None:
        """Nothing but the current card is chosen any more."""
        self.marking = False
        if self._at is not None:
            self.clear_others(self._at)
            self._at.list.stand_at(self._at.list.currentIndex().row())

    def choose_column(self) -> None:
        """Choose all cards of the column."""
        if self._at is not None:
            self._at.list.selectAll()

    def add_column(self, value: str) -> None:
        """Have a column that holds nothing yet, and bring it into view."""
        if self.column_of(value) is None or value not in self._added:
            self._added.append(value)
            self.fill()
        found = self.column_of(value)
        if found is not None:
            self.ensureWidgetVisible(found, SPACE, 0)

    def move_to_number(self, number: int) -> None:
        """Move the chosen cards to the column of a number; 0 is the unsorted."""
        targets = [one for one in self.columns if one.value != NOTES]
        if number < len(targets):
            self.move_to(targets[number].value)

    def ask_remove(self) -> None:
        """Ask to remove the chosen contributions."""
        chosen = [record for record in self.chosen if isinstance(record, Contribution)]
        if chosen:
            self.remove_wanted.emit(chosen)

    def _stand(self, one: BoardColumn, place: int, *, choose: bool = True) -> None:
        if choose:
            self.clear_others(one)
        one.list.stand_at(place, choose=choose)
        one.list.setFocus()

    # Moving

    def move_to(self, value: str, *, follow: bool = False) -> None:
        """Move the chosen cards into a column, as one step of undo; each note among them becomes a contribution.

        The focus stays where it is, on the next card to sort; with follow it goes along.
        """
        if not self.session.editable:
            self.session.told.emit(_("Records can only be read here."), "hint")
            return
        changed = self._moved(value)
        if not changed:
            return
        self.marking = False
        self._follow = value if follow else None
        n = len(changed)
        words = n_("{n} contribution to “{column}”", "{n} contributions to “{column}”", n)
        store(self.session, changed, words.format(n=n, column=self.name_of(value)), self._stored)

    def _moved(self, to: str) -> list[Record]:
        """The records that the move changes, or makes."""
        changed: dict[str, Contribution] = {}
        for one in self.columns:
            for id_ in one.list.chosen_ids if one.value != to else ():
                record = changed.get(id_) or self.session.find(id_)
                if isinstance(record, Note):
                    changed[id_] = moved(self._make([record]), self.criterion, UNSORTED, to)
                elif isinstance(record, Contribution):
                    changed[id_] = moved(record, self.criterion, one.value, to)
        return [copy.deepcopy(record) for record in changed.values()]

    def _stored(self, stored: list[Record]) -> None:
        if not isValid(self) or not stored:
            return
        if self._stale:
            self.fill()
        target = self.column_of(self._follow) if self._follow is not None else None
        if target is not None:
            self._go_along(target, {record.id for record in stored})
        n = len(stored)
        said = n_("{n} card moved; Ctrl+Z takes it back", "{n} cards moved; Ctrl+Z takes them back", n)
        self.session.told.emit(said.format(n=n), "muted")

    def _go_along(self, target: BoardColumn, ids: set[str]) -> None:
        """Stand on the cards in the column to which they went, all of them chosen."""
        places = [place for place, id_ in enumerate(target.list.rows.ids) if id_ in ids]
        if places:
            self._stand(target, places[0])
            for place in places[1:]:
                target.list.selectionModel().select(target.list.rows.index(place, 0), _FLAG.Select)
