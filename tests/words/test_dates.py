"""Vague dates: shown as each language writes them, read as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.errors import WrongUse
from cami_desktop.words import LANGUAGES
from cami_desktop.words.formats import UNKNOWN, date_text, long_date, moment_text, parse_vague_date

_VAGUE_DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)


@pytest.mark.parametrize(
    ("vague", "ru", "en"),
    [("2014", "2014", "2014"), ("2014-05", "05.2014", "May 2014"), ("2014-05-07", "07.05.2014", "7 May 2014")],
)
def test_a_vague_date_stays_as_vague_as_it_is(vague: str, ru: str, en: str) -> None:
    assert date_text(vague, "ru") == ru
    assert date_text(vague, "en") == en


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", "23 September 2014"),
        ("ru", "23 сентября 2014 г."),
        ("kk", "2014 жылғы 23 қыркүйек"),
        ("ky", "2014-жылдын 23-сентябры"),
        ("tg", "23 сентябри соли 2014"),
        ("tk", "23 sentýabr 2014"),
        ("uz", "2014-yil 23-sentabr"),
    ],
)
def test_documents_write_the_month_out_in_their_language(lang: str, shown: str) -> None:
    assert long_date("2014-09-23", lang) == shown


def test_what_is_no_vague_date_is_shown_as_it_is() -> None:
    assert date_text(None) == ""
    assert date_text("", "ru") == ""
    assert date_text("spring 2014", "ru") == "spring 2014"
    assert date_text("2014-13", "ru") == "2014-13"


def test_a_moment_is_shown_to_the_minute() -> None:
    assert moment_text("2014-05-20 09:30:00", "ru") == "20.05.2014, 09:30"
    assert moment_text("2014-05-20T09:30:00Z", "en") == "20 May 2014, 09:30"
    assert moment_text(None) == ""


@pytest.mark.parametrize(
    ("typed", "vague"),
    [
        ("2014", "2014"),
        ("2014-05", "2014-05"),
        ("2014-05-20", "2014-05-20"),
        ("20.05.2014", "2014-05-20"),
        ("5.2014", "2014-05"),
        ("1.5.2014", "2014-05-01"),
        ("2014.09.23", "2014-09-23"),
        ("20/05/2014", "2014-05-20"),
        ("05/20/2014", "2014-05-20"),
        ("05/05/2014", "2014-05-05"),
        ("۲۰.۰۵.۲۰۱۴", "2014-05-20"),
        ("20 мая 2014 г.", "2014-05-20"),
        ("май 2014", "2014-05"),
        ("May 20, 2014", "2014-05-20"),
        ("2025-nji ýylyň noýabr aýy", "2025-11"),
        ("29.02.2016", "2016-02-29"),
    ],
)
def test_a_date_is_read_however_it_is_typed(typed: str, vague: str) -> None:
    assert parse_vague_date(typed) == vague


def test_blank_and_unknown_are_no_dates_and_not_the_same() -> None:
    assert parse_vague_date(" ") is None
    assert parse_vague_date("неизвестно") is UNKNOWN


@pytest.mark.parametrize(
    "typed",
    [
        "31.02.2014",
        "29.02.2015",
        "2014-13",
        "0.2014",
        "2014-05-00",
        "20.05.14",
        "14",
        "soon",
        "0000",
        "201",
        "2014-2015",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(WrongUse):
        parse_vague_date(typed)


def test_a_date_with_two_meanings_is_refused_and_both_are_named() -> None:
    with pytest.raises(WrongUse, match="two different") as refusal:
        parse_vague_date("05/06/2014")
    assert "05.06.2014" in refusal.value.do
    assert "06.05.2014" in refusal.value.do


@given(_VAGUE_DATES, st.sampled_from(list(LANGUAGES)), st.booleans())
def test_a_date_that_was_shown_can_be_typed_back(vague: str, lang: str, long: bool) -> None:
    assert parse_vague_date(long_date(vague, lang) if long else date_text(vague, lang)) == vague


@given(st.text(max_size=14))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    try:
        found = parse_vague_date(text)
    except WrongUse:
        return
    assert found is None or found is UNKNOWN or date_text(str(found), "ru") != ""
