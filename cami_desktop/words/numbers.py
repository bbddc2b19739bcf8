"""Figures as people of the seven languages write and type them; blank, zero and unknown stay three values."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Final

from cami_desktop.errors import WrongUse
from cami_desktop.words import _, language
from cami_desktop.words.searchkey import search_key


class Unknown(Enum):
    """The answer “not known”, which is neither blank nor zero."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

NBSP = "\u00a0"
_GROUP = {"en": ","}
_POINT = {"en": "."}

UNKNOWN_WORDS = frozenset(
    search_key(word)
    for words in (
        ("?", "??", "???", "unknown", "unk", "n/k", "not known", "no data"),
        ("н/д", "н.д.", "нд", "неизвестно", "неизв.", "неизв", "не известно", "нет данных"),
        ("белгісіз", "деректер жоқ", "белгисиз", "номаълум", "näbelli", "nomaʼlum"),
    )
    for word in words
)

_FOREIGN_DIGITS = {
    ord(digit): str(value) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for value, digit in enumerate(digits)
}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u2008\u2002\u2003\u200a\t"), " ")
_SIGNS = {ord("−"): "-", ord("٫"): ",", ord("٬"): " "}
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u200b\ufeff"))
CLEAN = {**_FOREIGN_DIGITS, **_SPACES, **_SIGNS, **_INVISIBLE}
# How a figure may be written, sign apart; what fits none of these is refused.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<whole>\d+)(?:[.,](?P<fraction>\d+))?",
        r"(?P<whole>[1-9]\d{0,2}(?: \d{3})+)(?:[.,](?P<fraction>\d+))?",
        r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+)\.(?P<fraction>\d+)",
        r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3})+),(?P<fraction>\d+)",
        r"(?P<whole>[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d{0,2}(?:\.\d{3}){2,})(?P<fraction>)",
    )
)
_AMBIGUOUS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
# Spreadsheets keep fifteen significant digits; more would be changed on the way.
_MOST_DIGITS = 15

_KILO, _MEGA, _GIGA = 1_000, 1_000_000, 1_000_000_000


class TwoFigures(WrongUse):
    """A text such as «1,234» that may mean two figures: the whole one and the decimal one."""

    def __init__(self, what: str, *, do: str, whole: int, decimal: float) -> None:
        super().__init__(what, do=do)
        self.whole = whole
        self.decimal = decimal


def number(value: int | float | None, lang: str | None = None) -> str:
    """Return a figure with grouped thousands and the decimal sign of the language; None gives an empty text.

    English groups with a comma; the others with a no-break space and put a decimal comma (CLDR 47).
    """
    if value is None:
        return ""
    code = lang or language()
    # repr, not format: the figure is shown as it is kept, without digits that the float only seems to have.
    plain = format(Decimal(repr(value)), "f")
    whole, _dot, fraction = plain.partition(".")
    fraction = fraction.rstrip("0")
    grouped = f"{int(whole.lstrip('-') or '0'):,}".replace(",", _GROUP.get(code, NBSP))
    sign = "-" if whole.startswith("-") and (fraction or grouped != "0") else ""
    return sign + grouped + (_POINT.get(code, ",") + fraction if fraction else "")


def percent(value: float | None, lang: str | None = None) -> str:
    """Return a percentage (25.6 means 25.6 %) with a no-break space before the sign, in English without."""
    shown = number(value, lang)
    if not shown:
        return ""
    return shown + ("%" if (lang or language()) == "en" else NBSP + "%")


def size(amount: int) -> str:
    """Return the size of a file of `amount` bytes in kB, MB or GB of 1,000 each; nothing is below 1 kB."""
    if amount < _MEGA:
        return _("{n} kB").format(n=number(max(1, round(amount / _KILO))))
    if amount < _GIGA:
        return _("{n} MB").format(n=number(round(amount / _MEGA, 1)))
    return _("{n} GB").format(n=number(round(amount / _GIGA, 1)))


def parse_number(text: str) -> int | float | Unknown | None:
    """Return the figure that a person typed: None for blank, UNKNOWN for a word that says so, else a number.

    Spaces of every kind group thousands, comma and point are both understood, Persian digits too. Raises WrongUse for
    what is no figure and for what may mean two figures («1,234»): nothing is guessed, nothing becomes 0.
    """
    cleaned = text.translate(CLEAN).strip()
    if not cleaned:
        return None
    if search_key(cleaned) in UNKNOWN_WORDS:
        return UNKNOWN
    whole, fraction = _parts(cleaned, text)
    if len((whole + fraction).lstrip("+-0")) > _MOST_DIGITS:
        raise WrongUse(
            _("“{text}” has too many digits.").format(text=text.strip()),
            do=_("A figure may have {n} digits.").format(n=_MOST_DIGITS),
        )
    return float(f"{whole}.{fraction}") if fraction else int(whole)


def _parts(cleaned: str, text: str) -> tuple[str, str]:
    """Return the whole part with its sign and without grouping, and the digits after the decimal sign."""
    sign = cleaned[0] if cleaned[0] in "+-" else ""
    digits = cleaned.removeprefix(sign)
    two_ways = _AMBIGUOUS.fullmatch(digits)
    if two_ways:
        whole, fraction = two_ways.groups()
        decimal = sign + whole + _POINT.get(language(), ",") + fraction + "0"
        raise TwoFigures(
            _("“{text}” may mean two different figures.").format(text=text.strip()),
            do=_("Write {whole} or {decimal}.").format(whole=sign + whole + fraction, decimal=decimal),
            whole=int(sign + whole + fraction),
            decimal=float(f"{sign}{whole}.{fraction}"),
        )
    for form in _FORMS:
        match = form.fullmatch(digits)
        if match:
            return sign + re.sub(r"\D", "", match["whole"]), match["fraction"] or ""
    raise WrongUse(
        _("“{text}” is not a figure.").format(text=text.strip()),
        do=_("Write a number, “unknown”, or leave the field empty."),
    )
