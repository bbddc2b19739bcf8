"""The board of contributions without a screen: which columns there are, what stands in each, and moving cards."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from cami_desktop.catalogue import Catalogue
from cami_desktop.records.kinds import Contribution, Note

CRITERIA: Mapping[str, bool] = MappingProxyType(
    {"input_kind": True, "pow_items": False, "taxa": False, "state": True, "priority": True}
)
"""The fields by which contributions can be sorted into columns -> whether all codes of the list have a column at once;
of the others only those in use have one."""

UNSORTED = ""
"""The value of the first column: what has no value in the field yet."""

ENGLISH = "en"


def columns_in(record: Contribution, name: str) -> list[str]:
    """The columns in which a contribution stands: its value or values, else the first one."""
    value = getattr(record, name)
    values = list(value) if isinstance(value, list) else [value]
    return [one for one in values if one] or [UNSORTED]


def sorted_into(records: Iterable[Contribution], name: str) -> dict[str, list[Contribution]]:
    """The contributions of each column that holds any, in their order."""
    found: dict[str, list[Contribution]] = {}
    for record in records:
        for value in columns_in(record, name):
            found.setdefault(value, []).append(record)
    return found


def column_order(used: Iterable[str], name: str, catalogue: Catalogue, also: Sequence[str] = ()) -> list[str]:
    """The columns to show: the unsorted first, then in the order of the code list; unknown codes last."""
    codes = catalogue.codes(Contribution.field(name).code_list)
    order = {code: place for place, code in enumerate(codes)}
    offered = {code for code, entry in codes.items() if not entry.hidden} if CRITERIA[name] else set()
    wanted = ({*used, *also} | offered) - {UNSORTED}
    return [UNSORTED, *sorted(wanted, key=lambda code: (order.get(code, len(order)), code))]


def moved(record: Contribution, name: str, start: str, to: str) -> Contribution:
    """A copy of a contribution that stands in another column.

    Of several values only that of the column from which it comes is replaced, or taken away where it goes back to the
    unsorted; a value that it has already is not doubled.
    """
    made = copy.deepcopy(record)
    value = getattr(made, name)
    if isinstance(value, list):
        kept = [to if one == start else one for one in value]
        if start not in value:
            kept.append(to)
        setattr(made, name, [one for one in dict.fromkeys(kept) if one != UNSORTED])
    else:
        setattr(made, name, to or None)
    if to:
        made.absent.pop(name, None)
    return made


def lacks_translation(record: Contribution) -> bool:
    """Whether a contribution has a text in another language than English and no working translation."""
    return bool(record.text) and not record.text_en and record.language != ENGLISH


def notes_left(notes: Iterable[Note], contributions: Iterable[Contribution]) -> list[Note]:
    """The notes from which no contribution was made yet."""
    used = {id_ for record in contributions for id_ in record.notes}
    return [note for note in notes if note.id not in used]
