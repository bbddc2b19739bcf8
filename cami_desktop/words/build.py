"""Collects the messages of the program, updates every translation and compiles it; run by hand (`make words`).

Writes translations/cami.pot and, for each language, LC_MESSAGES/cami.po and cami.mo. The same sources give the same
bytes: no dates, no line numbers. New messages are filled from translations/glossary.csv where it holds the very words.
"""

from __future__ import annotations

import ast
import csv
import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.assets import folder
from cami_desktop.words import LANGUAGES, SOURCE

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

# What each function's arguments are: a message, or a message with its plural, or context and message.
_MARKS = {"_": ("id",), "N_": ("id",), "n_": ("id", "plural"), "p_": ("context", "id")}
# The record kinds name their fields with these (cami_desktop/records/field.py): the label is the first argument.
_FIELD_MAKERS = frozenset(
    ("text", "long_text", "whole", "number", "flag", "date", "moment", "clock", "code", "codes", "link", "links")
)
_FIELD_WORDS = frozenset({"help", "group", "unit"})

# gettext's own form of the plural rules (CLDR 47). After a numeral the Turkic noun stays singular, yet the rule keeps
# two forms for the sentence around it; Tajik has one form.
PLURALS: Mapping[str, str] = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "kk": "nplurals=2; plural=(n != 1);",
    "ky": "nplurals=2; plural=(n != 1);",
    "tg": "nplurals=1; plural=0;",
    "tk": "nplurals=2; plural=(n != 1);",
    "uz": "nplurals=2; plural=(n != 1);",
}
# Terms of the glossary that mean something else as a message (“About” heads what a contribution is about).
_OTHER_MEANING = frozenset({"About"})
_NOT_APPROVED = "from the glossary, not approved by a native speaker"


@dataclass(frozen=True, slots=True)
class Message:
    """A message found in a source file."""

    text: str
    plural: str
    context: str
    file: str


def messages_in(source: str, file: str) -> Iterator[Message]:
    """Return the messages of one Python source, in order; in the record kinds the labels, help texts and groups too."""
    fields = "/records/" in f"/{file}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _messages_of_call(node, file, fields)


def _messages_of_call(call: ast.Call, file: str, fields: bool) -> Iterator[Message]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in _MARKS:
        roles = dict(zip(_MARKS[name], map(_literal, call.args), strict=False))
        if roles.get("id"):
            yield Message(roles["id"], roles.get("plural", ""), roles.get("context", ""), file)
    elif fields and isinstance(call.func, ast.Name) and name in _FIELD_MAKERS and call.args:
        words = [_literal(call.args[0]), *(_literal(word.value) for word in call.keywords if word.arg in _FIELD_WORDS)]
        yield from (Message(word, "", "", file) for word in words if any(map(str.isalpha, word)))


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def collect(package: Path) -> list[Message]:
    """Return every message of the package, in the order of the files and of the lines."""
    found: list[Message] = []
    for path in sorted(package.rglob("*.py")):
        file = path.relative_to(package.parent).as_posix()
        found += messages_in(path.read_text(encoding="utf-8"), file)
    return found


def template(messages: Iterable[Message]) -> Catalog:
    """Return the catalogue of messages without translations, sorted by their text."""
    from babel.messages.catalog import Catalog

    catalog = Catalog(project="CAMI Desktop", charset="utf-8", fuzzy=False)
    for message in sorted(messages, key=lambda one: (one.text, one.context, one.file)):
        key: str | tuple[str, str] = (message.text, message.plural) if message.plural else message.text
        flags = ["python-brace-format"] if "{" in message.text else []
        catalog.add(key, locations=[(message.file, 1)], context=message.context or None, flags=flags)
    return catalog


def updated(language: str, existing: bytes | None, pot: Catalog, glossary: Mapping[str, str]) -> Catalog:
    """Return the language's catalogue with the messages of the template.

    Old translations are kept, gone ones dropped, new ones empty or from the glossary (and then marked as not approved).
    """
    from babel.messages.pofile import read_po

    catalog = _empty(language)
    old = read_po(io.BytesIO(existing), locale=language) if existing else catalog
    for message in pot:
        if not message.id:
            continue
        known = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        kept = known.string if known is not None and _same_shape(message.id, known.string) else None
        comments = list(known.user_comments) if known is not None else []
        if not kept and isinstance(message.id, str) and message.id in glossary:
            kept, comments = glossary[message.id], [_NOT_APPROVED]
        empty = [""] * _forms(language) if not isinstance(message.id, str) else ""
        catalog.add(
            message.id,
            kept or empty,
            locations=message.locations,
            flags=message.flags,
            user_comments=comments,
            context=message.context,
        )
    return catalog


def _empty(language: str) -> Catalog:
    """Return a catalogue with our own plural rule: Babel knows none for Tajik and would write two forms."""
    from babel.messages.catalog import Catalog

    catalog = Catalog(locale=language, charset="utf-8", fuzzy=False)
    catalog.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", PLURALS[language])]
    return catalog


def _same_shape(source: object, translation: object) -> bool:
    """Return whether a translation is there and has plural forms exactly when the message has."""
    if isinstance(source, str):
        return isinstance(translation, str) and bool(translation)
    return isinstance(translation, tuple | list) and any(translation)


def _forms(language: str) -> int:
    return int(PLURALS[language].split("nplurals=")[1][0])


def po_text(catalog: Catalog, language: str) -> bytes:
    """Return a catalogue as a .po file or (language empty) as the .pot file; its header never changes by itself."""
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False, ignore_obsolete=True)
    header = [
        "# Words of CAMI Desktop. How to translate: docs/translating.md",
        'msgid ""',
        'msgstr ""',
        r'"Project-Id-Version: CAMI Desktop\n"',
        rf'"Language: {language or SOURCE}\n"',
        r'"MIME-Version: 1.0\n"',
        r'"Content-Type: text/plain; charset=utf-8\n"',
        r'"Content-Transfer-Encoding: 8bit\n"',
        *([rf'"Plural-Forms: {PLURALS[language]}\n"'] if language else []),
    ]
    return "\n".join(header).encode() + b"\n\n" + out.getvalue().strip() + b"\n"


def compiled(po: bytes, language: str) -> bytes:
    """Return the .mo file of a .po file; only what is translated whole goes in, so that the next language can speak."""
    from babel.messages.pofile import read_po

    header = f"Content-Type: text/plain; charset=utf-8\nLanguage: {language}\nPlural-Forms: {PLURALS[language]}\n"
    entries = {"": header}
    for message in read_po(io.BytesIO(po), locale=language):
        if not message.id or message.fuzzy:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        if strings and all(strings):
            prefix = f"{message.context}\x04" if message.context else ""
            entries[prefix + "\0".join(ids)] = "\0".join(strings)
    return _mo_bytes(entries)


def _mo_bytes(entries: Mapping[str, str]) -> bytes:
    """Return the GNU .mo format: magic, version, count, two tables of (length, offset), then the texts ended by NUL."""
    keys = sorted(key.encode() for key in entries)
    values = [entries[key.decode()].encode() for key in keys]
    tables, texts = bytearray(), bytearray()
    offset = 7 * 4 + 2 * 8 * len(keys)
    for text in (*keys, *values):
        tables += struct.pack("<II", len(text), offset + len(texts))
        texts += text + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(keys), 7 * 4, 7 * 4 + 8 * len(keys), 0, offset)
    return header + bytes(tables) + bytes(texts)


def glossary(language: str) -> dict[str, str]:
    """Return the approved and proposed terms of a language by their English words, remarks in brackets left out."""
    with (folder("translations") / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    terms = {row["en"].partition(" (")[0]: row[language] for row in reversed(rows) if row[language]}
    return {english: term for english, term in terms.items() if english not in _OTHER_MEANING}


def main() -> None:
    """Update all translations and say how far each has come."""
    import cami_desktop

    home = folder("translations")
    pot = template(collect(Path(cami_desktop.__file__).parent))
    (home / "cami.pot").write_bytes(po_text(pot, ""))
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        place = home / language / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        po = place / "cami.po"
        catalog = updated(language, po.read_bytes() if po.exists() else None, pot, glossary(language))
        po.write_bytes(po_text(catalog, language))
        (place / "cami.mo").write_bytes(compiled(po.read_bytes(), language))
        done = sum(1 for message in catalog if message.id and message.string and all(message.string))
        print(f"{language}: {done} of {len(catalog)} messages")


if __name__ == "__main__":
    main()
