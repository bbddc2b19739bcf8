"""Names in texts: where people stand whom consent or an attribution rule keeps unnamed, and the text without them.

A name is known by its surname in any case of the languages of the region, in Latin or Cyrillic letters, with the given
name, patronymic or initials beside it; by given name and patronymic together; or by a mention (`@`). Small letters
count too, as notes are typed in haste, except of surnames that are short or common words of the field («волков», of
wolves). What is doubtful counts: a word too much is seen at home, in Check, and can be written otherwise; a name too
much cannot be called back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cami_desktop.give_way import give_way
from cami_desktop.records.attribution import may_name_person, rule_for
from cami_desktop.records.field import Field
from cami_desktop.records.kinds import (
    Attachment,
    Contribution,
    Note,
    Organisation,
    Participation,
    Person,
    Site,
    Source,
)
from cami_desktop.records.mentions import mentions, names_of, parse
from cami_desktop.records.people import participants
from cami_desktop.records.record import Record
from cami_desktop.records.recordset import RecordView
from cami_desktop.words.translit import latin_key

UNNAMED = "[…]"
"""Stands in a text for the name of a person who is not named."""

FREE_OF_CONSENT = (Source, Organisation, Site, Person)
"""Kinds whose texts are published names themselves (authors, organisations, places), and people, who have fields."""

_NOT_PROSE: Mapping[type[Record], tuple[str, ...]] = {Attachment: ("file_name", "media_type", "sha256")}
"""Fields of a kind that are text and not written by people as prose."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʻ\u00ad\u200b-\u200d\u2060][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’ʼʻ]s$", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?){1,3}")
_LETTERS = re.compile(r"\w+")
_DIALLED = re.compile(r"\+?\d[\d ()\u00a0-]{5,}\d")
_BETWEEN = re.compile(r"[\s.,\u00a0-]*")
_ENDINGS = frozenset(
    latin_key(ending)
    for ending in (
        # Russian: nouns and adjectives, both sexes and the plural.
        "а у ом ым ой ою е ы и ых ыми ами ах ам ов ого ому им ую ая ий ый ое я ю ем ей ею"
        # Kazakh and Kyrgyz.
        " тың тің дың дің ның нің тын дын нын ды ді ты ті ны ні қа ке ға ге га на не да де та те тан тен дан ден нан"
        " нен пен бен мен лар лер дар дер тар тер ка ко го ну ду ту"
        # Tajik, Uzbek, Turkmen, English.
        " ро ning ni ga da dan lar yň iň y i a e s es"
    ).split()
) | {""}
_SURNAMES = re.compile(
    r"(?:ov|ev|in|ova|eva|ina|ski|ska|cki|cka|enko|cuk|zoda|zade|uli|ulu|kizi|ogli|bek|bai|dze|sk|ck)$"
)
_COMMON_WORDS = frozenset(
    latin_key(word)
    for word in (
        "волков орлов баранов козлов быков зайцев соколов воронов бобров туров кабанов куланов сайгаков архаров маралов"
        " джейранов барсуков сурков сусликов охотников лесников рыбаков пастухов чабанов казаков поляков"
    ).split()
)
"""Surnames that are, in small letters, common words: genitives of animals and of people's work."""

_SHORT = 3
"""Letters of a stem below which only the word itself counts."""

_DIGITS = 7
"""Digits at the end of a telephone number by which it is known; fewer might be any figure."""


@dataclass(frozen=True, slots=True)
class Told:
    """A name in a text: its place."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Known:
    """How texts name a person, by the id: stems of surnames and of the other words of the name; whole names."""

    person: str
    surnames: frozenset[str]
    others: frozenset[str]
    wholes: frozenset[str]


class Names:
    """The names of people, ready to be looked for in texts; of all at once, since a name is the same at any meeting."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_surname: dict[str, list[_Known]] = {}
        self._by_other: dict[str, list[_Known]] = {}
        self._wholes: dict[str, list[tuple[str, str]]] = {}
        self._phones: dict[str, set[str]] = {}
        for person in people:
            give_way()
            known = _known(person)
            for stem in known.surnames:
                self._by_surname.setdefault(stem, []).append(known)
            for stem in known.others:
                self._by_other.setdefault(stem, []).append(known)
            for text in (*known.wholes, *filter(None, [(person.email or "").strip()])):
                self._wholes.setdefault(_first(text), []).append((person.id, text))
            for number in _number(person.phone or ""):
                self._phones.setdefault(number, set()).add(person.id)
        self._lengths = {len(stem) for stem in (*self._by_surname, *self._by_other)}

    def found(self, text: str, ids: Set[str]) -> list[Told]:
        """Where the people with these ids are named in a text, and where their addresses stand, in order and apart."""
        spans = [*self._as_written(text, ids), *self._numbers(text, ids)]
        words = [(word.start(), word.end(), _key(word[0])) for word in _WORD.finditer(text)]
        stems = [{*self._stems(key), *self._stems_of_many(text[start:end])} for start, end, key in words]
        for at, found in enumerate(stems):
            if not found:
                continue
            if text[words[at][0]].islower():
                common = words[at][2] in _COMMON_WORDS
                found = set() if common else {stem for stem in found if _SURNAMES.search(stem)}
            for known in _meant(found, self._by_surname, ids):
                spans.append(self._with_neighbours(text, words, stems, at, known))
            spans += self._by_given_names(text, words, stems, at, ids)
        return _joined(text, spans)

    def _stems_of_many(self, word: str) -> Iterator[str]:
        """The stems of a Latin word without its s: behind a k the two would sound like one letter («the Novaks»)."""
        if word[-1:] in "sS" and len(word) > _SHORT:
            yield from self._stems(_key(word[:-1]))

    def _as_written(self, text: str, ids: Set[str]) -> Iterator[tuple[int, int]]:
        """Names that are known only as a whole, and e-mail addresses: looked for where their first word stands."""
        if self._wholes:
            for begun in _LETTERS.finditer(text):
                for person, name in self._wholes.get(begun[0].casefold(), ()):
                    found = _pattern(name).match(text, begun.start()) if person in ids else None
                    if found:
                        yield found.span()

    def _numbers(self, text: str, ids: Set[str]) -> Iterator[tuple[int, int]]:
        if self._phones:
            for found in _DIALLED.finditer(text):
                if any(not ids.isdisjoint(self._phones.get(number, ())) for number in _number(found[0])):
                    yield found.span()

    def _by_given_names(
        self, text: str, words: list[tuple[int, int, str]], stems: list[set[str]], at: int, ids: Set[str]
    ) -> Iterator[tuple[int, int]]:
        """Given name and patronymic side by side name a person as the surname does."""
        if at + 1 < len(words) and _side_by_side(text, words[at][1], words[at + 1][0]):
            for known in _meant(stems[at], self._by_other, ids):
                second = stems[at + 1] & known.others
                if second and second != stems[at] & known.others:
                    yield words[at][0], words[at + 1][1]

    def _with_neighbours(
        self, text: str, words: list[tuple[int, int, str]], stems: list[set[str]], at: int, known: _Known
    ) -> tuple[int, int]:
        """The place of a surname with what stands beside it of the same name: other words, initials."""
        first = last = at
        every = known.others | known.surnames
        while first > 0 and stems[first - 1] & every and _side_by_side(text, words[first - 1][1], words[first][0]):
            first -= 1
        while (
            last + 1 < len(words)
            and stems[last + 1] & every
            and _side_by_side(text, words[last][1], words[last + 1][0])
        ):
            last += 1
        start, end = words[first][0], words[last][1]
        after = re.compile(rf"[ \u00a0]?{_INITIALS.pattern}(?![^\W\d_]{{2}})").match(text, end)
        if after:
            end = end + len(after[0].rstrip())
        before = re.search(rf"(?<!\w){_INITIALS.pattern}$", text[max(0, start - 12) : start])
        return (start - len(before[0]) if before else start), end

    def _stems(self, key: str) -> Iterator[str]:
        """The stems of these people that a word may be a form of."""
        for length in self._lengths:
            if length <= len(key) and key[length:] in _ENDINGS and (length >= _SHORT or length == len(key)):
                stem = key[:length]
                if stem in self._by_surname or stem in self._by_other:
                    yield stem


def unnamed_in(record: Record, view: RecordView) -> Set[str]:
    """The ids of the people who may not be named in the texts of a record that leaves the country.

    Everywhere those without consent; in notes and contributions whose rule does not name speakers also everyone who
    took part in their meeting.
    """
    silent = view.cached("without consent", lambda: _without_consent(view), Person, Participation)
    if isinstance(record, Note | Contribution) and record.meeting and rule_for(record, view) != "attributed":
        meeting = record.meeting
        return view.cached(f"unnamed at {meeting}", lambda: silent | _present_at(view, meeting), Person, Participation)
    return silent


def texts_of(record: Record) -> list[Field]:
    """The fields of a record in which a person may be named by the way."""
    if isinstance(record, FREE_OF_CONSENT):
        return []
    names = _NOT_PROSE.get(type(record), ())
    return [field for field in record.fields() if field.type.free_text and field.name not in names]


def names_in(text: str, record: Record, view: RecordView) -> list[Told]:
    """Where a text of a record names people who may not be named."""
    people = unnamed_in(record, view)
    spans = [(one.start, one.end) for one in _names(view).found(text, people)] if people else []
    if isinstance(record, Note) or "@" in text:
        spans += _mentioned(text, record, view, people)
    return _joined(text, spans)


def without_names(text: str, record: Record, view: RecordView) -> str:
    """A text of a record as it may leave the country: `[…]` stands for each name of a person who may not be named."""
    told = names_in(text, record, view)
    for one in reversed(told):
        text = text[: one.start] + UNNAMED + text[one.end :]
    return text


def file_name_without_names(name: str, record: Attachment, view: RecordView) -> str:
    """A file's name without names of people; its ending stays, words that are joined by `_` are told apart."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot else (name, "")
    apart = without_names(stem.replace("_", " "), record, view)
    return (apart.replace(" ", "_") if "_" in stem else apart) + ending if apart != stem.replace("_", " ") else name


def _mentioned(text: str, record: Record, view: RecordView, people: Set[str]) -> list[tuple[int, int]]:
    """Mentions of people who may not be named, and by `@` of anybody who is not in the register: nobody asked them."""
    spans: list[tuple[int, int]] = []
    found = [one for one in parse(text) if one.sort.code == "person"]
    if not found:
        return spans
    known = {
        one.start: one.value for one in mentions(text, names_of(view), record if isinstance(record, Note) else None)
    }
    for one in found:
        value = known.get(one.start, "")
        named = bool(one.name[:1].isalpha()) and text[one.start] == "@"
        if value in people or (not value and named):
            spans.append((one.start, one.end))
    return spans


def _without_consent(view: RecordView) -> frozenset[str]:
    found = set()
    for person in view.all(Person):
        give_way()
        if not may_name_person(person, view):
            found.add(person.id)
    return frozenset(found)


def _present_at(view: RecordView, meeting: str) -> frozenset[str]:
    return frozenset(person.id for _part, person in participants(meeting, view))


def _names(view: RecordView) -> Names:
    def build() -> Names:
        return _kept(tuple(tuple(getattr(person, name) for name in _TOLD_BY) for person in view.all(Person)))

    return view.cached("names of people", build, Person)


_TOLD_BY = ("id", "name", "surname", "given", "patronymic", "latin", "email", "phone")


@lru_cache(maxsize=8)
def _kept(people: tuple[tuple[Any, ...], ...]) -> Names:
    """Kept for as long as nobody's name changes: a workspace forgets what it has cached with every record stored."""
    told: list[dict[str, Any]] = [dict(zip(_TOLD_BY, values, strict=True)) for values in people]
    return Names(Person(**values) for values in told)


def _known(person: Person) -> _Known:
    """Stems of a person's names, and the names that are known only as a whole.

    Without a surname of its own, the surname is the words of the name that look like one. Of a name that does not look
    like a person's («Представитель Института зоологии») no single word tells who it is.
    """
    surnames = set(_words(person.surname))
    others = {*_words(person.given), *_words(person.patronymic)}
    wholes = set()
    for text in filter(None, (person.name, person.latin)):
        words = _words(text)
        fresh = [word for word in words if word not in surnames and word not in others]
        personal = all(word.istitle() for word in text.split()) and text.replace(" ", "").isalpha()
        looking = [word for word in fresh if _SURNAMES.search(word) or len(words) == 1] if personal else []
        if surnames & set(words) or looking:
            surnames.update(looking)
            others.update(word for word in fresh if word not in looking)
        elif words:
            wholes.add(text)
    return _Known(person.id, frozenset(map(_stem, surnames)), frozenset(map(_stem, others)), frozenset(wholes))


def _meant(stems: set[str], index: Mapping[str, list[_Known]], ids: Set[str]) -> list[_Known]:
    return [known for stem in stems for known in index.get(stem, ()) if known.person in ids]


def _words(text: str | None) -> list[str]:
    """The keys of the words of a name that have more than one letter."""
    return [_key(word) for word in _WORD.findall(text or "") if len(word) > 1 and _key(word)]


@lru_cache(maxsize=4096)
def _stem(key: str) -> str:
    """What all forms of a name have in common: without the ending of the nominative."""
    for ending in ("aa", "oi", "ai", "i", "a", "e", "o"):
        if key.endswith(ending) and len(key) - len(ending) >= _SHORT:
            return key[: -len(ending)]
    return key


def _key(word: str) -> str:
    return latin_key(_POSSESSIVE.sub("", _UNSEEN.sub("", word)))


def _side_by_side(text: str, end: int, start: int) -> bool:
    return _BETWEEN.fullmatch(text, end, start) is not None


def _first(text: str) -> str:
    found = _LETTERS.search(text)
    return found[0].casefold() if found else ""


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    """A name or address as it is written, from its first word on, whatever blanks stand in it."""
    found = _LETTERS.search(text)
    words = text[found.start() if found else 0 :].split()
    return re.compile(r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)


def _number(text: str) -> list[str]:
    """The last digits of a telephone number, without the code of the country, which is written as +7, 8 or not."""
    digits = re.sub(r"\D", "", text)
    return [digits[-_DIGITS:]] if len(digits) >= _DIGITS else []


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> list[Told]:
    """Spans in order; those that meet, or have only blanks between them, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [Told(start, end) for start, end in joined]
