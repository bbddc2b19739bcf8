"""What can be done in a table of records, each with its key: for the keyboard, the menu and the page of keys alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cami_desktop.words import N_, _


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: the method of the table that does it, its keys and words.

    edits: only where records may be edited; elsewhere: its keys are the window's, the table only offers it in its menu.
    """

    method: str
    keys: str
    words: str
    edits: bool = False
    elsewhere: bool = False


GROUPS: tuple[tuple[Action, ...], ...] = (
    (
        Action("open_record", "Return", N_("Open the record in the form")),
        Action("edit_cell", "F2", N_("Edit the cell (or just type)"), edits=True),
        Action("fill_down", "Ctrl+D", N_("Fill down: the uppermost cell into those below"), edits=True),
        Action("empty_cells", "Backspace", N_("Empty the selected cells"), edits=True),
        Action("change_many", "Ctrl+Shift+E", N_("Change one field of the selected records"), edits=True),
    ),
    (
        Action("copy", "Ctrl+C", N_("Copy")),
        Action("copy_with_heading", "Ctrl+Shift+C", N_("Copy with the heading")),
        Action("paste", "Ctrl+V", N_("Paste, after a look at what it will do"), edits=True),
    ),
    (
        Action("ask_new", "Ins", N_("New record"), edits=True),
        Action("select_row", "Shift+Space", N_("Select whole rows")),
        Action("remove_rows", "Del", N_("Remove the selected rows; undo brings them back"), edits=True),
    ),
    (
        Action("sort_here", "Ctrl+Shift+S", N_("Sort by this column; again: the other way")),
        Action("sort_also", "Ctrl+Shift+A", N_("Sort by this column too (Shift+click)")),
        Action("go_to_filter", "Ctrl+F", N_("Filter this column")),
        Action("empty_filters", "Ctrl+Shift+F", N_("Show all rows again")),
    ),
    (
        Action("choose_columns", "Ctrl+Shift+K", N_("Choose the columns")),
        Action("column_left", "Alt+Shift+Left", N_("Move the column to the left")),
        Action("column_right", "Alt+Shift+Right", N_("Move the column to the right")),
        Action("column_wider", "Alt+Shift+Up", N_("Make the column wider")),
        Action("column_narrower", "Alt+Shift+Down", N_("Make the column narrower")),
        Action("columns_as_first", "Ctrl+Shift+R", N_("Columns as they were at first")),
    ),
    (Action("ask_history", "Ctrl+H", N_("History of the record"), elsewhere=True),),
)
"""The actions as the menu shows them, group by group."""

COLUMN_GROUPS = GROUPS[3:5]
"""What the menu of the heading offers."""

KEYS = tuple((action.keys, action.words) for group in GROUPS for action in group if not action.elsewhere)
"""The keys as the page of keys lists them."""

_SAME = {"Enter": "Return"}


@cache
def _by_keys() -> dict[str, Action]:
    return {
        QKeySequence(action.keys).toString(): action for group in GROUPS for action in group if not action.elsewhere
    }


def action_of(event: QKeyEvent) -> Action | None:
    """What the keys that are pressed do in a table; None where nothing special."""
    keys = QKeySequence(event.keyCombination()).toString()
    return _by_keys().get(_SAME.get(keys, keys))


def menu_of(
    parent: QWidget, groups: tuple[tuple[Action, ...], ...], act: Callable[[Action], object], *, editable: bool
) -> QMenu:
    """A menu of actions with their keys; what cannot be done where records are only read is left out."""
    menu = QMenu(parent)
    menu.setAccessibleName(_("What can be done here"))
    for group in groups:
        for action in group:
            if action.edits and not editable:
                continue
            keys = QKeySequence(action.keys).toString(QKeySequence.SequenceFormat.NativeText)
            entry = QAction(f"{_(action.words)}\t{keys}", menu)
            entry.triggered.connect(lambda _checked=False, action=action: act(action))
            menu.addAction(entry)
        menu.addSeparator()
    return menu
