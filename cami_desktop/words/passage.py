"""Finds typed words in a text as forgivingly as the search key does, and cuts out the passage to show; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cami_desktop.words.searchkey import folded_with_places, search_key

_WORD = re.compile(r"[^\W_]+")
_TYPED = re.compile(r'"([^"]*)("?)|([^\s"]+)')
_FIRST_IDEOGRAPH = "\u2e80"

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """One word or phrase that is looked for, folded; with `beginning` its last word may go on."""

    words: tuple[str, ...]
    beginning: bool

    def fits(self, found: str, place: int) -> bool:
        """Whether a folded word of a text fits the word at a place of the phrase."""
        word = self.words[place]
        return found.startswith(word) if self.beginning and place == len(self.words) - 1 else found == word


def words_key(text: str) -> str:
    """The folded words of a text with single blanks between them, as an index of words takes them in."""
    return " ".join(_WORD.findall(search_key(text)))


def sought(typed: str) -> tuple[Sought, ...]:
    """What a typed line looks for: each word as the beginning of one, words in quotation marks as they stand."""
    found = []
    for quoted, closed, plain in _TYPED.findall(typed.replace("“", '"').replace("”", '"')):
        words = tuple(words_key(quoted or plain).split())
        if words:
            # A single letter stands for itself: as a beginning it would fit nearly every text.
            long_enough = len(words[-1]) > 1 or words[-1] >= _FIRST_IDEOGRAPH
            found.append(Sought(words, not closed and long_enough))
    return tuple(dict.fromkeys(found))


def held(words: str, wanted: Iterable[Sought]) -> int:
    """How many of the phrases are in a text of which only the folded words are given, as words_key gives them."""
    found = words.split()
    return sum(1 for phrase in wanted if any(True for _start in _starts(found, phrase)))


def _starts(words: Sequence[str], phrase: Sought) -> Iterator[int]:
    """The places among folded words at which a phrase begins."""
    first, length = phrase.words[0], len(phrase.words)
    for at in range(len(words) - length + 1):
        if words[at].startswith(first) and all(phrase.fits(words[at + place], place) for place in range(length)):
            yield at


def places(text: str, wanted: Iterable[Sought]) -> Marks:
    """Where the phrases stand in a composed text: begin and end of each."""
    folded, origin = folded_with_places(text)
    found = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]
    words = [word for word, _begin, _end in found]
    marks = {
        (origin[found[at][1]], origin[found[at + len(phrase.words) - 1][2] - 1] + 1)
        for phrase in wanted
        for at in _starts(words, phrase)
    }
    return tuple(sorted(marks))


def passage(text: str, wanted: Sequence[Sought], width: int = 120) -> tuple[str, Marks]:
    """Cut the passage with the most found words out of a text, in one line; the marks count in the passage.

    `width` is about how many letters are shown; a mark of omission stands where the text goes on.
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    marks = places(line, wanted)
    begin, end = _window(line, marks, width)
    before, after = "… " if begin else "", " …" if end < len(line) else ""
    shift = len(before) - begin
    inside = tuple((a + shift, b + shift) for a, b in marks if begin <= a and b <= end)
    return before + line[begin:end] + after, inside


def _window(line: str, marks: Marks, width: int) -> tuple[int, int]:
    """The stretch of a line to show: round the most marks, whole words, from the start where nothing is marked."""
    if len(line) <= width:
        return 0, len(line)
    if not marks:
        return 0, _word_end(line, width)
    best = max(range(len(marks)), key=lambda n: (sum(1 for a, b in marks if 0 <= a - marks[n][0] <= width // 2), -n))
    begin = max(0, min(marks[best][0] - width // 3, len(line) - width))
    if begin:
        begin = line.find(" ", begin, marks[best][0]) + 1 or marks[best][0]
    return begin, max(_word_end(line, begin + width), marks[best][1])


def _word_end(line: str, near: int) -> int:
    if near >= len(line):
        return len(line)
    blank = line.rfind(" ", 0, near + 1)
    return blank if blank > near // 2 else near
