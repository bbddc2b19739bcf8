"""The words of the help panel, as Markdown: of a field from its descriptor and code list, of a place from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cami_desktop.assets import folder
from cami_desktop.desktop.texts import code_note
from cami_desktop.records import Field, FieldType
from cami_desktop.records.field import Privacy
from cami_desktop.words import N_, _, fallback_chain

if TYPE_CHECKING:
    from cami_desktop.catalogue import Catalogue

MOST_CODES = 40
"""Codes of a list that are explained one by one; longer lists are searched in the field itself."""

HOW = {
    FieldType.TEXT: N_("One line of text."),
    FieldType.LONG_TEXT: N_("A text of any length; Tab goes on to the next field."),
    FieldType.WHOLE: N_("A whole number; blanks and commas between thousands are understood."),
    FieldType.NUMBER: N_("A number; comma and point are understood, and blanks between thousands."),
    FieldType.FLAG: N_("Yes or no."),
    FieldType.DATE: N_("A date, or only its month or year: 2014, 2014-05, 20.05.2014."),
    FieldType.MOMENT: N_("A date with the time of day."),
    FieldType.CLOCK: N_("A time of day: 09:30."),
    FieldType.CODE: N_("One of a list: type a part of any of its names, Alt+Down shows all."),
    FieldType.CODES: N_("Any number of a list: type a part of a name, Enter takes it, Backspace removes the last."),
    FieldType.LINK: N_("A record of the workspace: type a part of its name; what is missing can be added at once."),
    FieldType.LINKS: N_("Records of the workspace: type a part of a name, Enter takes it, Backspace removes the last."),
}
"""How each type of field is filled."""

TRAVELS = {
    Privacy.OPEN: N_("Leaves the country with a submission."),
    Privacy.PERSONAL: N_("Leaves the country only with the consent of the person."),
    Privacy.CONTACT: N_("Never leaves the country."),
    Privacy.LOCATION: N_("Leaves the country only as exactly as the site's published precision allows."),
    Privacy.SPEAKER: N_("Leaves the country as the rule of attribution of the meeting allows."),
}
"""How far a value travels."""


def field_help(field: Field, catalogue: Catalogue) -> str:
    """What is known about a field: what it means, how it is filled, how far it travels, and the codes of its list."""
    unit = f" ({_(field.unit)})" if field.unit else ""
    parts = [f"## {_plain(_(field.label))}{_plain(unit)}"]
    if field.help:
        parts.append(_plain(_(field.help)))
    if field.required:
        parts.append(_("Needed before a submission (*)."))
    if field.derived:
        parts.append(_("The program fills this field."))
    else:
        parts.append(_(HOW[field.type]))
        parts.append(_("Ctrl+B says why the field is blank: unknown, none, or not asked."))
    parts.append(_(TRAVELS[field.privacy]))
    if field.code_list:
        parts += _codes(field.code_list, catalogue)
    return "\n\n".join(parts)


def _codes(code_list: str, catalogue: Catalogue) -> list[str]:
    codes = [code for code in catalogue.codes(code_list).values() if not code.hidden]
    if not codes or len(codes) > MOST_CODES:
        return []
    lines = [f"- **{_plain(code.text())}**{_explained(code_note(code_list, code))}" for code in codes]
    return [f"### {_('What can be chosen')}", "\n".join(lines)]


def _explained(note: str) -> str:
    return f": {_plain(note)}" if note else ""


def page_help(name: str) -> str:
    """The page of a place, in the language spoken or the next one of its chain; empty where there is none."""
    pages = folder("resources") / "help"
    for code in fallback_chain():
        path = pages / code / f"{name}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def _plain(text: str) -> str:
    """A text of the catalogue or a descriptor, with what Markdown would read as its own made harmless."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text).replace("\n", " ")
