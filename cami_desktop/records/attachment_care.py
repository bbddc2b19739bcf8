"""Attachments that had better stay in the workspace: what is proposed to be confidential, and why, in one sentence.

A proposal looks at the name and type of a file alone; what is in it, only a person knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cami_desktop.records.kinds import Attachment
from cami_desktop.records.rules.attachments import TOGETHER
from cami_desktop.words import N_
from cami_desktop.words.searchkey import search_key


class Care(StrEnum):
    """What asks for care."""

    SIGN_IN = "sign-in"
    PICTURE = "picture"


WHY: Mapping[Care, str] = MappingProxyType(
    {
        Care.SIGN_IN: N_("A sign-in sheet shows names and signatures; nobody consented that they leave the country."),
        Care.PICTURE: N_("A photo can show people, and nobody asked them whether it may leave the country."),
    }
)
"""Why it is proposed to keep a file in the workspace."""

_SIGN_IN = (
    "sign in", "signin", "signature", "attendance", "participants", "registration list", "registration sheet",
    "лист регистр", "регистрац", "подпис", "список участ", "явочн", "участник",
    "тіркеу", "қатысушылар", "қол қою", "каттоо", "катышуучу", "рӯйхат", "иштирокчи", "roʻyxat", "qatnashchi",
    "ishtirokchi", "gatnaşyjy", "hasaba alyş",
)  # fmt: skip
_NO_PEOPLE = (
    "flipchart", "flip chart", "whiteboard", "screenshot", "screen shot", "slide", "map", "chart", "diagram",
    "флипчарт", "доска", "скриншот", "снимок экрана", "слайд", "карта", "схема", "диаграмма", "график",
    "тақта", "слайд", "харита",
)  # fmt: skip
_PICTURES = frozenset(".jpg .jpeg .png .heic .heif .tif .tiff .bmp .gif .webp .avif".split())
_BREAKS = re.compile(r"[\W_]+")


def care(file_name: str, media_type: str = "") -> Care | None:
    """What asks for care in a file of that name; None where nothing does."""
    words = f" {_folded(file_name)}"
    if any(f" {_folded(word)}" in words for word in _SIGN_IN):
        return Care.SIGN_IN
    dot = file_name.rfind(".")
    picture = media_type.startswith("image/") or (dot > 0 and file_name[dot:].lower() in _PICTURES)
    return Care.PICTURE if picture and not any(f" {_folded(word)}" in words for word in _NO_PEOPLE) else None


def _folded(text: str) -> str:
    return _BREAKS.sub(" ", search_key(text)).strip()


@dataclass(frozen=True, slots=True)
class Sums:
    """How many files there are and their bytes; of these how many, with how many bytes, stay as confidential."""

    files: int
    size: int
    staying: int
    staying_size: int

    @property
    def leaving_size(self) -> int:
        """Bytes that a national package would hold."""
        return self.size - self.staying_size

    @property
    def too_much(self) -> bool:
        """Whether they are more than a national package can carry."""
        return self.leaving_size > TOGETHER


def sums(attachments: Iterable[Attachment]) -> Sums:
    """Add up attachments."""
    items = list(attachments)
    staying = [item for item in items if item.confidential]
    size, staying_size = (sum(item.size or 0 for item in some) for some in (items, staying))
    return Sums(len(items), size, len(staying), staying_size)
