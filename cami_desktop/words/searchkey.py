"""The folded key by which a text is found when typed without special letters; for finding only, never for equality."""

from __future__ import annotations

import unicodedata

# People write Tajik, Kazakh or Turkmen without the letters their keyboard lacks. Latin letters with marks are folded by
# decomposition below; Cyrillic ones are named here, since й must not become и.
_FOLDED = {
    "ё": "е",
    "ә": "а",
    "ғ": "г",
    "қ": "к",
    "ң": "н",
    "ө": "о",
    "ү": "у",
    "ұ": "у",
    "ӯ": "у",
    "ў": "у",
    "һ": "х",
    "ҳ": "х",
    "і": "и",
    "ӣ": "и",
    "ҷ": "ч",
    "ı": "i",
    # Arabic letters that Persian keyboards and older systems use for one another.
    "ك": "ک",
    "ي": "ی",
    "ى": "ی",
}
# The apostrophes of Uzbek in all their spellings, and the joiners of Persian.
_DROPPED = frozenset("ʻʼ‘’'`´ʹ\u200c\u200d\u00ad\ufeff")
# Only a letter with a base of its own may lose its mark: all Latin ones do.
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


def search_key(text: str) -> str:
    """Return the key of a text: folded case, letters without marks, no apostrophes, single spaces.

    Folding twice changes nothing. Two texts with equal keys may be different words.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    letters = "".join(_fold(character) for character in folded)
    return " ".join(unicodedata.normalize("NFC", letters).split())


def _fold(character: str) -> str:
    if character in _DROPPED:
        return ""
    if character in _FOLDED:
        return _FOLDED[character]
    if unicodedata.category(character) == "Mn":
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base in _LATIN else character
