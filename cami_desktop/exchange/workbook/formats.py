"""Which cell formats of a workbook show dates: numbers in such cells are days (ECMA-376-1, 18.8.30)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_BUILT_IN = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
# Quoted and escaped characters, paddings, colours and conditions say nothing about dates; [h], [m], [s] do.
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile("[dmyhs]", re.IGNORECASE)


def date_formats(styles: etree._Element) -> frozenset[int]:
    """Return the numbers of the cell formats (attribute s of a cell) that show dates or times."""
    dates = set(_BUILT_IN)
    for element in styles.iterfind("{*}numFmts/{*}numFmt"):
        number = int(element.get("numFmtId", "-1"))
        if is_date_format(element.get("formatCode", "")):
            dates.add(number)
        else:
            dates.discard(number)
    formats = styles.iterfind("{*}cellXfs/{*}xf")
    return frozenset(position for position, xf in enumerate(formats) if int(xf.get("numFmtId", "0")) in dates)


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a date or a time."""
    first = _ASIDE.sub("", code).split(";")[0]
    return first.casefold() != "general" and _DATE_LETTER.search(first) is not None
