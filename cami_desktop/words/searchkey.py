"""The folded key by which a text is found when typed without special letters; for finding only, never for equality."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

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
    return " ".join(unicodedata.normalize("NFC", folded.translate(_LETTERS)).split())


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return a composed (NFC) text folded letter by letter, and for each letter of the result its place in the text.

    For marking in a text what search_key found; blanks stay as they are.
    """
    straight = text.casefold().translate(_LETTERS)
    if len(straight) == len(text) == len(text.casefold()):
        # Folding lengthens no letter in the table and shortens none in casefold, so each letter is in its place.
        return straight, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = unicodedata.normalize("NFC", character.casefold()).translate(_LETTERS)
        letters.append(folded)
        places.extend([place] * len(folded))
    return "".join(letters), places


def _fold(character: str) -> str:
    if character in _DROPPED:
        return ""
    if character in _FOLDED:
        return _FOLDED[character]
    if unicodedata.category(character) == "Mn":
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base in _LATIN else character


class _Letters(dict[int, str]):
    """What each letter folds to, worked out when first met: texts of a workspace use few different letters."""

    def __missing__(self, letter: int) -> str:
        folded = self[letter] = _fold(chr(letter))
        return folded


_LETTERS = _Letters()
