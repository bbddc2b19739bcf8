"""The words of every face of the program: which language speaks, and gettext look-up; formats are the siblings'."""

from __future__ import annotations

import gettext
import locale
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType

from cami_desktop.assets import folder
from cami_desktop.errors import WrongUse

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "ru": "Русский",
        "kk": "Қазақша",
        "ky": "Кыргызча",
        "tg": "Тоҷикӣ",
        "tk": "Türkmençe",
        "uz": "Oʻzbekcha",
    }
)
"""Language code -> the language's own name; the order is the order of the menu."""

SOURCE = "en"

# English and Russian are the working languages of the saiga and Bukhara deer MoUs; what is not yet translated
# into a language of the region is shown in Russian, and only then in English.
_FALLBACK: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("en",),
        "ru": ("ru", "en"),
        **{code: (code, "ru", "en") for code in ("kk", "ky", "tg", "tk", "uz")},
    }
)

# A thread begins with an empty context: it sees the language of the program until it says `using`.
_override: ContextVar[str | None] = ContextVar("cami_language", default=None)
_program_language = SOURCE


def language() -> str:
    """Return the code of the language that speaks here and now."""
    return _override.get() or _program_language


def set_language(code: str) -> None:
    """Let the whole program speak `code` (all threads, except inside `using`). Raises WrongUse for an unknown code."""
    global _program_language
    _program_language = _known(code)


@contextmanager
def using(code: str) -> Iterator[str]:
    """Speak another language inside the block, in this thread only, e.g. to print a report in Russian."""
    token = _override.set(_known(code))
    try:
        yield code
    finally:
        _override.reset(token)


def fallback_chain(code: str | None = None) -> tuple[str, ...]:
    """Return the languages in which to look for a text, best first (always ends with English)."""
    return _FALLBACK[_known(code) if code else language()]


def best_language(wanted: str | None = None) -> str:
    """Return the language of ours nearest to a locale name such as `ru_KG.UTF-8`; without one, that of the system."""
    name = wanted or locale.getlocale()[0] or ""
    code = name.replace("-", "_").split(".")[0].split("_")[0].lower()
    return code if code in LANGUAGES else SOURCE


def _(message: str) -> str:
    """Translate a message into the language that speaks now."""
    return _translations(language()).gettext(message) if message else ""


def p_(context: str, message: str) -> str:
    """Translate a message that means two things, e.g. p_("verb", "Open") and p_("state", "Open")."""
    return _translations(language()).pgettext(context, message)


def n_(one: str, many: str, n: int) -> str:
    """Choose the plural form for n and translate it; the placeholder stays to be filled with .format(n=...)."""
    return _translations(language()).ngettext(one, many, n)


def N_(message: str) -> str:
    """Mark a message for translation and return it as it is; `_` translates it when it is shown."""
    return message


def _known(code: str) -> str:
    if code not in LANGUAGES:
        raise WrongUse(
            _("The program does not know the language “{code}”.").format(code=code),
            do=_("Languages: {codes}").format(codes=", ".join(LANGUAGES)),
        )
    return code


@cache
def _translations(code: str) -> gettext.NullTranslations:
    """Load one catalogue with its fallbacks; a missing catalogue means that the next language speaks."""
    chain: gettext.NullTranslations | None = None
    for name in reversed(_FALLBACK[code]):
        if name == SOURCE:
            loaded = gettext.NullTranslations()
        else:
            loaded = gettext.translation("cami", folder("translations"), [name], fallback=True)
        if chain is not None:
            loaded.add_fallback(chain)
        chain = loaded
    assert chain is not None  # every chain ends with the source language
    return chain
