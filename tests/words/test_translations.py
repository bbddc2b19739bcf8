"""The translations fit the program: complete in Russian, compiled, with the placeholders of their messages."""

from __future__ import annotations

import gettext
import io
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import cami_desktop
from cami_desktop.assets import folder
from cami_desktop.words import LANGUAGES
from cami_desktop.words.build import PLURALS, collect, compiled, messages_in, po_text, template, updated

TRANSLATED = [code for code in LANGUAGES if code != "en"]


def _po(lang: str) -> Path:
    return folder("translations") / lang / "LC_MESSAGES" / "cami.po"


def _read(lang: str) -> Catalog:
    return read_po(io.BytesIO(_po(lang).read_bytes()), locale=lang)


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_the_template_holds_every_message_of_the_program() -> None:
    pot = po_text(template(collect(Path(cami_desktop.__file__).parent)), "")
    kept = (folder("translations") / "cami.pot").read_bytes()
    assert kept == pot, "messages have changed: run `make words`"


@pytest.mark.parametrize("lang", TRANSLATED)
def test_the_compiled_file_is_that_of_the_translation(lang: str) -> None:
    kept = _po(lang).with_suffix(".mo").read_bytes()
    assert kept == compiled(_po(lang).read_bytes(), lang), "a translation has changed: run `make words`"


@pytest.mark.parametrize("lang", TRANSLATED)
def test_placeholders_are_kept(lang: str) -> None:
    for message in _read(lang):
        if not message.id or not message.string:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        wanted = _placeholders(ids[-1])
        for text in filter(None, strings):
            # A form for one may say “one” in words.
            assert _placeholders(text) == wanted or (len(ids) == 2 and _placeholders(text) == _placeholders(ids[0])), (
                text
            )


def test_nothing_is_left_untranslated_in_russian() -> None:
    open_messages = [
        message.id for message in _read("ru") if message.id and not (message.string and all(message.string))
    ]
    assert open_messages == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_the_plural_rule_gives_a_form_for_every_figure(lang: str) -> None:
    count, rule = PLURALS[lang].removeprefix("nplurals=").removesuffix(";").split("; plural=")
    choose = gettext.c2py(rule)
    assert {choose(n) for n in range(200)} == set(range(int(count)))


@pytest.mark.parametrize(("n", "form"), [(1, 0), (21, 0), (2, 1), (4, 1), (5, 2), (0, 2), (11, 2), (14, 2), (111, 2)])
def test_russian_has_three_forms(n: int, form: int) -> None:
    assert gettext.c2py(PLURALS["ru"].split("; plural=")[1].rstrip(";"))(n) == form


def test_messages_are_found_in_calls_and_in_field_labels() -> None:
    source = (
        '_("one")\nn_("{n} a", "{n} as", 2)\np_("verb", "Open")\n_(variable)\n'
        'x: str = text("Label", help="Help", unit="km")'
    )
    plain = [(m.text, m.plural, m.context) for m in messages_in(source, "cami_desktop/desktop/a.py")]
    assert plain == [("one", "", ""), ("{n} a", "{n} as", ""), ("Open", "", "verb")]
    field = [m.text for m in messages_in(source, "cami_desktop/records/kinds/a.py")]
    assert {"Label", "Help", "km"} <= set(field)


def test_an_update_keeps_drops_and_fills() -> None:
    first = template(messages_in('_("kept"); _("gone"); n_("{n} a", "{n} as", 1)', "a.py"))
    po = po_text(updated("tg", None, first, {"kept": "нигоҳ"}), "tg")
    assert b"not approved" in po
    second = template(messages_in('_("kept"); _("new"); n_("{n} a", "{n} as", 1)', "a.py"))
    again = updated("tg", po, second, {"kept": "other"})
    assert {m.id if isinstance(m.id, str) else m.id[0]: m.string or "" for m in again if m.id} == {
        "kept": "нигоҳ",
        "new": "",
        "{n} a": [""],
    }


def test_what_is_half_translated_is_left_to_the_next_language() -> None:
    po = b'msgid "{n} a"\nmsgid_plural "{n} as"\nmsgstr[0] "{n} \xd0\xb0"\nmsgstr[1] ""\nmsgstr[2] ""\n'
    loaded = gettext.GNUTranslations(io.BytesIO(compiled(po, "ru")))
    assert loaded.ngettext("{n} a", "{n} as", 1) == "{n} a"
