"""Who speaks, by few letters: a number or initials before a colon (`3: text`, `АИ: text`, `ИвА:`), never guessed.

Numbers are those of the last speakers. Initials are the beginnings of two or three words of a name, each with a capital
letter and in any order, in Latin or Cyrillic letters; a surname alone must be whole, so that `Да:` is never Danilov.
What fits nobody is text; what fits several people is for the person at the keyboard to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from cami_desktop.records.kinds import Person
from cami_desktop.words.searchkey import search_key
from cami_desktop.words.translit import latin_key

MOST_NUMBERED = 9
"""Speakers that have a number, one for each figure key."""

LONGEST = 40
"""Letters before the colon beyond which it is no speaker's."""

_NUMBER = re.compile(r"\s*([1-9])\s*:(?!\S)\s*")
_PREFIX = re.compile(rf"\s*([^\W\d_][^:\d\n]{{0,{LONGEST}}}?)\s*:(?![:/])\s*")
_MOST_CHUNKS = 3


@dataclass(frozen=True, slots=True)
class Said:
    """Who may be meant by what stands before the colon (nothing there: nobody), that, and what was said."""

    who: tuple[str, ...]
    before: str
    text: str


class Numbered:
    """The last speakers, each with a number that stays theirs until another one needs it.

    Participants who have not spoken yet have the numbers that are left, so that also the first word takes one key.
    """

    def __init__(self) -> None:
        self.slots: list[str] = []
        self._spoke: dict[str, int] = {}
        self._count = 0

    def take_part(self, ids: Sequence[str]) -> None:
        """Participants came or went: numbers of those who went are free for those who came, in their order."""
        here = set(ids)
        others = iter([id_ for id_ in ids if id_ not in self.slots])
        kept = [id_ if id_ in here else next(others, "") for id_ in self.slots]
        kept += list(others)[: MOST_NUMBERED - len(kept)]
        self.slots = kept

    def speak(self, id_: str) -> None:
        """Somebody spoke: they have a number, at need that of the one who has been silent for longest."""
        self._count += 1
        self._spoke[id_] = self._count
        if id_ in self.slots:
            return
        if "" in self.slots:
            self.slots[self.slots.index("")] = id_
        elif len(self.slots) < MOST_NUMBERED:
            self.slots.append(id_)
        else:
            # Of those who never spoke the last one: the first ones are known by their numbers already.
            silent = min(range(MOST_NUMBERED), key=lambda place: (self._spoke.get(self.slots[place], 0), -place))
            self.slots[silent] = id_

    def of(self, number: int) -> str:
        """The speaker with a number; blank for none."""
        return self.slots[number - 1] if 0 < number <= len(self.slots) else ""


def said(text: str, numbered: Sequence[str], people: Iterable[tuple[str, Person]]) -> Said:
    """Read who speaks from the beginning of a note; without a valid beginning the text stays as it is.

    numbered: ids of the speakers 1 to 9; people: the participants by the same ids.
    """
    number = _NUMBER.match(text)
    if number is not None:
        place = int(number[1]) - 1
        who = numbered[place] if place < len(numbered) else ""
        return Said((who,), number[1], text[number.end() :]) if who else Said((), "", text)
    prefix = _PREFIX.match(text)
    if prefix is None:
        return Said((), "", text)
    found = meant(prefix[1], people)
    return Said(found, prefix[1], text[prefix.end() :]) if found else Said((), "", text)


def meant(short: str, people: Iterable[tuple[str, Person]]) -> tuple[str, ...]:
    """The ids of the people whom initials or a whole surname may mean."""
    chunks = _chunks(short)
    return tuple(id_ for id_, person in people if _fits(short.strip(), chunks, _forms(*_parts(person))))


def _parts(person: Person) -> tuple[str, str, str, str, str]:
    return (
        person.surname or "", person.given or "", person.patronymic or "", person.name or "", person.latin or ""
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _forms(surname: str, given: str, patronymic: str, name: str, latin: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The ways to write a name: the surname (blank where nobody said which word it is) and all words."""
    recorded = tuple(filter(None, (surname, given, patronymic)))
    forms = [(surname, recorded)] if surname else []
    forms += [("", _words(text)) for text in (name, latin) if text]
    return tuple(forms)


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[\s.,]+", text)))


def _chunks(short: str) -> tuple[str, ...]:
    """Initials cut into beginnings of words: `ИвА` and `Ив. А.` are Ив and А; nothing where they are none."""
    found: list[str] = []
    for letter in short:
        if letter in " .,-\u00a0":
            continue
        if letter.isupper():
            found.append(letter)
        elif found and (letter.islower() or letter in "'’ʼʻ"):
            found[-1] += letter
        else:
            return ()
    return tuple(found) if 1 < len(found) <= _MOST_CHUNKS else ()


def _fits(short: str, chunks: Sequence[str], forms: Sequence[tuple[str, Sequence[str]]]) -> bool:
    for surname, words in forms:
        # Of a name that nobody took apart every word may be the surname.
        alone = [surname] if surname else [word for word in words if len(word) > 1]
        if short[:1].isupper() and any(_same(short, word) for word in alone):
            return True
        if chunks and any(
            all(_begins(word, chunk) for word, chunk in zip(chosen, chunks, strict=True))
            for chosen in permutations(words, len(chunks))
        ):
            return True
    return False


def _same(one: str, other: str) -> bool:
    key = search_key if _alphabet(one) == _alphabet(other) else latin_key
    return key(one) == key(other)


def _begins(word: str, chunk: str) -> bool:
    # Within one alphabet С is not Ш; across two, S may be either.
    key = search_key if _alphabet(word) == _alphabet(chunk) else latin_key
    begun = key(chunk)
    return bool(begun) and key(word).startswith(begun)


@lru_cache(maxsize=4096)
def _alphabet(word: str) -> str:
    return unicodedata.name(word[:1], "").partition(" ")[0]
