"""Vague dates (2014, 2014-05, 2014-05-20) as people of the seven languages write and type them; no time zones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from cami_desktop.errors import WrongUse
from cami_desktop.words import _, language
from cami_desktop.words.numbers import CLEAN, UNKNOWN, UNKNOWN_WORDS, Unknown
from cami_desktop.words.searchkey import search_key

_VAGUE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

# Months as they stand inside a full date, lower case as inside a sentence (CLDR 47; Tajik and Kyrgyz with the ending
# that their official dates carry).
_IN_DATE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        code: tuple(names.split())
        for code, names in {
            "en": "January February March April May June July August September October November December",
            "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
            "ky": "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры",
            "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
            "tk": "ýanwar fewral mart aprel maý iýun iýul awgust sentýabr oktýabr noýabr dekabr",
            "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
        }.items()
    }
)
_ALONE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        code: tuple(names.split())
        for code, names in {
            "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
            "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
            "tg": "январ феврал март апрел май июн июл август сентябр октябр ноябр декабр",
        }.items()
    }
)
_LONG: Mapping[str, str] = MappingProxyType(
    {
        "en": "{day} {month} {year}",
        "ru": "{day} {month} {year} г.",
        "kk": "{year} жылғы {day} {month}",
        "ky": "{year}-жылдын {day}-{month}",
        "tg": "{day} {month} соли {year}",
        "tk": "{day} {month} {year}",
        "uz": "{year}-yil {day}-{month}",
    }
)
_LONG_MONTH: Mapping[str, str] = MappingProxyType(
    {
        "en": "{month} {year}",
        "ru": "{alone} {year} г.",
        "kk": "{year} жылғы {month}",
        "ky": "{year}-жылдын {month}",
        "tg": "{month} соли {year}",
        "tk": "{month} {year}",
        "uz": "{year}-yil {month}",
    }
)


def date_text(vague: str | None, lang: str | None = None) -> str:
    """Return a vague date for tables and forms: 20.05.2014, 05.2014, 2014; in English 20 May 2014.

    English numbers would be read in two ways. None gives an empty text, what is no vague date is returned as it is.
    """
    code = lang or language()
    if code == "en":
        return long_date(vague, "en")
    year, month, day = _read(vague)
    if not year:
        return vague or ""
    return ".".join(f"{part:02}" for part in (day, month, year) if part)


def long_date(vague: str | None, lang: str | None = None) -> str:
    """Return a vague date as documents write it, e.g. «20 мая 2014 г.», «2014-yil 20-may»."""
    code = lang or language()
    year, month, day = _read(vague)
    if not year:
        return vague or ""
    if not month:
        return str(year)
    pattern = (_LONG if day else _LONG_MONTH)[code]
    alone = _ALONE.get(code, _IN_DATE[code])[month - 1]
    return pattern.format(day=day, month=_IN_DATE[code][month - 1], alone=alone, year=year)


def moment_text(moment: str | None, lang: str | None = None) -> str:
    """Return a point in time (`2014-05-20 09:30:00` or with a T, any zone already settled) to the minute."""
    if not moment:
        return ""
    return f"{date_text(moment[:10], lang)}, {moment[11:16]}" if len(moment) >= 16 else date_text(moment, lang)


def _read(vague: str | None) -> tuple[int, int, int]:
    """Return year, month, day with 0 for what is left open; all 0 for what is no vague date."""
    match = _VAGUE.fullmatch(vague or "")
    if not match:
        return 0, 0, 0
    year, month, day = (int(part or 0) for part in match.groups())
    return (year, month, day) if month <= 12 else (0, 0, 0)


_NAMED_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        search_key(name): position
        for names in (*_IN_DATE.values(), *_ALONE.values())
        for position, name in enumerate(names, start=1)
    }
)
_YEAR = re.compile(r"(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})\s*\.\s*)?(?P<month>\d{1,2})\s*\.\s*(?P<year>\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
# Words for “year”, “of” and the like around a date, as the search key folds them.
_FILLERS = frozenset(("г", "год", "года", "жылгы", "жыл", "жылдын", "соли", "yil", "yylyn", "nji", "njy", "ayy"))

# Year, month, day; None for what is left open.
_Parts = tuple[int, int | None, int | None]


def parse_vague_date(text: str) -> str | Unknown | None:
    """Return the vague date that a person typed as ISO text (2014, 2014-05 or 2014-05-20).

    None stands for blank, UNKNOWN for a word that says so. Understands 20.05.2014, 05.2014, 2014, ISO, and months by
    name in the seven languages. Raises WrongUse for a date that does not exist, for two-digit years, and for
    05/06/2014, which may be May or June.
    """
    cleaned = text.translate(CLEAN).strip()
    if not cleaned:
        return None
    if search_key(cleaned) in UNKNOWN_WORDS:
        return UNKNOWN
    parts = _numeric_parts(cleaned) or _slashed_parts(cleaned) or _named_parts(cleaned)
    if parts is None:
        raise WrongUse(
            _("“{text}” is not a date.").format(text=text.strip()), do=_("Write 20.05.2014, 05.2014 or 2014.")
        )
    return _iso(parts, text)


def _numeric_parts(cleaned: str) -> _Parts | None:
    for form in (_YEAR, _YEAR_FIRST, _DAY_FIRST):
        match = form.fullmatch(cleaned)
        if match:
            found = {name: int(part) for name, part in match.groupdict().items() if part is not None}
            return found["year"], found.get("month"), found.get("day")
    return None


def _slashed_parts(cleaned: str) -> _Parts | None:
    """Return the parts of 20/05/2014; both orders are in use, so that only a date that can be read one way counts."""
    match = _SLASHED.fullmatch(cleaned)
    if not match:
        return None
    first, second, year = map(int, match.groups())
    if first <= 12 and second <= 12 and first != second:
        one, other = (f"{day:02}.{month:02}.{year}" for day, month in ((first, second), (second, first)))
        raise WrongUse(
            _("“{text}” may mean two different dates.").format(text=cleaned),
            do=_("Write {one} or {other}.").format(one=one, other=other),
        )
    return (year, second, first) if second <= 12 else (year, first, second)


def _named_parts(cleaned: str) -> _Parts | None:
    """Return the parts of a date with the month's name, in whatever order."""
    year = month = day = None
    for word in re.split(r"[\s,.\-]+", search_key(cleaned)):
        if not word or word in _FILLERS:
            continue
        if month is None and word in _NAMED_MONTHS:
            month = _NAMED_MONTHS[word]
        elif year is None and re.fullmatch(r"\d{4}", word):
            year = int(word)
        elif day is None and re.fullmatch(r"\d{1,2}", word):
            day = int(word)
        else:
            return None
    return (year, month, day) if year is not None and month is not None else None


def _iso(parts: _Parts, text: str) -> str:
    """Return ISO text. Raises WrongUse when the calendar has no such month or day."""
    year, month, day = parts
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise WrongUse(
            _("The date “{text}” does not exist.").format(text=text.strip()), do=_("Write 20.05.2014, 05.2014 or 2014.")
        ) from error
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
