"""The season that a free text names, by season or month, so that figures of spring and autumn are told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cami_desktop.catalogue import Catalogue
from cami_desktop.words.searchkey import search_key

_OF_MONTH = ("winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn",
             "autumn", "winter")  # fmt: skip
"""Season of each month from January, as the range states reckon them (northern hemisphere)."""

# The beginnings by which a month is told in English and Russian, the working languages of the agreements.
_MONTHS = (
    ("jan", "янв"), ("feb", "фев"), ("mar", "мар"), ("apr", "апр"), ("may", "май", "мая", "мае"), ("jun", "июн"),
    ("jul", "июл"), ("aug", "авг"), ("sep", "сен"), ("oct", "окт"), ("nov", "ноя"), ("dec", "дек"),
)  # fmt: skip
_BEGINNINGS: Mapping[str, str] = {
    search_key(beginning): season
    for season, names in zip(_OF_MONTH, _MONTHS, strict=True)
    for beginning in names
}
_UNKNOWN = "unknown"
_WORD = re.compile(r"[^\W\d_]+")


def season_of(text: str, catalogue: Catalogue) -> str:
    """The code of the list `season` that a text such as «spring», «May» or «сен.–окт.» names; blank for a blank text.

    Months of two seasons, or words that are no season, give the folded text itself: it equals only the same text.
    """
    key = search_key(text)
    if not key:
        return ""
    named = _named(catalogue).get(key)
    if named is not None:
        return "" if named == _UNKNOWN else named
    found = [season for word in _WORD.findall(key) for season in _seasons(word, catalogue)]
    return found[0] if found and len(set(found)) == 1 else key


def _seasons(word: str, catalogue: Catalogue) -> list[str]:
    named = _named(catalogue).get(word)
    if named is not None:
        return [named]
    return [season for beginning, season in _BEGINNINGS.items() if word.startswith(beginning)][:1]


@cache
def _named(catalogue: Catalogue) -> dict[str, str]:
    """Every name of a season in any language → its code."""
    found: dict[str, str] = {}
    for code, entry in catalogue.codes("season").items():
        for name in (code, *entry.labels.values()):
            found.setdefault(search_key(name), code)
    return found
