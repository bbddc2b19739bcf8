"""Figures: shown as each language writes them, read as people type them, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.errors import WrongUse
from cami_desktop.words import LANGUAGES, using
from cami_desktop.words.formats import UNKNOWN, number, parse_number, percent


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("en", "1,234,567.891"), *((code, "1\u00a0234\u00a0567,891") for code in ("ru", "kk", "ky", "tg", "tk", "uz"))],
)
def test_figures_follow_the_language(lang: str, shown: str) -> None:
    assert number(1234567.891, lang) == shown


def test_figures_are_shown_as_they_are_kept() -> None:
    assert number(0, "ru") == "0"
    assert number(5.0, "ru") == "5"
    assert number(-0.0, "en") == "0"
    assert number(0.1, "ru") == "0,1"
    assert number(1e-7, "en") == "0.0000001"
    assert number(-1270, "en") == "-1,270"
    assert number(None, "en") == ""
    assert percent(25.6, "ru") == "25,6\u00a0%"
    assert percent(25.6, "en") == "25.6%"
    assert percent(None) == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("1234", 1234),
        ("1 234", 1234),
        ("1\u00a0234\u202f567", 1234567),
        ("1 234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("0,234", 0.234),
        ("1234,567", 1234.567),
        ("12,5", 12.5),
        ("1.2340", 1.234),
        ("۱۲۳۴", 1234),
        ("۱۲٫۵", 12.5),
        ("-3", -3),
        ("−3", -3),
        (" 5 ", 5),
    ],
)
def test_a_figure_is_read_however_it_is_typed(typed: str, value: float) -> None:
    found = parse_number(typed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", "\u202f\t"])
def test_blank_is_no_figure(typed: str) -> None:
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    "typed", ["?", "unknown", "Unknown", "н/д", "Н/Д", "неизвестно", "нет данных", "номаълум", "белгісіз"]
)
def test_unknown_is_neither_blank_nor_zero(typed: str) -> None:
    assert parse_number(typed) is UNKNOWN


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12.500", "-1,234"])
def test_a_figure_with_two_meanings_is_refused_and_both_are_named(typed: str) -> None:
    with pytest.raises(WrongUse, match="two different") as refusal:
        parse_number(typed)
    digits = typed.replace(",", "").replace(".", "")
    assert digits in refusal.value.do
    for part in refusal.value.do.removeprefix("Write ").removesuffix(".").split(" or "):
        assert parse_number(part) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "-",
        "~",
        "~500",
        ">1000",
        "12 34",
        "1e5",
        "12,",
        ",5",
        "1,2,3",
        "1 234,567,8",
        "5 %",
        "сто",
        "10-20",
        "0x10",
        "½",
        "²",
    ],
)
def test_what_is_no_figure_is_refused_and_never_becomes_zero(typed: str) -> None:
    with pytest.raises(WrongUse):
        parse_number(typed)


def test_more_digits_than_a_spreadsheet_keeps_are_refused() -> None:
    assert parse_number("123456789012345") == 123456789012345
    with pytest.raises(WrongUse, match="too many digits"):
        parse_number("1234567890123456")


def test_the_refusal_speaks_the_language_of_the_person() -> None:
    with using("ru"), pytest.raises(WrongUse) as refusal:
        parse_number("1,234")
    assert "1,2340" in refusal.value.do


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(list(LANGUAGES)))
def test_a_whole_figure_that_was_shown_can_be_typed_back_unless_it_is_ambiguous(value: int, lang: str) -> None:
    shown = number(value, lang)
    if lang == "en" and shown.count(",") == 1:
        with pytest.raises(WrongUse, match="two different"):
            parse_number(shown)
    else:
        assert parse_number(shown) == value


@given(st.decimals(-(10**6), 10**6, places=2).map(float), st.sampled_from(list(LANGUAGES)))
def test_a_decimal_figure_that_was_shown_can_be_typed_back(value: float, lang: str) -> None:
    shown = number(value, lang)
    if not (lang == "en" and shown.count(",") == 1 and "." not in shown):
        assert parse_number(shown) == value


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_figures(text: str) -> None:
    try:
        found = parse_number(text)
    except WrongUse:
        return
    assert found is not False
    if found == 0:
        assert any(digit in text for digit in "0۰٠")
