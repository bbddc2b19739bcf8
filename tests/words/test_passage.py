"""Words are marked where the forgiving search finds them, and the passage shown is the one that says why."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.words.passage import Sought, held, passage, places, sought, words_key
from cami_desktop.words.searchkey import folded_with_places, search_key


def marked(text: str, typed: str, width: int = 120) -> str:
    """The passage with its marks as brackets."""
    snippet, marks = passage(text, sought(typed), width)
    for begin, end in reversed(marks):
        snippet = f"{snippet[:begin]}[{snippet[begin:end]}]{snippet[end:]}"
    return snippet


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Қарақұйрық кездесті", "каракуйр", "[Қарақұйрық] кездесті"),
        ("Тоҷикистон, кӯҳҳо", "кух ТОЧИК", "[Тоҷикистон], [кӯҳҳо]"),
        ("Oʻzbekiston sayg'oqlari", "ozbek saygoq", "[Oʻzbekiston] [sayg'oqlari]"),
        ("Снежный барс и барс", '"снежный барс"', "[Снежный барс] и барс"),
        ("Снежные барсы", '"снежный барс"', "Снежные барсы"),
        ("Бетпак-Дала", "бетпак-да", "[Бетпак-Дала]"),
        ("Особи и особь", '"особь"', "Особи и [особь]"),
        ("а лес стоит", "а", "[а] лес стоит"),
        ("Türkmenistanyň keýikleri", "turkmenistanyn", "[Türkmenistanyň] keýikleri"),
        ("straße", "strasse", "[straße]"),
    ],
)
def test_found_words_are_marked_as_they_are_written(text: str, typed: str, shown: str) -> None:
    assert marked(text, typed) == shown


def test_a_decomposed_text_is_marked_in_its_composed_form() -> None:
    assert marked(unicodedata.normalize("NFD", "у Йыргалана"), "йыргалан") == "у [Йыргалана]"


def test_the_passage_is_cut_round_the_words_at_blanks() -> None:
    text = "начало " * 60 + "сайгак прошёл под ограждением " + "конец " * 60
    shown = marked(text, "сайгак огражд", 80)
    assert shown.startswith("… ") and shown.endswith(" …")
    assert "[сайгак] прошёл под [ограждением]" in shown
    assert set(shown.replace("[", "").replace("]", "").split()) <= {"…", *text.split()}


def test_words_are_joined_and_a_phrase_keeps_together() -> None:
    assert sought('Сайга "снежный барс" гр') == (
        Sought(("сайга",), True),
        Sought(("снежный", "барс"), False),
        Sought(("гр",), True),
    )
    assert sought('"снежный ба') == (Sought(("снежный", "ба"), True),)
    assert sought(' - "" * ( ) ') == ()


@given(st.text())
def test_folding_with_places_agrees_with_the_search_key(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    folded, origins = folded_with_places(composed)
    assert len(folded) == len(origins)
    assert list(origins) == sorted(origins)
    assert search_key(folded) == search_key(text)


@given(st.text(), st.text())
def test_whatever_is_typed_is_searched_for_without_an_error(text: str, typed: str) -> None:
    wanted = sought(typed)
    snippet, marks = passage(text, wanted)
    assert all(0 <= begin < end <= len(snippet) for begin, end in marks)
    assert held(words_key(snippet), wanted) >= bool(marks)


@given(st.text("аӣbʻ' -ß", max_size=30), st.text('аиb ß"', max_size=6))
def test_what_is_held_by_the_words_is_marked_in_the_text(text: str, typed: str) -> None:
    wanted = sought(typed)
    assert bool(places(unicodedata.normalize("NFC", text), wanted)) == (held(words_key(text), wanted) > 0)
