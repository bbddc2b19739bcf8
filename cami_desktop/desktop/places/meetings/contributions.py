"""Contributions: what stakeholders put forward, as a board or a table, with one form and the notes they come from."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.places.meetings.board import Board
from cami_desktop.desktop.places.meetings.board_bar import BoardBar
from cami_desktop.desktop.places.meetings.board_joining import Joining
from cami_desktop.desktop.places.meetings.board_making import NEW_STATE, contribution_from
from cami_desktop.desktop.places.meetings.board_notes import NotesOfOne
from cami_desktop.desktop.places.meetings.tabs import ListTab
from cami_desktop.desktop.storing import store
from cami_desktop.desktop.widgets import column, in_reading_order, tool
from cami_desktop.desktop.window_state import remember
from cami_desktop.records import Record
from cami_desktop.records.contribution_board import lacks_translation
from cami_desktop.records.kinds import Contribution, Meeting, Note
from cami_desktop.records.same_notes import by_time
from cami_desktop.words import _, formats

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ContributionsTab", "contribution_from"]

COLUMNS = ("input_kind", "text", "taxa", "pow_items", "state", "supporters", "opponents")
"""What the table shows."""

VOTES = {"+": "supporters", "-": "opponents", "−": "opponents"}
"""Keys that count one more, on a card and in the fields of the form."""


class ContributionsTab(ListTab):
    """The contributions of the meeting: a board to sort them, a table to work them through, one form for both."""

    cls = Contribution
    columns = COLUMNS
    hides = ("meeting", "notes")

    def build(self) -> None:
        """Choices above; board or table; below them the form with the notes it comes from."""
        self._form_open = False
        self._typed_on_card = False
        self.board = Board(self.session, partial(contribution_from, self.session))
        self.bar = BoardBar(self.board.choices)
        self._put_board()
        self._put_notes()
        self._put_buttons()
        column(self, self.bar, self.browser, space=0).setStretch(1, 1)
        self._connect()
        QTimer.singleShot(0, self, lambda: in_reading_order(self.browser))
        self.board.criterion = self.bar.criterion
        self.board.with_notes = self.bar.notes.isChecked()
        self._arrange()

    def _put_board(self) -> None:
        """Board and table take turns in the place of the table."""
        table, pages = self.browser.table, self.browser.pages
        self.views = QStackedWidget()
        pages.removeWidget(table)
        self.views.addWidget(table)
        self.views.addWidget(self.board)
        table.show()
        pages.insertWidget(0, self.views)
        pages.setCurrentIndex(0)

    def _put_notes(self) -> None:
        """The notes of the contribution stand beside its form."""
        below = self.browser.below
        self.under = QSplitter(Qt.Orientation.Horizontal)
        self.browser.splitter.replaceWidget(1, self.under)
        self.origin = NotesOfOne(self.session)
        self.under.addWidget(below)
        self.under.addWidget(self.origin)
        self.under.setChildrenCollapsible(False)
        below.show()
        remember(self.under, "contribution-notes", (690, 220))
        self.joining = Joining(self)

    def _put_buttons(self) -> None:
        self.more = tool(_("One more supporter (+)"), "add", partial(self.vote, "supporters"))
        self.fewer = tool(_("One more opponent (−)"), "less", partial(self.vote, "opponents"))
        for place, one in enumerate((self.joining.button, self.joining.like, self.more, self.fewer)):
            self.browser.bar.insertWidget(2 + place, one)
            one.setEnabled(self.session.editable)

    def _connect(self) -> None:
        browser, board, bar = self.browser, self.board, self.bar
        bar.switched.connect(self._switch)
        bar.sorted_by.connect(board.sort_by)
        bar.which_changed.connect(self._show_which)
        bar.narrowed.connect(board.narrow)
        bar.notes_wanted.connect(board.show_notes)
        bar.column_picked.connect(self._to_column)
        bar.left.connect(self.to_cards)
        board.picked.connect(self._card_picked)
        board.opened.connect(self._open_form)
        board.typed.connect(self._find_column)
        board.filled.connect(self._filled)
        board.remove_wanted.connect(browser.remove_records)
        board.new_wanted.connect(self.new)
        board.vote_wanted.connect(self.vote)
        self._take_over_buttons()
        browser.laid_out.connect(self._take_form)
        browser.table.picked.connect(self._show_origin)
        browser.table.counted.connect(self._arrange)
        browser.below.currentChanged.connect(lambda _page: self._arrange())
        key = told(QShortcut(QKeySequence("Ctrl+T"), board), _("Make one contribution from the chosen notes"))
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.one_from_notes)

    def _take_form(self) -> None:
        """The form comes late."""
        form = self.browser.form
        for name in ("supporters", "opponents"):
            form.rows[name].editor.control.installEventFilter(self)
        form.begun.connect(self._show_origin)

    def _take_over_buttons(self) -> None:
        """New and Remove mean the cards where those are shown."""
        for control, act in ((self.browser.new_button, self.new), (self.browser.remove_button, self.remove)):
            control.clicked.disconnect()
            control.clicked.connect(lambda _checked=False, act=act: act())

    # What others use

    def defaults(self) -> Mapping[str, Any]:
        """A new contribution is a proposal."""
        return {**super().defaults(), "state": NEW_STATE}

    def mine(self, record: Any) -> bool:
        """Whether a record belongs to the meeting and is not left out; the one in the form stays in any case."""
        if not super().mine(record):
            return False
        match self.bar.filter if hasattr(self, "bar") else "":
            case "translation":
                wanted = lacks_translation(record)
            case "notes":
                wanted = not record.notes
            case _:
                return True
        in_form = self.browser.form.record
        return wanted or (self._form_open and in_form is not None and in_form.id == record.id)

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the contributions of the meeting, and look for similar ones."""
        before = self.meeting_id
        super().show_meeting(meeting)
        if self.meeting_id != before:
            self.joining.forget()
            self._form_open = False
            self.board.show_where(self.mine, self._my_note)
            self._arrange()
        self.joining.look_soon()

    def show_record(self, record: Record, field: str | None = None) -> bool:
        """Go to a contribution, and to a field of it in the form."""
        if not self.mine(record) or (self.on_board and not self.board.go_to(record.id)):
            self.bar.show_all()
        if not self.on_board:
            return self.browser.go_to(record.id, field)
        if not self.board.go_to(record.id) or not isinstance(record, Contribution):
            return False
        if field:
            self._open_form(field)
        return True

    @property
    def on_board(self) -> bool:
        """Whether the board is shown, not the table."""
        return self.bar.on_board

    @property
    def chosen(self) -> list[Contribution]:
        """The contributions that are chosen, on the board or in the table."""
        found = self.board.chosen if self.on_board else self.browser.table.chosen
        return [record for record in found if isinstance(record, Contribution)]

    # What a person does

    def new(self) -> None:
        """Begin a contribution in the form."""
        if self.session.editable:
            self._form_open = True
            self.joining.leave()
            self.under.show()
            self.browser.new_record()
            self._show_origin(None)

    def remove(self) -> None:
        """Move the chosen contributions to the bin."""
        self.browser.remove_records(self.chosen)

    def vote(self, name: str) -> None:
        """Count one more supporter or opponent of each chosen contribution, as one step of undo."""
        self.session.flush()
        self._count(self.chosen, name)

    def one_from_notes(self) -> None:
        """Make one contribution from all chosen notes, and go to what is still to be said about it."""
        notes = [record for record in self.board.chosen if isinstance(record, Note)]
        if not notes or not self.session.editable:
            self.session.told.emit(_("Choose notes in the first column."), "hint")
            return
        made = contribution_from(self.session, sorted(notes, key=by_time))
        store(self.session, [made], _("Contribution from notes"), self._made_one)

    def to_cards(self) -> None:
        """Put the focus on the cards, or into the table."""
        self._typed_on_card = False
        if self.on_board:
            self.board.enter()
        else:
            self.browser.table.setFocus()

    def stand_on(self, id_: str) -> None:
        """Go to a contribution, on the board or in the table."""
        if self.on_board:
            self.board.go_to(id_)
        else:
            self.browser.table.go_to(id_)

    # Board, table, form

    def _switch(self) -> None:
        self.session.flush()
        current = self.board.current if not self.on_board else self.browser.table.current
        self._arrange()
        if current is not None:
            self.stand_on(current.id)
        self.to_cards()

    def _show_which(self) -> None:
        self._form_open = False
        self.browser.show_where(self.mine)
        self.board.show_where(self.mine, self._my_note)
        self._arrange()

    def _my_note(self, note: Any) -> bool:
        return bool(self.meeting_id) and note.meeting == self.meeting_id

    def _arrange(self) -> None:
        """Show board or table, and the form where it is wanted: below a table always, below a board when it is open."""
        browser, board = self.browser, self.on_board
        self.views.setCurrentWidget(self.board if board else browser.table)
        for one in (browser.copy_button, browser.more_button):
            one.setVisible(not board)
        for one in (self.more, self.fewer):
            one.setVisible(board)
        form = browser.in_form
        self._form_open = self._form_open or (form is not None and not form.id)
        if board and self.board.notes:
            browser.pages.setCurrentIndex(0)
        other = browser.previewing
        self.under.setVisible(not board or self._form_open or other or browser.pages.currentIndex() == 1)
        self.origin.setVisible(not other)

    def _open_form(self, field: str = "") -> None:
        """Show the form of the current card below the board."""
        record = self.board.current
        if isinstance(record, Note):
            self.session.wanted.emit("note", record.id, "")
            return
        if record is None:
            return
        self._form_open = True
        self.joining.leave()
        self.under.show()
        self._show_in_form(record)
        self._arrange()
        self.browser.form.focus_field(field)
        # What is above a field can be scrolled to only once the form has its height.
        QTimer.singleShot(0, self, partial(self._show_field, field))

    def _show_field(self, field: str) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.under.isVisible() and self.browser.form.isAncestorOf(focus):
            self.browser.form.focus_field(field)

    def _show_in_form(self, record: Record) -> None:
        shown = self.browser.form.record
        if shown is None or shown.id != record.id:
            if not self.browser.table.go_to(record.id):
                self.browser.form.show_record(record)
            self._show_origin(record)

    def _show_origin(self, record: Record | None) -> None:
        self.origin.show_record(record if isinstance(record, Contribution) else None)

    def _card_picked(self, record: Record | None) -> None:
        """The form follows the cards while a person is among them; what is stored meanwhile moves nobody."""
        among = any(one.list.hasFocus() for one in self.board.columns)
        if not (self.on_board and among and record is not None):
            return
        if self._form_open and isinstance(record, Contribution):
            self._show_in_form(record)
        self.session.look_at(record.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the form goes back to the board."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.under.isAncestorOf(focus)
        if event.key() == Qt.Key.Key_Escape and self.on_board and self._form_open and inside:
            self.session.flush()
            self.board.enter()
            self._form_open = False
            self._arrange()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """+ and − in the fields of supporters and opponents count one more of the contribution in the form."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        name = VOTES.get(event.text(), "") if pressed else ""  # type: ignore[attr-defined]
        if not name:
            return super().eventFilter(watched, event)
        self.session.flush()
        record = self.browser.form.record
        stored = self.session.find(record.id) if record is not None else None
        self._count([stored] if isinstance(stored, Contribution) else [], name)
        return True

    def _count(self, records: Sequence[Contribution], name: str) -> None:
        changed = [copy.deepcopy(record) for record in records]
        if not changed or not self.session.editable:
            return
        for record in changed:
            setattr(record, name, (getattr(record, name) or 0) + 1)
            record.absent.pop(name, None)
        label = _(Contribution.field(name).label)
        numbers = ", ".join(formats.number(getattr(record, name)) for record in changed[:3])
        words = _("{field}: {n}").format(field=label, n=numbers)
        store(self.session, changed, words, len)
        self.session.told.emit(words, "muted")

    # Columns by name

    def _find_column(self, typed: str) -> None:
        self._typed_on_card = True
        self.bar.begin_column(typed)
        self.session.told.emit(_("Enter moves the chosen cards to the column, Esc goes back"), "muted")

    def _to_column(self, value: str) -> None:
        """Move the chosen cards to a column that was looked for by its name; without cards, have the column."""
        typed = self._typed_on_card
        self.bar.target.clear()
        self.to_cards()
        if typed:
            self.board.move_to(value)
        elif value:
            self.board.add_column(value)

    def _made_one(self, stored: list[Record]) -> None:
        if stored:
            self.show_record(stored[0], "input_kind")

    def _filled(self) -> None:
        self.bar.say_notes(len(self.board.notes))
        self._arrange()
