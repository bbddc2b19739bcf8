"""A sentence about records that is told later, in whatever language then speaks; it judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cami_desktop.catalogue import Catalogue
from cami_desktop.words import _, formats

Part = str | int | tuple[str, Sequence[str]]
"""What stands in a sentence: a text as it is, a figure, or a list of the catalogue with codes of it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """message is an English source text with named places (marked with N_); parts say what stands in each place."""

    message: str
    parts: tuple[tuple[str, Part], ...] = ()

    def text(self, catalogue: Catalogue) -> str:
        """The sentence in the language that speaks."""
        return _(self.message).format(**{name: _shown(part, catalogue) for name, part in self.parts})


def sentence(message: str, **parts: Part) -> Sentence:
    """Make a sentence; several codes of one place are set side by side with commas."""
    return Sentence(message, tuple(parts.items()))


def _shown(part: Part, catalogue: Catalogue) -> str:
    if isinstance(part, int):
        return formats.number(part)
    if isinstance(part, str):
        return part
    list_name, codes = part
    return ", ".join(catalogue.label(list_name, code) for code in codes)
