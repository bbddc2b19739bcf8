"""What a text of the screen is called in the other languages: to find a place or a command by any of its names."""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from functools import cache

from cami_desktop.assets import folder
from cami_desktop.words import LANGUAGES, SOURCE, language


def equivalents(text: str) -> tuple[str, ...]:
    """The text and its translations, each once; only itself where it is no message of the program.

    text stands in the language that speaks now, or in English.
    """
    sources = _sources(language()).get(text) or (text,)
    found = [text, *sources]
    for code in LANGUAGES:
        found += [translated for source in sources if (translated := _messages(code).get(source))]
    return tuple(dict.fromkeys(found))


def reading() -> Iterator[None]:
    """Read the messages of every language, which the first question would do at once, in steps of a language each."""
    for code in LANGUAGES:
        _messages(code)
        yield
    _sources(language())
    yield


@cache
def _messages(code: str) -> Mapping[str, str]:
    """English message -> translation, without plural forms; empty for English itself."""
    if code == SOURCE:
        return {}
    loaded = gettext.translation("cami", folder("translations"), [code], fallback=True)
    # gettext offers no way to list what it has read; the name stands since Python 2.
    pairs = vars(loaded).get("_catalog", {}).items()
    return {source: text for source, text in pairs if isinstance(source, str) and source and text}


@cache
def _sources(code: str) -> Mapping[str, tuple[str, ...]]:
    """Translation -> the English messages that are translated so."""
    found: dict[str, tuple[str, ...]] = {}
    for source, text in _messages(code).items():
        found[text] = (*found.get(text, ()), source)
    return found
