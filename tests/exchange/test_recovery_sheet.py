"""The recovery sheet: the passphrase can be read off it without doubt, in the chosen language."""

from __future__ import annotations

import datetime
import io
import subprocess
from pathlib import Path

import pytest

from cami_desktop.exchange import recovery_sheet
from cami_desktop.words import using
from tests.outside.tools import needs

MOMENT = datetime.datetime(2014, 5, 20, 9, 30, tzinfo=datetime.UTC)


def printed(passphrase: str, folder: Path, language: str = "en") -> str:
    needs("pdftotext")
    path = folder / "sheet.pdf"
    with path.open("wb") as out:
        recovery_sheet.build("Кыргызстан 2014.cami", passphrase, MOMENT, out, language)
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


def test_every_letter_stands_on_the_sheet_in_order_with_what_it_is(tmp_path: Path) -> None:
    text = printed("O0Il1с", tmp_path)
    lines = [line.split() for line in text.splitlines()]
    assert ["O", "0", "I", "l", "1", "с"] in lines
    assert "capital Latin digit capital Latin small Latin digit small Cyrillic".split() in lines
    assert "Кыргызстан 2014.cami" in text and "lost data" in text


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("c", "small Latin"), ("с", "small Cyrillic"), ("Ү", "capital Cyrillic"), ("0", "digit"), (" ", "blank"),
        ("|", "sign"), ("ё", "small Cyrillic"), ("λ", "small U+03BB"), ("漢", "U+6F22"), ("\u200b", "sign U+200B"),
        ("\u00a0", "blank U+00A0"),
    ],
)  # fmt: skip
def test_a_letter_that_could_be_taken_for_another_is_told_in_words(letter: str, words: str) -> None:
    with using("en"):
        assert recovery_sheet.told(letter) == words


def test_a_long_passphrase_and_any_letters_fit(tmp_path: Path) -> None:
    out = io.BytesIO()
    assert recovery_sheet.build("x.cami", "Ж漢\U0001f43e" * 60, MOMENT, out, "ru") >= 2
    assert out.getvalue().startswith(b"%PDF-")


def test_a_passphrase_typed_in_parts_is_shown_as_it_is_used(tmp_path: Path) -> None:
    """The program composes letters (NFC), so the sheet shows one box for one letter."""
    assert "Letters" in (text := printed("е\u0308ж", tmp_path)) and "ё" in text
