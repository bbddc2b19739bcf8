"""Finds words of mixed alphabets and text of broken encoding: pure functions; what to say of it is for the rules."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ‘’'`][^\W\d_]+)*")
# A question mark inside a word is what a code page leaves of a letter it lacks.
_LOST_LETTERS = re.compile(r"[^\W\d_]\?+[^\W\d_]")
_ADDRESS_MARKS = ("://", "www.", "@")
# Letters of Serbian and Macedonian that old Tajik fonts show as қ, ҳ, ҷ, ғ: none of our languages has them.
_OLD_TAJIK_FONT = re.compile(r"[њљќѓ]", re.IGNORECASE)
# The Turkmen ministry's old font puts º for ş.
_OLD_TURKMEN_FONT = re.compile(r"º[^\W\d_]{2}|[^\W\d_]{2}º[^\W\d_]")
_TURKMEN_MARKED = frozenset("äçöüýÄÇÖÜÝ")
_MARKED_LATIN = re.compile(r"[À-ÖØ-öø-ÿº¿¸¨ª¯]+")
MOST_KEPT = 50_000
"""Texts of which the answer is kept: after each change the same ones are looked at again."""

_CODE_PAGES = ("cp1251", "cp1252", "latin-1")


@lru_cache(maxsize=MOST_KEPT)
def mixed_script_words(text: str) -> tuple[str, ...]:
    """Return the words that hold both Latin and Cyrillic letters, in order, each once.

    Parts joined by a hyphen are words of their own, so that «GPS-ошейник» is no finding.
    """
    found = (word for word in _WORD.findall(text) if {"LATIN", "CYRILLIC"} <= {_script(letter) for letter in word})
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return LATIN, CYRILLIC or another first word of the letter's Unicode name."""
    return unicodedata.name(letter, "").partition(" ")[0]


@lru_cache(maxsize=MOST_KEPT)
def looks_like_mojibake(text: str) -> bool:
    """Return whether a text was read in the wrong encoding, lost letters on the way or was typed for an old font."""
    if "\ufffd" in text:
        return True
    plain = " ".join(word for word in text.split(" ") if not any(mark in word for mark in _ADDRESS_MARKS))
    if _LOST_LETTERS.search(plain) or _OLD_TAJIK_FONT.search(plain) or _OLD_TURKMEN_FONT.search(plain):
        return True
    return any(_repaired_token(token) is not None for token in plain.split(" "))


def repaired(text: str) -> str | None:
    """Return a proposal for a text that was read in the wrong encoding, or None when nothing certain can be said.

    Offer it, never apply it unasked; letters lost as `?` cannot be brought back.
    """
    tokens = [_repaired_token(token) for token in text.split(" ")]
    if all(token is None for token in tokens):
        return None
    pairs = zip(tokens, text.split(" "), strict=True)
    return " ".join(old if new is None else new for new, old in pairs)


def _repaired_token(token: str) -> str | None:
    if token.isascii():
        return None
    return _utf8_read_as_code_page(token) or _cyrillic_read_as_latin(token)


def _utf8_read_as_code_page(token: str) -> str | None:
    """Return the token when its bytes in a code page are UTF-8, e.g. «ТљР°СЂ» -> «қар»."""
    for page in _CODE_PAGES:
        raw = _bytes_in(token, page)
        if raw is None:
            continue
        try:
            decoded = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        # One pair alone may be chance («К»» at the end of a quotation); between Latin letters it is not.
        if sum(not character.isascii() for character in decoded) > 1 or re.search(r"[a-z][^\x00-\x7f]+[a-z]", token):
            return decoded
    return None


def _bytes_in(token: str, page: str) -> bytes | None:
    """Return the bytes of a token in a code page; control characters stand for bytes that the page leaves undefined."""
    out = bytearray()
    for character in token:
        if "\x80" <= character <= "\x9f":
            out.append(ord(character))
            continue
        try:
            out += character.encode(page)
        except UnicodeEncodeError:
            return None
    return bytes(out)


def _cyrillic_read_as_latin(token: str) -> str | None:
    """Return the token when it is a word of marked Latin letters only, e.g. «Ìîíãîë» -> «Монгол»."""
    core = token.strip(".,;:!?()«»\"'–—")
    letters = [character for character in core if character.isalpha()]
    if len(letters) < 3 or not _MARKED_LATIN.fullmatch(core) or set(letters) <= _TURKMEN_MARKED:
        return None
    decoded = token.encode("latin-1", "ignore").decode("cp1251", "ignore")
    return decoded if len(decoded) == len(token) else None
