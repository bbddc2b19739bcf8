"""One coarse Latin key for a word in Latin or Cyrillic letters, whatever rules it was transliterated by.

For telling whether two spellings may be the same name (Щербаков, Shcherbakov, Scherbakow), never for showing one: much
is thrown together on purpose, as the systems in use (ISO 9, BGN/PCGN, passports of five countries) differ in just these
letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cami_desktop.words.searchkey import search_key

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
    }
)  # fmt: skip
_LATIN = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("dzh", "z"), ("zh", "z"), ("kh", "h"), ("gh", "g"),
    ("ts", "c"), ("tz", "c"), ("dz", "z"), ("dj", "z"), ("j", "z"), ("w", "v"), ("q", "k"), ("x", "ks"), ("y", "i"),
    ("ia", "a"), ("iu", "u"), ("ie", "e"), ("io", "e"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def latin_key(word: str) -> str:
    """The coarse key of a word; letters of other scripts stay as they are."""
    key = search_key(word).translate(_CYRILLIC)
    for letters, instead in _LATIN:
        key = key.replace(letters, instead)
    return _DOUBLED.sub(r"\1", key)
