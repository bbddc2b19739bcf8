"""The keys of the board: what each does to the cards, and how the page of keys lists them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cami_desktop.words import N_

if TYPE_CHECKING:
    from cami_desktop.desktop.places.meetings.board import Board

KEYS = (
    ("Left", N_("To the card in the next column at the left")),
    ("Right", N_("To the card in the next column at the right")),
    ("Ctrl+Left", N_("Move the chosen cards one column to the left")),
    ("Ctrl+Right", N_("Move the chosen cards one column to the right")),
    ("0", N_("Move the chosen cards to the unsorted")),
    ("1", N_("Move the chosen cards to the column of that number (1–9)")),
    ("A", N_("Any letter: find a column by its name; Enter moves the chosen cards there")),
    ("Space", N_("Mark the card, to move or join several")),
    ("+", N_("One more supporter")),
    ("-", N_("One more opponent")),
    ("Return", N_("Open the card in the form")),
    ("Del", N_("Remove the chosen cards; undo brings them back")),
)

_NO = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def act_of(board: Board, event: QKeyEvent) -> Callable[[], object] | None:
    """What a key does on the board; None where it is not the board's."""
    key, text = event.key(), event.text()
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == _CONTROL:
        controlled: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Left: partial(board.push, -1),
            Qt.Key.Key_Right: partial(board.push, 1),
            Qt.Key.Key_A: board.choose_column,
        }
        return controlled.get(key)
    if modifiers not in (_NO, _SHIFT):
        return None
    if text in ("+", "-", "−"):
        return partial(board.vote_wanted.emit, "supporters" if text == "+" else "opponents")
    if modifiers == _NO and key == Qt.Key.Key_Escape:
        return board.unmark if board.marking or len(board.chosen) > 1 else None
    plain: dict[int, Callable[[], object]] = {
        Qt.Key.Key_Left: partial(board.step, -1),
        Qt.Key.Key_Right: partial(board.step, 1),
        Qt.Key.Key_Return: board.open_card,
        Qt.Key.Key_Enter: board.open_card,
        Qt.Key.Key_Space: board.mark,
        Qt.Key.Key_Delete: board.ask_remove,
        Qt.Key.Key_Insert: board.new_wanted.emit,
    }
    if modifiers == _NO and key in plain:
        return plain[key]
    if text.isdecimal():
        return partial(board.move_to_number, int(text))
    return partial(board.typed.emit, text) if text.isalpha() else None
