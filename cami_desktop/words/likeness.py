"""How alike names are across alphabets and spellings (Айгерім Сәрсенова, Sarsenova A.): to suggest, never to equate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cami_desktop.words.translit import latin_key

_WORDS = re.compile(r"[^\W\d_]+(?:[ʻʼ‘’'`´ʹ\u00ad\u200b-\u200d\u2060]+[^\W\d_]+)*")
NEAR = 6
"""Letters from which two words that differ by one letter count as alike."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name as it sounds; an initial stands for every word that begins with it."""

    sound: str
    initial: bool = False


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name as they sound, in their order; single letters are initials."""
    words = _WORDS.findall(unicodedata.normalize("NFC", name))
    found = (Word(latin_key(word), len(word) == 1) for word in words)
    return tuple(word for word in found if word.sound)


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: the words of the shorter one, in any order, all stand in the other.

    An initial stands for a word; at least one word must be there whole in both.
    """
    few, many = sorted((words_of(one), words_of(other)), key=len)
    if not few:
        return False
    left = list(many)
    whole = False
    for word in sorted(few, key=lambda word: word.initial):
        found = next((each for each in left if _pairs(word, each, alone=len(few) == 1)), None)
        if found is None:
            return False
        left.remove(found)
        whole = whole or not (word.initial or found.initial)
    return whole


def _pairs(one: Word, other: Word, *, alone: bool) -> bool:
    if one.initial or other.initial:
        return one.sound[0] == other.sound[0]
    return one.sound == other.sound or (not alone and _near(one.sound, other.sound))


def _near(one: str, other: str) -> bool:
    """Whether two long words differ by one letter: another, one more, one less."""
    if min(len(one), len(other)) < NEAR or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    return short[start + (len(short) == len(long)) :] == long[start + 1 :]


def shared(one: Sequence[Word], other: Sequence[Word]) -> float:
    """The share of the words of the shorter text that stand in the longer one too, from 0 to 1; initials aside."""
    first, second = ({word.sound for word in words if not word.initial} for words in (one, other))
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0
