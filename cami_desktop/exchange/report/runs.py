"""Text of a printed page as runs with a style and a target, and its breaking into lines; it draws nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cami_desktop.exchange.report import fonts

StyleName = Literal["text", "strong", "label", "absent", "latin", "link", "head"]


class Look(NamedTuple):
    """Face, size in points and colour (hexadecimal) of a run."""

    font: str
    size: float
    colour: str


INK = "#1f2933"
MUTED = "#5f6c7b"
ACCENT = "#1d5f86"
GRID = "#d9dfe5"
BAND = "#eef2f5"

LOOKS: dict[StyleName, Look] = {
    "text": Look(fonts.REGULAR, 8.0, INK),
    "strong": Look(fonts.BOLD, 8.0, INK),
    "label": Look(fonts.REGULAR, 7.5, MUTED),
    "absent": Look(fonts.ITALIC, 8.0, MUTED),
    "latin": Look(fonts.ITALIC, 8.0, INK),
    "link": Look(fonts.REGULAR, 8.0, ACCENT),
    "head": Look(fonts.BOLD, 7.5, INK),
}
"""How each style looks in tables and lists of fields."""

LEADING = 10.5
"""From base line to base line, in points."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; target is the id of the record to which it leads, blank for none."""

    text: str
    style: StyleName = "text"
    target: str = ""


Runs = Sequence[Run]


class Piece(NamedTuple):
    """A run's part on one line, at x from the line's left end."""

    x: float
    text: str
    style: StyleName
    target: str


TextLine = list[Piece]

# A word with the spaces after it; no-break spaces belong to the word.
_WORD = re.compile(r"[^ \n]+ *| +")


def plain(runs: Runs) -> str:
    """The text of the runs without style."""
    return "".join(run.text for run in runs)


def joined(parts: Iterable[Runs], between: str) -> list[Run]:
    """Runs set one after the other with a text between them."""
    found: list[Run] = []
    for part in parts:
        if found:
            found.append(Run(between, "text"))
        found += part
    return found


def line_width(line: TextLine) -> float:
    """How far the line reaches, without spaces at its end."""
    if not line:
        return 0.0
    last = line[-1]
    look = LOOKS[last.style]
    return last.x + fonts.width_of(last.text.rstrip(" "), look.font, look.size)


def natural_width(runs: Runs) -> tuple[float, float]:
    """The width of the longest word and of the longest line of the runs."""
    word_width = 0.0
    lines = [0.0]
    for run in runs:
        look = LOOKS[run.style]
        for n, paragraph in enumerate(fonts.printable(run.text).split("\n")):
            if n:
                lines.append(0.0)
            for word in paragraph.split(" "):
                word_width = max(word_width, fonts.width_of(word, look.font, look.size))
            lines[-1] += fonts.width_of(paragraph[:400], look.font, look.size)
    return word_width, max(lines)


def broken(runs: Runs, room: float) -> list[TextLine]:
    """Break runs into lines no wider than the room; a word that is wider is cut wherever it must be."""
    breaker = _Breaker(room)
    for run in runs:
        look = LOOKS[run.style]
        for n, paragraph in enumerate(fonts.printable(run.text).split("\n")):
            if n:
                breaker.new_line()
            for word in _WORD.findall(paragraph):
                breaker.add(word, run, look)
    return breaker.lines


class _Breaker:
    """Lines being filled word by word."""

    def __init__(self, room: float) -> None:
        self.room = room
        self.lines: list[TextLine] = [[]]
        self.x = 0.0

    def new_line(self) -> None:
        self.lines.append([])
        self.x = 0.0

    def add(self, word: str, run: Run, look: Look) -> None:
        bare = word.rstrip(" ")
        width = fonts.width_of(bare, look.font, look.size)
        if self.x and self.x + width > self.room:
            self.new_line()
        if not bare and not self.x:
            return
        while width > self.room and len(bare) > 1:
            cut = self._fitting(bare, look)
            self._put(bare[:cut], run, look)
            self.new_line()
            word, bare = word[cut:], bare[cut:]
            width = fonts.width_of(bare, look.font, look.size)
        self._put(word, run, look)

    def _fitting(self, word: str, look: Look) -> int:
        """How many letters of a long word fit a line; at least one. Addresses are cut after a slash or dot if near."""
        low, high = 1, min(len(word), 400)
        while low < high:
            middle = (low + high + 1) // 2
            if fonts.width_of(word[:middle], look.font, look.size) <= self.room:
                low = middle
            else:
                high = middle - 1
        for n in range(low, max(1, low - 12), -1):
            if word[n - 1] in "/.-_&?=":
                return n
        return low

    def _put(self, text: str, run: Run, look: Look) -> None:
        line = self.lines[-1]
        if line and line[-1].style == run.style and line[-1].target == run.target:
            last = line[-1]
            line[-1] = last._replace(text=last.text + text)
        else:
            line.append(Piece(self.x, text, run.style, run.target))
        self.x += fonts.width_of(text, look.font, look.size)
