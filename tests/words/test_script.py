"""Mixed alphabets and broken encodings are found, sound text of all seven languages is left alone."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.assets import folder
from cami_desktop.catalogue import load
from cami_desktop.words.script import looks_like_mojibake, mixed_script_words, repaired

LONGER_WORDS = ("барысы", "ақбөкен", "Қазақстанда", "Тоҷикистон", "Türkmençe")


def _sound_texts() -> list[str]:
    catalogue = load()
    texts = [name for taxon in catalogue.all_taxa.values() for name in taxon.search_names()]
    texts += [name for country in catalogue.countries.values() for name in country.names.values()]
    texts += [
        label for name in catalogue.lists for code in catalogue.codes(name).values() for label in code.labels.values()
    ]
    with (folder("translations") / "glossary.csv").open(encoding="utf-8", newline="") as file:
        texts += [row[lang] for row in csv.DictReader(file) for lang in ("ru", "kk", "ky", "tg", "tk", "uz")]
    return texts


def test_no_name_label_or_term_of_ours_is_taken_for_broken_text() -> None:
    assert [text for text in _sound_texts() if looks_like_mojibake(text)] == []


def test_no_name_label_or_term_of_ours_mixes_alphabets_inside_a_word() -> None:
    assert [text for text in _sound_texts() if mixed_script_words(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Тұяқты түрлерiн қорғау", ["түрлерiн"]),
        ("ТYРЛЕРIН", ["ТYРЛЕРIН"]),
        ("Cайгак и cайгак", ["Cайгак", "cайгак"]),
        ("GPS-ошейник, Saiga tatarica (сайгак), CO2", []),
        ("Oʻzbekiston oʻsimliklari", []),
        ("", []),
    ],
)
def test_words_of_two_alphabets_are_named(text: str, words: list[str]) -> None:
    assert list(mixed_script_words(text)) == words


@pytest.mark.parametrize(
    ("broken", "sound"),
    [
        ("ТљР°СЂ Р±Р°СЂС‹СЃС‹", "Қар барысы"),
        ("oК»zbek", "oʻzbek"),
        ("TÃ¼rkmenistanyÅˆ", "Türkmenistanyň"),
        ("Ìîíãîë Óëñ", "Монгол Улс"),
    ],
)
def test_text_in_the_wrong_encoding_is_found_and_a_repair_proposed(broken: str, sound: str) -> None:
    assert looks_like_mojibake(broken)
    assert repaired(broken) == sound


@pytest.mark.parametrize("broken", ["?ара??йры?", "Қара?ұйрық", "љашни байналмиллалї", "dünıä ºeıle", "abc\ufffd"])
def test_lost_letters_and_old_fonts_are_found_though_nothing_can_be_proposed(broken: str) -> None:
    assert looks_like_mojibake(broken)
    assert repaired(broken) is None


@pytest.mark.parametrize(
    "sound",
    [
        "Что это? Где?",
        "https://example.org/a?b=c",
        "a.b@example.org",
        "«США»",
        "«К»",
        "10 К»",
        "öý, öýüň, äýü",
        "café naïve Müller São",
        "№ 5, ±506 SE, 50–90 %",
        "ўзбек",
        "",
    ],
)
def test_sound_text_is_left_alone(sound: str) -> None:
    assert not looks_like_mojibake(sound)
    assert repaired(sound) is None


@pytest.mark.parametrize("word", LONGER_WORDS)
def test_a_word_of_some_length_is_recognised_after_the_usual_accident(word: str) -> None:
    raw = word.encode()
    broken = "".join(bytes([byte]).decode("cp1251", "ignore") or chr(byte) for byte in raw)
    assert repaired(broken) == word


@given(st.text())
def test_no_text_breaks_the_tests_for_broken_text(text: str) -> None:
    mixed_script_words(text)
    assert isinstance(looks_like_mojibake(text), bool)
    if repaired(text) is not None:
        assert looks_like_mojibake(text) or "@" in text or "://" in text or "www." in text
