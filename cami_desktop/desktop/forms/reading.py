"""What a person typed or pasted, read as the value of a field: figures, dates, times, codes and records by name.

The one definition for the lines of forms, the cells of tables and what comes from a spreadsheet. What files hold that
programs wrote is read by exchange/cells.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cami_desktop.catalogue import Catalogue
from cami_desktop.desktop.forms.choices import Choice, choices_for
from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.errors import WrongUse
from cami_desktop.records import Field, FieldType
from cami_desktop.records.convert import FALSE_WORDS, TRUE_WORDS, clean, from_text
from cami_desktop.words import _, formats
from cami_desktop.words.numbers import TwoFigures
from cami_desktop.words.searchkey import search_key

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

POINT, GROUP = "point", "group"
"""What the sign in a figure such as 11,000 is: before decimals, or between thousands."""


def absent_from_text(catalogue: Catalogue, text: str) -> str:
    """The code of the reason for a blank that a typed word means («unknown», «not asked»), else an empty text."""
    key = search_key(text)
    for code in catalogue.codes("absent_reason").values() if key else ():
        if key in (search_key(code.text()), search_key(code.label), *map(search_key, code.labels.values())):
            return code.code
    return ""


def read_line(catalogue: Catalogue, field: Field, text: str, sign: str = "") -> Answer:
    """Read a line of text, a figure, a date or a time as people write them; «unknown» is an answer.

    sign (POINT, GROUP) settles figures that may mean two. Raises CamiError for what cannot be understood.
    """
    if field.type.numeric:
        absent = absent_from_text(catalogue, text)
        return Answer(None, absent) if absent else _number(field, text, sign)
    parse = _PARSERS.get(field.type)
    if parse is None:
        return Answer(from_text(field, text))
    absent = absent_from_text(catalogue, text)
    return Answer(None, absent) if absent else parse(text)


def _number(field: Field, text: str, sign: str) -> Answer:
    try:
        value = formats.parse_number(text)
    except TwoFigures as error:
        # Where only one of the two can stand in the field, as with a latitude, nothing needs to be asked.
        fitting = [figure for figure in (error.whole, error.decimal) if _within(field, figure)]
        if len(fitting) == 1:
            return Answer(fitting[0])
        if not sign:
            raise
        return Answer(error.whole if sign == GROUP else error.decimal)
    return Answer(None, "unknown") if value is formats.UNKNOWN else Answer(value)


def _within(field: Field, figure: float) -> bool:
    return (field.minimum is None or figure >= field.minimum) and (field.maximum is None or figure <= field.maximum)


def _date(text: str) -> Answer:
    value = formats.parse_vague_date(text)
    return Answer(None, "unknown") if value is formats.UNKNOWN else Answer(value)


def _moment(text: str) -> Answer:
    day, _comma, time = text.replace("T", " ").replace(",", " ").strip().rpartition(" ")
    date = _date(day).value if day else None
    return Answer(f"{date} {time}" if date else text.strip() or None)


def _clock(text: str) -> Answer:
    return Answer(text.strip().replace(".", ":").replace("-", ":") or None)


_PARSERS: dict[FieldType, Callable[[str], Answer]] = {
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.CLOCK: _clock,
}


class TextReader:
    """Reads whole texts, as they are pasted, into values of a field; what can be chosen is gathered once."""

    def __init__(self, session: Session, field: Field, sign: str = "") -> None:
        self.field = field
        self._session = session
        self._sign = sign
        self._choices: dict[str, list[str]] | None = None
        self._known: dict[str, Answer] = {}

    def read(self, text: str) -> Answer:
        """The value of a text, cleaned as it is stored. Raises CamiError for what cannot be understood."""
        found = self._known.get(text)
        if found is None:
            read = self._read(text)
            found = Answer(clean(self.field, read.value), read.absent)
            if len(text) < 80:
                self._known[text] = found
        return found

    def _read(self, text: str) -> Answer:
        field, catalogue = self.field, self._session.catalogue
        if field.type.free_text:
            return Answer(from_text(field, text.strip()))
        if not text.strip():
            return Answer([] if field.type.many else None)
        if not (field.code_list or field.type in (FieldType.LINK, FieldType.LINKS, FieldType.FLAG)):
            return read_line(catalogue, field, text, self._sign)
        absent = absent_from_text(catalogue, text)
        if absent:
            return Answer([] if field.type.many else None, absent)
        if field.type is FieldType.FLAG:
            return Answer(_flag(field, text))
        return Answer(self._many(text) if field.type.many else self._one(text))

    def _one(self, text: str) -> str:
        """The value that a text names: by its code or id, or by one of its names in any language."""
        found = self._by_name().get(search_key(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise WrongUse(_("“{text}” is the name of {n} things.").format(text=_cut(text), n=len(found)))
        raise WrongUse(_("“{text}” is not in the list.").format(text=_cut(text)))

    def _many(self, text: str) -> list[str]:
        """Several, parted by semicolons or line ends; by commas where the parts are no names otherwise."""
        parts = [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
        found: list[str] = []
        for part in parts:
            if search_key(part) in self._by_name():
                found.append(self._one(part))
            else:
                found += [self._one(piece) for piece in part.split(",") if piece.strip()]
        return found

    def _by_name(self) -> dict[str, list[str]]:
        if self._choices is None:
            self._choices = _names(choices_for(self._session, self.field)())
        return self._choices


def _names(choices: Sequence[Choice]) -> dict[str, list[str]]:
    """Folded names -> the values that bear them; a value named by its code or full text goes before other names."""
    names: dict[str, list[str]] = {}
    for of_choice in (lambda choice: (choice.value,), lambda choice: (choice.text, choice.short),
                      lambda choice: choice.names):  # fmt: skip
        found: dict[str, list[str]] = {}
        for choice in choices:
            for name in of_choice(choice):
                if name and choice.value not in found.setdefault(search_key(name), []):
                    found[search_key(name)].append(choice.value)
        names = {**found, **names}
    return names


def _flag(field: Field, text: str) -> bool:
    key = search_key(text)
    yes, no = {*TRUE_WORDS, search_key(_("yes"))}, {*FALSE_WORDS, search_key(_("no"))}
    if key in yes or key in no:
        return key in yes
    value: bool = from_text(field, text)
    return value


def _cut(text: str) -> str:
    return text.strip()[:60]
