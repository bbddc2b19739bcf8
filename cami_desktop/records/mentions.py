"""Mentions in notes: `@` people, `#` taxa, `!` threats, `§` Programme of Work items, `^` sites; read, named, linked.

How a mention stands in a text: its sign, then the name as people read it. A name of one word follows the sign bare
(`#Сайгак`, `§1.1.1`); any other name stands in square brackets (`#[Saiga antelope]`), so that it is clear without the
program where it ends: names of people and places hold blanks, commas and dots, brackets they hold never. A sign inside
a word (an address such as a@b.kz) begins no mention, nor does one that a blank follows. What names nothing is plain
text. The text is never rewritten; the links are codes and ids in the fields of the note.
Here ends what is known without a screen: completion and links to click are for the window.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from cami_desktop.records.kinds import Note, Person, Site
from cami_desktop.records.people import surname_first
from cami_desktop.records.record import Record
from cami_desktop.words import N_
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue
    from cami_desktop.records.recordset import RecordView

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Sort:
    """What a sign mentions: the sign, another one for keyboards without it, the field of the note that keeps links."""

    code: str
    sign: str
    alias: str
    field: str
    label: str


SORTS: Sequence[Sort] = (
    Sort("person", "@", "+", "people", N_("Person")),
    Sort("taxon", "#", "№", "taxa", N_("Taxon")),
    Sort("threat", "!", "", "threats", N_("Threat")),
    Sort("pow_item", "§", "%", "pow_items", N_("Programme of Work item")),
    Sort("site", "^", "*", "sites", N_("Site")),
)
"""All sorts. The aliases are on the Russian and Kazakh layouts: № is where # is; % is § to the eye; + adds a person;
* marks a place on the map."""

BY_SIGN: Mapping[str, Sort] = {sign: sort for sort in SORTS for sign in (sort.sign, sort.alias) if sign}

_SIGNS = "".join(map(re.escape, BY_SIGN))
_WORD = r"\w+(?:[.\-/'’ʼʻ]\w+)*"
_BARE = re.compile(_WORD)
_MENTION = re.compile(rf"(?<!\w)(?P<sign>[{_SIGNS}])(?:\[(?P<long>[^\[\]\n]*)\]|(?P<bare>{_WORD}))")
_BEGUN = re.compile(rf"(?<!\w)(?P<sign>[{_SIGNS}])(?:\[(?P<long>[^\[\]\n]*)|(?P<bare>[\w.\-/'’ʼʻ]*))$")
_SAID_BY = re.compile(r"\s*(?::\s*|$)")

LONGEST = 120
"""Letters before the cursor among which the sign of a mention that is being typed is looked for."""

folded = lru_cache(maxsize=16384)(search_key)
"""search_key, remembered: the same names are folded at every store."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in a text: its place, its sort, the name as typed, and the code or id that it means (blank: none)."""

    start: int
    end: int
    sort: Sort
    name: str
    value: str = ""


class Names:
    """Which codes and records are meant by a name, in any language and spelt without special letters."""

    def __init__(self, of_sort: Mapping[str, Mapping[str, Collection[str]]]) -> None:
        """of_sort: for each sort by its code the values of each folded name."""
        self._of_sort = of_sort

    def meant(self, sort: Sort, name: str, known: Collection[str] = ()) -> str:
        """The code or id that a name means; of several the only one among the known links; blank where that is open."""
        key = folded(name)
        found = self._of_sort.get(sort.code, {}).get(key, ()) if key else ()
        if len(found) > 1:
            found = [value for value in found if value in known]
        return next(iter(found)) if len(found) == 1 else ""


def names_of(records: RecordView) -> Names:
    """The names of everything that can be mentioned in a workspace, as it is now."""
    return records.cached("names for mentions", lambda: _names(records), Person, Site)


def parse(text: str) -> list[Mention]:
    """What stands in a text like a mention, from the beginning on, not yet asked what it means."""
    return [
        Mention(found.start(), found.end(), BY_SIGN[found["sign"]], (found["long"] or found["bare"] or "").strip())
        for found in _MENTION.finditer(text)
    ]


def mentions(text: str, names: Names, note: Note | None = None) -> list[Mention]:
    """The mentions in a text that name something. The links of its note tell which of several namesakes is meant."""
    found = []
    for one in parse(text):
        known = getattr(note, one.sort.field) if note is not None and one.sort.field else ()
        value = names.meant(one.sort, one.name, known)
        if value:
            found.append(Mention(one.start, one.end, one.sort, one.name, value))
    return found


def pieces(text: str, found: Sequence[Mention]) -> list[tuple[str, Mention | None]]:
    """A text cut into what is mentioned and what lies between; joined again it is the text."""
    cut: list[tuple[str, Mention | None]] = []
    at = 0
    for one in found:
        if one.start > at:
            cut.append((text[at : one.start], None))
        cut.append((text[one.start : one.end], one))
        at = one.end
    if at < len(text):
        cut.append((text[at:], None))
    return cut


def plain(text: str, found: Sequence[Mention]) -> str:
    """A text for readers of a report: names without sign and brackets; a Programme of Work item keeps its §."""
    return "".join(
        piece if one is None else f"§{one.name}" if one.sort.code == "pow_item" else one.name
        for piece, one in pieces(text, found)
    )


def written(sort: Sort, name: str) -> str:
    """How a mention of that name is written."""
    clean = " ".join(name.replace("[", "(").replace("]", ")").split())
    return f"{sort.sign}{clean}" if _BARE.fullmatch(clean) else f"{sort.sign}[{clean}]"


def begun(before: str) -> tuple[Sort, str, int] | None:
    """The mention that is being typed at the end of what stands before the cursor: sort, name so far, place of its
    sign. A blank ends it, except inside a bracket.
    """
    cut = max(0, len(before) - LONGEST)
    found = _BEGUN.search(before, cut)
    if found is None:
        return None
    return BY_SIGN[found["sign"]], found["long"] or found["bare"] or "", found.start()


def said_by(text: str, names: Names) -> tuple[str, str]:
    """Who speaks, where a note begins with a person and a colon or is nothing but a person: person's id, the rest.

    Without the colon the person is only mentioned: nobody shall be made the speaker of what others say of them.
    """
    first = next(iter(mentions(text, names)), None)
    if first is None or first.sort.code != "person" or text[: first.start].strip():
        return "", text
    colon = _SAID_BY.match(text, first.end)
    return (first.value, text[colon.end() :]) if colon else ("", text)


def linked(found: Iterable[Mention], field: str) -> list[str]:
    """The links that mentions give a field of a note, each once, in the order of the text."""
    return list(dict.fromkeys(one.value for one in found if one.sort.field == field))


def with_mentions(records: RecordView, record: R) -> R:
    """A note whose text is new or changed, with the links of its mentions; every other record as it is.

    What the text before mentioned and this one does not goes; links given by hand, which no text mentions, stay.
    """
    if not isinstance(record, Note):
        return record
    stored = records.find(record.id) if record.id else None
    before = (stored.text or "") if isinstance(stored, Note) else ""
    text = record.text or ""
    if text == before:
        return record
    names = names_of(records)
    was = mentions(before, names, stored if isinstance(stored, Note) else None)
    now = mentions(text, names, record)
    changed = copy.deepcopy(record)
    for field in filter(None, (sort.field for sort in SORTS)):
        here = linked(now, field)
        gone = set(linked(was, field)).difference(here)
        links = list(dict.fromkeys([*(value for value in getattr(record, field) if value not in gone), *here]))
        setattr(changed, field, links)
        if links:
            changed.absent.pop(field, None)
    return changed


def people_names(person: Person) -> tuple[str, ...]:
    """Under which names a person is mentioned: as written, surname first, the surname alone, in Latin letters."""
    return tuple(filter(None, (person.name, surname_first(person), person.surname, person.latin)))


def _names(records: RecordView) -> Names:
    of_sort: dict[str, Mapping[str, Collection[str]]] = dict(_catalogue_names(records.catalogue))
    of_sort["person"] = _by_name(records.all(Person), people_names)
    of_sort["site"] = _by_name(records.all(Site), lambda site: tuple(filter(None, (site.name, site.name_en))))
    return Names(of_sort)


def _by_name(found: Sequence[R], names: Callable[[R], Iterable[str]]) -> Mapping[str, Collection[str]]:
    index: dict[str, dict[str, None]] = {}
    for record in found:
        for name in names(record):
            index.setdefault(folded(name), {})[record.id] = None
    return index


@lru_cache(maxsize=8)
def _catalogue_names(catalogue: Catalogue) -> Mapping[str, Mapping[str, Collection[str]]]:
    """The names of taxa, threats and items in every language; of threats and items also their numbers."""
    of_sort: dict[str, dict[str, dict[str, None]]] = {"taxon": {}, "threat": {}, "pow_item": {}}
    for sort, index in of_sort.items():
        for code in catalogue.codes(sort).values():
            if code.hidden or (sort == "pow_item" and not catalogue.pow_items[code.code].answerable):
                continue
            names = catalogue.all_taxa[code.code].search_names() if sort == "taxon" else tuple(code.labels.values())
            for name in (code.code.rpartition("/")[2], *names):
                index.setdefault(folded(name), {})[code.code] = None
    return of_sort
