"""One key for a name in any of the spellings that are in use; other names have other keys."""

from __future__ import annotations

import itertools

import pytest

from cami_desktop.words.translit import latin_key

SAME = (
    ("Щербаков", "Shcherbakov", "Scherbakow", "Ŝerbakov"),
    ("Холматов", "Kholmatov", "Xolmatov", "Holmatov"),
    ("Ахмедов", "Akhmedov", "Axmedov", "Ahmedov"),
    ("Ҷумъаев", "Джумаев", "Jumaev", "Dzhumaev", "Jumayev"),
    ("Жұмабаев", "Zhumabayev", "Jumabaev"),
    ("Зияев", "Ziyaev", "Ziiaev", "Ziyayev"),
    ("Мария", "Mariya", "Mariia", "Maria"),
    ("Иванов", "Ivanov", "Ivanoff", "IVANOV"),
)


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[1])
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({latin_key(one) for one in spellings}) == 1


def test_different_names_have_different_keys() -> None:
    for one, other in itertools.combinations(SAME, 2):
        assert latin_key(one[0]) != latin_key(other[0])
