"""Reading one line of a pasted list: the people that it names, and what it says about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cami_desktop.records.participants_words import SMALL, first_hint, roles
from cami_desktop.words.searchkey import search_key


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as listed. lines are numbers from 1; role is a code; rest is what has no field; text the source."""

    lines: tuple[int, ...]
    text: str
    name: str = ""
    surname: str = ""
    given: str = ""
    patronymic: str = ""
    organisation: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    role: str = ""
    rest: str = ""


MAIL = re.compile(r"<?\s*(?:mailto:)?([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)\s*>?", re.IGNORECASE)
PHONE = re.compile(r"\+?\d[\d\s()./-]{5,}\d")
NUMBERED = re.compile(r"^\s*(?:\(?\d{1,4}\s*[.)\]:]+(?!\d)|\d{1,4}\s+(?=[^\W\d])|[-–—•·*▪●○◦]+(?=\s))\s*")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[ -]?)+[^\W\d_]?\.?")
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]{1,2}\.")
_NUMBER = re.compile(r"\d")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼʻ‘`.][^\W\d_]+)*\.?")
_PARTS = re.compile(r"\s*[,;|]\s*|\s+[-–—]\s+")


def squeezed(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def addressed(text: str) -> list[Listed]:
    """The people of a line with addresses: each has what stands before it, the last one also what follows."""
    found: list[Listed] = []
    mails = list(MAIL.finditer(text))
    start = 0
    for n, mail in enumerate(mails):
        before = text[start : mail.start()].strip(" ,;<>()")
        after = text[mail.end() :].strip(" ,;<>()") if n == len(mails) - 1 else ""
        *others, last = re.split(r"\s*;\s*", before) if len(mails) > 1 else [before]
        found += [one for other in others if other.strip() for one in named(other) or [Listed((), other)]]
        said = f"{last}, {after}" if last and after else last or after
        one = _person(said, with_address=True)
        address = mail[1].strip("'.")
        source = squeezed(f"{said} {mail[0]}")
        found.append(replace(one, email=address, text=source, name=one.name or _shown(said) or _spelled(address)))
        start = mail.end()
    return found


def _shown(said: str) -> str:
    """The words before an address as a name, however they are written, unless they name something else."""
    words = said.split()
    plain = 1 < len(words) <= 5 and all(word.replace(".", "").replace("-", "").isalpha() for word in words)
    return said if plain and not first_hint(said) else ""


def _spelled(address: str) -> str:
    """The name that an address spells out, such as aibek.isaev@…; empty where it does not."""
    words = re.split(r"[._]", address.partition("@")[0])
    return " ".join(word.capitalize() for word in words) if len(words) == 2 and all(map(_is_word, words)) else ""


def _is_word(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and first_hint(word) != "organisation"


def named(text: str) -> list[Listed]:
    """The people of a line without addresses: several names in a row, or one person; none where there is no name."""
    role, colon, others = text.partition(":")
    if colon and search_key(role) in roles():
        return [replace(one, role=roles()[search_key(role)], text=text) for one in named(others.strip())]
    for signs, least in ((";", 2), (",", 3), ("[;,]", 3)):
        parts = [part.strip() for part in re.split(signs, text) if part.strip()]
        initials = all(_INITIAL.search(part) for part in parts)
        if len(parts) > 1 and (len(parts) >= least or initials) and all(" " in p and is_name(p) for p in parts):
            return [Listed((), part, name=NUMBERED.sub("", part)) for part in parts]
    one = _person(text)
    return [one] if one.name else []


def _person(text: str, *, with_address: bool = False) -> Listed:
    """One person with what is said about them: name, position, organisation, parted by commas, dashes or brackets."""
    text = NUMBERED.sub("", text)
    phones = [found[0] for found in PHONE.finditer(text)]
    text = PHONE.sub(",", text)
    quoted = re.match(r"""^(["'«“])([^"'»”]+)["'»”]\s*[,;]?\s*""", text) if with_address else None
    if quoted is not None:
        parts = [squeezed(quoted[2].replace(",", " ")), *_PARTS.split(text[quoted.end() :])]
    else:
        parts = _PARTS.split(re.sub(r"\s*[()]\s*", " , ", text))
    parts = [part.strip(" .;:,\t") if not _INITIALS.search(part) else part.strip(" ;:,\t") for part in parts]
    parts = [part for part in parts if part]
    book = with_address and quoted is None and len(parts) > 1 and " " not in parts[0]
    if book and is_name(parts[0]) and is_name(parts[1]) and parts[1].count(" ") < 2:
        # “Surname, Given” as address books write it.
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    at = next((n for n, part in enumerate(parts) if is_name(part) and " " in part), None)
    if at is None and (with_address or (len(parts) > 1 and not any(map(_NUMBER.search, parts)))):
        at = next((n for n, part in enumerate(parts) if is_name(part)), None)
    if at is None:
        return Listed((), text)
    name, others = parts[at], parts[:at] + parts[at + 1 :]
    position, organisation = _post_and_place(others)
    return Listed(
        (), text, name=name, organisation=organisation, position=position,
        phone=next(iter(phones), ""), rest=" · ".join(phones[1:]),
    )  # fmt: skip


def _post_and_place(parts: Sequence[str]) -> tuple[str, str]:
    """Position and organisation among what stands beside a name: as their words tell, else in this order."""
    hints = [first_hint(part) for part in parts]
    place = hints.index("organisation") if "organisation" in hints else None
    post = hints.index("position") if "position" in hints else None
    if place is None and post is None:
        return ", ".join(parts[:-1]), ", ".join(parts[-1:])
    if place is None:
        assert post is not None
        return parts[post], ", ".join(part for n, part in enumerate(parts) if n != post)
    if post is None:
        return ", ".join(parts[:place]), ", ".join(parts[place:])
    return parts[post], ", ".join(part for n, part in enumerate(parts) if n != post)


def is_name(text: str) -> bool:
    """Whether a text looks like a person's name: few words, each with a capital or initials, none of a position."""
    text = NUMBERED.sub("", text).strip(" ,;:")
    words = text.split()
    if not 0 < len(words) <= 6 or first_hint(text):
        return False
    if sum(len(word) > 1 and not _INITIALS.fullmatch(word) for word in words) == 0:
        return False
    return all(map(_may_be_of_a_name, words))


def _may_be_of_a_name(word: str) -> bool:
    if _INITIALS.fullmatch(word):
        return True
    if not _NAME_WORD.fullmatch(word):
        return False
    # Scripts without capitals have letters that are neither.
    return not word[0].islower() or search_key(word) in SMALL
