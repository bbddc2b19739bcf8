"""The bundled fonts hold every letter we may have to print, and we know which signs they lack."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from cami_desktop.assets import folder
from cami_desktop.catalogue import load

FACES = ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic")
ALPHABETS = {
    "ru": "Ёё«»№—–„“…",
    "kk": "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸",
    "ky": "ҢңӨөҮү",
    "tg": "ҒғӢӣҚқӮӯҲҳҶҷ",
    "tk": "ÄäÇçŇňÖöŞşÜüÝýŽž",
    "uz": "ʻʼ‘’ÖöĞğŞşÇçЎў",
    "mn": "ӨөҮү₮",
    "spaces": "\u00a0\u202f\u2009\u2011",
}
SIGNS = {"NotoSansMath-Subset": "→←↑↓↔⇄≈≤≥≠−∑∞", "NotoSansSymbols2-Subset": "✓✗●○■□▲△▼▽◆◇★☆⚠"}


def _letters(face: str) -> set[str]:
    font = TTFontFile(str(folder("resources") / "fonts" / f"{face}.ttf"))
    return {chr(code) for code in font.charToGlyph}


@pytest.mark.parametrize("face", FACES)
def test_every_face_has_every_letter_of_our_languages(face: str) -> None:
    assert set("".join(ALPHABETS.values())) - _letters(face) == set()


def test_every_name_and_label_of_the_catalogue_can_be_printed_but_persian_and_chinese() -> None:
    catalogue = load()
    texts = [
        name for taxon in catalogue.all_taxa.values() for lang, name in taxon.names.items() if lang not in ("fa", "zh")
    ]
    for list_name in catalogue.lists:
        for code in catalogue.codes(list_name).values():
            texts += [label for lang, label in code.labels.items() if lang not in ("fa", "zh")]
    assert set("".join(texts)) - _letters(FACES[0]) == set()


def test_the_signs_that_noto_sans_lacks_are_in_the_two_subsets() -> None:
    in_noto_sans = _letters(FACES[0])
    for face, signs in SIGNS.items():
        assert set(signs) <= _letters(face)
        assert set(signs) & in_noto_sans == set()


def test_the_face_for_passphrases_has_every_letter_of_our_languages_and_of_a_keyboard() -> None:
    letters = _letters("NotoSansMono-Subset")
    assert set("".join(text for name, text in ALPHABETS.items() if name not in ("mn", "spaces"))) - letters == set()
    assert {chr(code) for code in range(0x20, 0x7F)} | {chr(code) for code in range(0x410, 0x450)} <= letters


def test_the_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (folder("resources") / "fonts" / "OFL.txt").read_text(encoding="utf-8")
