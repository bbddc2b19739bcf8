"""Names that may be one person's: across alphabets, with initials, in any order; and names that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.words.likeness import alike, shared, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Айгерім Сәрсенова", "Sarsenova A."),
        ("Исаев Айбек Муратович", "Aibek Isaev"),
        ("Исаев А. М.", "Исаев Айбек"),
        ("Жумаев Рустам", "Jumayev Rustam"),
        ("Ҷумаев Рустам", "Rustam Jumayev"),
        ("Юлия Петрова", "Yuliya Petrova"),
        ("Дмитрий Иванов", "Dmitry Ivanov"),
        ("Xolmatov A", "Холматов Азиз"),
        ("Annagulyýew Begenç", "Аннагулыев Бегенч"),
        ("Каримов Бахтиёр", "Karimov Bakhtiyor"),
        ("Абдуллаев", "Abdullayev Rustam"),
        ("Сарсенова Айгерим", "Сарсенов Айгерим"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Исаев Айбек", "Исаев Болот"),
        ("Иванов Иван", "Петров Иван"),
        ("И. И.", "Иванов Иван"),
        ("", "Иванов"),
        ("Ким", "Кимов Азиз"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not alike(one, other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert 0 <= shared(words_of(one), words_of(other)) <= 1
