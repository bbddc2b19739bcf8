"""What can be chosen in a field: the codes of a list, or records that a link may point at, found by any name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from cami_desktop.catalogue import Catalogue
from cami_desktop.desktop.texts import code_note, code_text, title
from cami_desktop.records import KINDS, Field
from cami_desktop.words import _, language
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

Index = QModelIndex | QPersistentModelIndex
ROLE_VALUE = int(Qt.ItemDataRole.UserRole)
ROLE_CHOICE = ROLE_VALUE + 1
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen: its value, its text, a note that explains it, further names to find it by."""

    value: str
    text: str
    note: str = ""
    names: tuple[str, ...] = ()
    short: str = ""

    @cached_property
    def key(self) -> str:
        """What is searched: the folded text, value and names."""
        return " ".join(map(search_key, (self.text, self.value, *self.names)))


Choices = Callable[[], Sequence[Choice]]


def choices_for(session: Session, field: Field) -> Choices:
    """The function that gives a field's choices as they are now."""
    if field.code_list:
        return lambda: code_choices(session.catalogue, field.code_list, language())
    return lambda: record_choices(session, field.targets or tuple(KINDS))


@lru_cache(maxsize=256)
def code_choices(catalogue: Catalogue, list_name: str, _language: str) -> tuple[Choice, ...]:
    """The codes of a list that are offered, in the order of the list; found by their names in every language."""
    found = []
    for code in catalogue.codes(list_name).values():
        if code.hidden or (list_name == "pow_item" and not catalogue.pow_items[code.code].answerable):
            continue
        names = tuple(code.labels.values())
        if list_name == "taxon":
            names = catalogue.all_taxa[code.code].search_names()
        text = code_text(catalogue, list_name, code.code)
        short = code_text(catalogue, list_name, code.code, short=True)
        found.append(Choice(code.code, text, code_note(list_name, code), names, short))
    return tuple(found)


def record_choices(session: Session, kinds: Sequence[str]) -> list[Choice]:
    """The records of some kinds, by title."""
    found = [
        Choice(record.id, title(session, record), _(record.label) if len(kinds) > 1 else "", _other_names(record))
        for kind in kinds
        for record in session.all(KINDS[kind])
    ]
    return sorted(found, key=lambda choice: choice.key)


def _other_names(record: Any) -> tuple[str, ...]:
    names = (getattr(record, name, None) for name in ("name", "name_en", "acronym", "latin", "title"))
    return tuple(name for name in names if name)


def matches(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that contain every typed word: equal ones first, then those that begin so, then the others."""
    key = search_key(typed)
    if not key:
        return list(choices)
    words = key.split()
    found = [choice for choice in choices if all(word in choice.key for word in words)]
    return sorted(found, key=lambda choice: _distance(choice, key))


def _distance(choice: Choice, key: str) -> int:
    text = search_key(choice.text)
    if key in (text, choice.value.casefold(), search_key(choice.short)):
        return 0
    if text.startswith(key):
        return 1
    return 2 if f" {key}" in choice.key else 3


class ChoiceModel(QAbstractListModel):
    """Choices as a list for a popup; with `checked` a set of values, each has a box."""

    def __init__(self, checked: set[str] | None = None) -> None:
        super().__init__()
        self.rows: list[Choice] = []
        self.checked = checked

    def show_rows(self, rows: Sequence[Choice]) -> None:
        """Replace what is listed."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Tick or untick a row."""
        if self.checked is None or not 0 <= row < len(self.rows):
            return
        self.checked ^= {self.rows[row].value}
        place = self.index(row)
        self.dataChanged.emit(place, place, [_CHECK])

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows of the list."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What a row shows."""
        choice = self.rows[index.row()]
        if role == _DISPLAY:
            return choice.text
        if role == _TOOLTIP:
            return choice.note or choice.text
        if role == ROLE_VALUE:
            return choice.value
        if role == ROLE_CHOICE:
            return choice
        if role == _CHECK and self.checked is not None:
            return Qt.CheckState.Checked if choice.value in self.checked else Qt.CheckState.Unchecked
        return None
