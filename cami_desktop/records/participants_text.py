"""Reading a pasted list of people: cells of a spreadsheet, addresses of an e-mail, lines of a document.

Nothing is lost: every line that is not blank becomes people, or a heading, or is named as not understood. One line by
itself is read by participants_lines; whether somebody is in the register already is for participants_match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cami_desktop.records.participants_lines import (
    MAIL,
    NUMBERED,
    PHONE,
    Listed,
    addressed,
    is_name,
    named,
    squeezed,
)
from cami_desktop.records.participants_words import MAIL_HEAD, MAIL_REST, first_hint, headings, roles
from cami_desktop.words import N_
from cami_desktop.words.searchkey import search_key

NO_NAME, ONE_WORD, MAIL_LINE, ONLY_ADDRESS = (
    N_("no name was found"),
    N_("only one word"),
    N_("a line of an e-mail that names nobody"),
    N_("an address without a name"),
)
"""Why a line was not understood, in English, marked for translation."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """Lines that were not understood, and why."""

    lines: tuple[int, ...]
    text: str
    why: str


@dataclass(slots=True)
class Pasted:
    """A list as it was read: people, lines not understood, numbers of the lines that are headings."""

    people: list[Listed] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def as_name(self, line: NotRead) -> Listed:
        """A line that was not understood, taken whole as a name, as a person may ask for."""
        return Listed(line.lines, line.text, name=squeezed(line.text))


@dataclass(frozen=True, slots=True)
class _Row:
    lines: tuple[int, ...]
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\t".join(self.cells).strip()


_QUOTED = re.compile(r'"((?:[^"]|"")*)"[ ]*(?=\t|\n|\Z)')
_TEXTS = ("name", "surname", "given", "patronymic", "organisation", "position")


def read_list(text: str) -> Pasted:
    """Read a pasted list of people. Every line that is not blank is accounted for; see Pasted."""
    found = Pasted()
    rows = list(_rows(_plain(text)))
    columns: dict[int, str] = {}
    tabled = [row for row in rows if _is_row(row)]
    head = next((row for row in tabled[:6] if _is_heading(row)), None)
    if head is not None:
        columns = {n: known for n, cell in enumerate(head.cells) if (known := headings().get(search_key(cell)))}
        if "surname" in columns.values() and "given" not in columns.values():
            # Beside a surname the plain word “name” means the given one.
            columns = {n: "given" if known == "name" else known for n, known in columns.items()}
    elif tabled:
        columns = _guessed(tabled)
    for row in rows:
        if row is head or (_is_row(row) and _is_heading(row)) or _is_title(row):
            found.headings.extend(row.lines)
        elif _is_row(row) and any(known in ("name", "surname") for known in columns.values()):
            _take_cells(row, columns, found)
        else:
            _take_line(row, found)
    return found


# Rows and columns


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    for sign, instead in (("\r\n", "\n"), ("\r", "\n"), ("\x0b", "\n"), ("\x0c", "\n"), ("\u2028", "\n"),
                          ("\u2029", "\n"), ("\x85", "\n"), ("\u00a0", " "), ("\u202f", " ")):  # fmt: skip
        text = text.replace(sign, instead)
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C")


def _rows(text: str) -> Iterator[_Row]:
    """The rows that are not blank; a cell in quotes may hold line ends where the text has tabs at all."""
    place, line, tabs = 0, 1, "\t" in text
    while place <= len(text):
        cells, first = [], line
        while True:
            quoted = _QUOTED.match(text, place) if tabs else None
            if quoted is not None:
                cell, place = quoted[1].replace('""', '"'), quoted.end()
                line += quoted[0].count("\n")
            else:
                end = min((at for at in (text.find("\t", place), text.find("\n", place)) if at >= 0), default=len(text))
                cell, place = text[place:end], end
            cells.append(squeezed(cell))
            if text[place : place + 1] != "\t":
                break
            place += 1
        if any(cells):
            yield _Row(tuple(range(first, line + 1)), tuple(cells))
        place, line = place + 1, line + 1


def _is_row(row: _Row) -> bool:
    return sum(bool(cell) for cell in row.cells) > 1 or (len(row.cells) > 1 and not row.cells[0])


def _is_heading(row: _Row) -> bool:
    filled = [search_key(cell) for cell in row.cells if cell]
    known = sum(cell in headings() for cell in filled)
    return known > 0 and 2 * known >= len(filled) and len(filled) > 1


def _is_title(row: _Row) -> bool:
    """A line that only says what follows, such as «Участники:»."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and search_key(filled[0].rstrip(":. ")) in headings()


def _share(cells: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0


def _guessed(rows: Sequence[_Row]) -> dict[int, str]:
    """Which column is what, by what stands in it."""
    found: dict[int, str] = {}
    texts: dict[int, list[str]] = {}
    for n in range(max(len(row.cells) for row in rows)):
        cells = [row.cells[n] for row in rows if n < len(row.cells) and row.cells[n]]
        if not cells:
            continue
        if _share(cells, MAIL.search) >= 0.5 and not _share(cells, lambda cell: is_name(MAIL.sub("", cell))):
            found[n] = "email"
        elif _share(cells, lambda cell: re.fullmatch(r"№?\s*\d{1,4}[.)]?", cell)) >= 0.8:
            found[n] = "number"
        elif _share(cells, PHONE.fullmatch) >= 0.6:
            found[n] = "phone"
        elif _share(cells, lambda cell: search_key(cell) in roles()) >= 0.6:
            found[n] = "role"
        else:
            texts[n] = cells
    names = {n: _share(cells, lambda cell: is_name(MAIL.sub("", cell))) for n, cells in texts.items()}
    best = max(names, key=lambda n: (names[n], -n), default=None)
    if best is None or not names[best]:
        return found
    found[best] = "name"
    left = [n for n in texts if n != best]
    for name in ("organisation", "position"):
        shares = {n: _share([first_hint(cell) for cell in texts[n]], name.__eq__) for n in left}
        surest = max(left, key=lambda n: (shares[n], -n), default=None)
        if surest is not None and shares[surest] > 0:
            found[surest] = name
            left.remove(surest)
    wanted = [name for name in ("organisation", "position") if name not in found.values()]
    return found | dict(zip(left, wanted, strict=False))


def _take_cells(row: _Row, columns: dict[int, str], found: Pasted) -> None:
    values: dict[str, list[str]] = {}
    for n, cell in enumerate(row.cells):
        if cell and columns.get(n) != "number":
            values.setdefault(columns.get(n, "rest"), []).append(cell)
    said = {name: ", ".join(values.get(name, ())) for name in (*_TEXTS, "email", "phone")}
    rest = values.get("rest", [])
    role = next(iter(values.get("role", ())), "")
    if role and search_key(role) not in roles():
        rest.append(role)
    mails = [mail for cell in (said["email"], said["name"]) for mail in MAIL.findall(cell)]
    said["name"] = squeezed(NUMBERED.sub("", MAIL.sub(" ", said["name"])))
    if not mails and said["email"]:
        rest.append(said["email"])
    said["email"] = next(iter(mails), "")
    rest += mails[1:]
    if not said["name"]:
        said["name"] = squeezed(" ".join((said["surname"], said["given"], said["patronymic"])))
    listed = Listed(row.lines, row.text, role=roles().get(search_key(role), ""), rest=" · ".join(rest), **said)
    _put([listed], row, found, NO_NAME)


# Lines


def _take_line(row: _Row, found: Pasted) -> None:
    text = " , ".join(cell for cell in row.cells if cell)
    if MAIL_REST.match(text):
        found.not_read.append(NotRead(row.lines, row.text, MAIL_LINE))
        return
    text = NUMBERED.sub("", MAIL_HEAD.sub("", text)).strip()
    people = addressed(text) if MAIL.search(text) else named(text)
    word = text.strip(" ,;:.")
    why = ONLY_ADDRESS if "@" in text else ONE_WORD if word and " " not in word else NO_NAME
    _put([replace(one, lines=row.lines, text=one.text or row.text) for one in people], row, found, why)


def _put(people: Sequence[Listed], row: _Row, found: Pasted, why: str) -> None:
    """Take people of a row that have a name; what has none is named as not understood."""
    for one in people:
        if any(letter.isalpha() for letter in one.name):
            found.people.append(one)
        else:
            found.not_read.append(NotRead(row.lines, one.text or row.text, why))
    if not people:
        found.not_read.append(NotRead(row.lines, row.text, why))
