"""Hypothesis strategies for records of every kind, from the field descriptors, with the texts that break programs."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from cami_desktop.records import KINDS, Field, FieldType, Record, is_id
from cami_desktop.records.convert import LARGEST_WHOLE, LONGEST_TEXT, clean

ALPHABETS = "abcXYZ ёЁжЩъ әғқңөұүһі ҒҢ ғӣқӯҳҷ äçňöşüýž oʻgʻʼ — « » № ₸ ₮ пچژ 中 😀"
"""Letters of all our languages, the marks they are written with, and an emoji."""

HOSTILE_TEXTS = (
    "=1+1", "-5", "+7 727 000", "@x", "#N/A", "#REF!", "=", "#", '=HYPERLINK("x")', "{=1}",
    "007", "1-2", "01.02.2014", "2014-05-20", "1E5", "TRUE", "false", "0", "12345678901234567890", "1,234", "н/д", "?",
    "_x0041_", "_x005F_", "_X0041_", "_x0041", "__x0041__", "_x000D_",
    " leading", "trailing ", "   ", "\t", "a\tb", "line\nbreak", "\n", "\nstarts and ends\n", "a\n\n\nb", "a  b",
    "'quoted'", '"', '""', "a;b,c", "<b>&amp;</b>", "]]>", "<!--", "&#65;", "\\n", "%s {x}", "null", "None", "ID",
    "\u00a0 \u202f", "\u200b", "\u2028", "\u3000", "\ufeff", "\ufffd", "\x7f", "e\u0301", "ё й ў ӣ",
    "شمال ۱۲۳", "🦌👩‍🔬",
    "x" * LONGEST_TEXT, "қ" * LONGEST_TEXT, "😀" * (LONGEST_TEXT // 2), "_x0041_" * (LONGEST_TEXT // 7),
)  # fmt: skip
"""Texts that spreadsheets, XML and CSV are known to change."""

_NO_XML = "".join(map(chr, [*range(9), 11, 12, *range(14, 32)]))
"""Control characters that no XML can hold; the program refuses them at entry."""

_IDS = st.integers(0, 2**74 - 1).map(
    lambda n: f"01890a5d-{n >> 62 & 0xFFF:04x}-7{n >> 50 & 0xFFF:03x}-8{n >> 38 & 0xFFF:03x}-{n & (2**38 - 1):012x}"
)
_CODES = st.one_of(
    st.sampled_from(["saiga", "KZ", "1", "1.10", "007", "5.1.1", "=1", "#N/A", "TRUE", "2014", "unknown_code", "Ж-1"]),
    st.from_regex(r"[A-Za-z0-9_.\-]{1,20}", fullmatch=True),
)
_DAYS = st.one_of(
    st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)),
    st.sampled_from([datetime.date(1900, 2, 28), datetime.date(1900, 3, 1), datetime.date(1899, 12, 31)]),
)
_DATES = st.one_of(_DAYS.map(str), _DAYS.map(lambda day: str(day)[:7]), _DAYS.map(lambda day: str(day)[:4]))
_MOMENTS = st.datetimes().map(lambda moment: str(moment.replace(microsecond=0)))
_CLOCKS = st.times().map(lambda time: time.strftime("%H:%M"))
_TEXTS = st.one_of(
    st.sampled_from(HOSTILE_TEXTS),
    st.text(ALPHABETS, max_size=60),
    st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters=_NO_XML), max_size=40),
)
_REPLICAS = st.from_regex(r"[0-9a-f]{12}", fullmatch=True)
_STAMPS = st.lists(st.tuples(_REPLICAS, st.integers(1, 10**6)), min_size=1, max_size=2, unique=True).map(
    lambda stamps: tuple(sorted(stamps))
)


def ids() -> st.SearchStrategy[str]:
    """Ids of records."""
    return _IDS.filter(is_id)


def texts() -> st.SearchStrategy[str]:
    """Any text a person may enter, hostile ones often."""
    return _TEXTS


def values(field: Field) -> st.SearchStrategy[Any]:
    """Any stored value of a field, blank included."""
    of_type: dict[FieldType, st.SearchStrategy[Any]] = {
        FieldType.TEXT: _TEXTS,
        FieldType.LONG_TEXT: _TEXTS,
        FieldType.WHOLE: st.integers(-LARGEST_WHOLE, LARGEST_WHOLE),
        FieldType.NUMBER: st.floats(-1e300, 1e300, allow_subnormal=False),
        FieldType.FLAG: st.booleans(),
        FieldType.DATE: _DATES,
        FieldType.MOMENT: _MOMENTS,
        FieldType.CLOCK: _CLOCKS,
        FieldType.CODE: _CODES,
        FieldType.CODES: st.lists(_CODES, max_size=4),
        FieldType.LINK: ids(),
        FieldType.LINKS: st.lists(ids(), max_size=4),
    }
    return st.one_of(st.none(), of_type[field.type]).map(lambda value: clean(field, value))


def records(kind: type[Record] | None = None) -> st.SearchStrategy[Record]:
    """Any record of a kind, or of any kind, with everything that is common to all kinds filled too."""
    if kind is None:
        return st.sampled_from(list(KINDS.values())).flatmap(records)
    own = {field.name: values(field) for field in kind.fields()}
    names = st.sampled_from([field.name for field in kind.fields()])
    line = Field("line", FieldType.TEXT, "Line")
    common: dict[str, st.SearchStrategy[Any]] = {
        "id": ids(),
        "country": st.sampled_from(["", "KZ", "KG", "TJ", "TM", "UZ", "NA"]),
        "catalogue": st.sampled_from(["", "cami-2014", "cami-2021"]),
        "absent": st.dictionaries(names, _CODES, max_size=3),
        "accepted": st.dictionaries(_CODES, st.text(ALPHABETS + "=;\"\\{}\n", min_size=1, max_size=40), max_size=3),
        "deleted": st.booleans(),
        "version": st.dictionaries(_REPLICAS, st.integers(1, 10**6), max_size=3),
        "stamps": st.dictionaries(names, _STAMPS, max_size=5),
        "created_at": st.sampled_from(["", "2014-05-20 09:30:00"]),
        "created_by": _TEXTS.map(lambda text: clean(line, text) or ""),
        "modified_at": st.sampled_from(["", "2014-05-21T10:00:00Z"]),
        "modified_by": _TEXTS.map(lambda text: clean(line, text) or ""),
    }
    return st.builds(kind, **common, **own)


def record_lists(max_size: int = 6) -> st.SearchStrategy[list[Record]]:
    """Some records of any kinds, no two of one id."""
    return st.lists(records(), max_size=max_size, unique_by=lambda record: record.id)
