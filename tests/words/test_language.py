"""Which language speaks: for the whole program, for one thread, and in whose absence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cami_desktop import words
from cami_desktop.errors import WrongUse


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    before = words.language()
    yield
    words.set_language(before)


def test_the_menu_offers_the_seven_languages_by_their_own_names() -> None:
    assert list(words.LANGUAGES) == ["en", "ru", "kk", "ky", "tg", "tk", "uz"]
    assert words.LANGUAGES["uz"] == "Oʻzbekcha"


def test_a_message_is_translated_when_it_is_shown_not_when_it_is_marked() -> None:
    label = words.N_("Organisation")
    words.set_language("en")
    assert words._(label) == "Organisation"
    words.set_language("ru")
    assert words._(label) == "Организация"


def test_using_speaks_another_language_in_its_thread_only_and_gives_it_back() -> None:
    words.set_language("kk")
    with words.using("ru"), ThreadPoolExecutor(1) as pool:
        assert words.language() == "ru"
        assert pool.submit(words.language).result() == "kk"
    assert words.language() == "kk"


def test_using_gives_the_language_back_after_an_error() -> None:
    words.set_language("en")
    with pytest.raises(RuntimeError), words.using("tg"):
        raise RuntimeError
    assert words.language() == "en"


def test_what_is_not_translated_is_said_in_russian_and_then_in_english() -> None:
    assert words.fallback_chain("uz") == ("uz", "ru", "en")
    assert words.fallback_chain("ru") == ("ru", "en")
    for code in words.LANGUAGES:
        with words.using(code):
            assert words._("a text that nobody translates") == "a text that nobody translates"
            assert words.n_("{n} stone of Samarkand", "{n} stones of Samarkand", 5) == "{n} stones of Samarkand"


def test_an_unknown_language_is_refused_with_the_list_of_known_ones() -> None:
    with pytest.raises(WrongUse, match="xx"):
        words.set_language("xx")
    with pytest.raises(WrongUse), words.using(""):
        pass


@pytest.mark.parametrize(
    ("name", "code"),
    [("ru_KG.UTF-8", "ru"), ("uz-Latn-UZ", "uz"), ("kk", "kk"), ("de_DE", "en"), ("C.UTF-8", "en"), ("TG_TJ", "tg")],
)
def test_the_language_of_the_system_is_matched_by_its_first_part(name: str, code: str) -> None:
    assert words.best_language(name) == code


def test_an_empty_message_stays_empty_and_does_not_show_the_header_of_the_catalogue() -> None:
    with words.using("ru"):
        assert words._("") == ""


def test_words_and_catalogue_load_neither_babel_nor_qt_nor_the_database() -> None:
    code = (
        "import sys, cami_desktop.words.formats, cami_desktop.words.script, cami_desktop.catalogue as c; c.load().taxa;"
        "print([m for m in ('babel', 'PySide6', 'sqlalchemy', 'lxml', 'openpyxl') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
