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
    # x is х in Uzbek and Turkmen and кс elsewhere; ия is written iya, iia and ia.
    ("ks", "h"), ("ia", "a"),
)  # fmt: skip
_FINAL = 3
"""Letters from which a final f is the в of a surname (Ivanoff)."""
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def latin_key(word: str) -> str:
    """The coarse key of a word; letters of other scripts stay as they are."""
    # The Tajik ҷ is a j; where letters are only folded it becomes ч.
    key = search_key(word.casefold().replace("ҷ", "ж")).translate(_CYRILLIC)
    for letters, instead in _LATIN:
        key = key.replace(letters, instead)
    key = _DOUBLED.sub(r"\1", key)
    return key[:-1] + "v" if len(key) > _FINAL and key.endswith("f") else key
