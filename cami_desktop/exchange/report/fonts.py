"""The one typeface of every printed page: its four faces registered, and text made fit for them; no layout here."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cami_desktop.assets import folder

REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"
ITALIC = "NotoSans-Italic"
BOLD_ITALIC = "NotoSans-BoldItalic"
MONO = "NotoSansMono"
"""Its letters cannot be confused; it has only those of our alphabets, so it stands beside the four faces."""

_FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ITALIC: "NotoSans-Italic.ttf",
    BOLD_ITALIC: "NotoSans-BoldItalic.ttf",
}

# What a person means by a sign that the face lacks; anything else is named by its code point, never dropped.
_INSTEAD = {"→": "->", "←": "<-", "≈": "~", "≤": "<=", "≥": ">=", "−": "–", "\t": "    ", "\u200b": "", "\ufeff": ""}


@cache
def register() -> None:
    """Make the four faces known to reportlab, once a process."""
    place = folder("resources") / "fonts"
    for name, file_name in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(place / file_name)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)


@cache
def register_mono() -> frozenset[str]:
    """Make the face for passphrases known to reportlab, once a process; return the letters that it has."""
    face = TTFont(MONO, str(folder("resources") / "fonts" / "NotoSansMono-Subset.ttf"))
    pdfmetrics.registerFont(face)
    return frozenset(map(chr, face.face.charToGlyph))


class _Printable(dict[int, str | int]):
    """Character by character: itself where all faces have it, else what stands for it."""

    def __missing__(self, point: int) -> str | int:
        letter = chr(point)
        shown: str | int = point
        if letter != "\n" and not _covered(point):
            shown = _INSTEAD.get(letter, "" if _invisible(letter) else f"[U+{point:04X}]")
        self[point] = shown
        return shown


_PRINTABLE = _Printable()


def _covered(point: int) -> bool:
    register()
    return all(point in face.face.charToGlyph for face in map(pdfmetrics.getFont, _FILES) if isinstance(face, TTFont))


def _invisible(letter: str) -> bool:
    """Joiners and variation selectors only steer how neighbours look."""
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"


def printable(text: str) -> str:
    """The text with every character that the faces lack written as an equivalent or as its code point [U+1F43E]."""
    return text.translate(_PRINTABLE)


@lru_cache(maxsize=100_000)
def width_of(text: str, font: str, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
