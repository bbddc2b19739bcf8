"""The kinds of row in the reference catalogue as plain typed values; `reading` makes them, Catalogue hands them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cami_desktop.words import fallback_chain


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list.

    label is English; labels holds every language that is known (English too); verified is `yes`, `no` or
    `partly` with the reason, as the sources page says; hidden codes stay readable in old records and are not offered;
    provisional marks what is not official wording; about holds what more a source tells (a threat's name in CAMI
    papers, the body and date of a mandate).
    """

    code: str
    label: str
    labels: Mapping[str, str]
    note: str = ""
    source: str = ""
    verified: str = "no"
    parent: str = ""
    hidden: bool = False
    provisional: bool = False
    about: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: str | None = None) -> str:
        """Return the label in `lang` (default: the language that speaks), else in the next language of its chain."""
        return in_language(self.labels, lang) or self.label


def in_language(texts: Mapping[str, str], lang: str | None = None) -> str:
    """Return the text in the best language of the chain of `lang`, or an empty string."""
    return next((texts[code] for code in fallback_chain(lang) if texts.get(code)), "")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another scientific name; kind is synonym, subspecies, name_in_paper or misspelling."""

    name: str
    kind: str
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Taxon:
    """A taxon as one edition of the catalogue sees it.

    range_states are ISO 3166 alpha-2 codes; presence maps some of them to a code of the list `presence` where more is
    known than that the state is in the range; appendix is I, II, I+II or none.
    """

    code: str
    scientific_name: str
    names: Mapping[str, str]
    scientific_note: str = ""
    name_confidence: Mapping[str, str] = field(default_factory=dict)
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: tuple[Synonym, ...] = ()
    range_states: tuple[str, ...] = ()
    presence: Mapping[str, str] = field(default_factory=dict)
    presence_notes: Mapping[str, str] = field(default_factory=dict)
    appendix: str = "none"
    appendix_note: str = ""
    action: str = "none"
    red_list: str = ""
    red_list_note: str = ""
    instruments: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    criterion: str = ""
    in_edition: bool = True
    note: str = ""
    source: str = ""
    verified: str = "no"

    def name(self, lang: str | None = None) -> str:
        """Return the common name in `lang`, else in the next language of its chain."""
        return in_language(self.names, lang) or self.scientific_name

    def search_names(self) -> tuple[str, ...]:
        """Return every name under which a person may look for the taxon: common, other, scientific, misspelt."""
        others = [name for names in self.other_names.values() for name in names]
        return tuple(
            dict.fromkeys([*self.names.values(), self.scientific_name, *others, *(s.name for s in self.synonyms)])
        )


@dataclass(frozen=True, slots=True)
class Country:
    """A range state as one edition sees it; languages are ISO 639 codes, mous maps an MoU's code to what is known."""

    code: str
    iso3: str
    names: Mapping[str, str]
    name_in_paper: str = ""
    party: bool = False
    party_since: str = ""
    assessed: bool = False
    coordinator: bool = False
    meeting_2014: bool = False
    mous: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    verified: str = "no"

    def name(self, lang: str | None = None) -> str:
        """Return the name in `lang`, else in the next language of its chain."""
        return in_language(self.names, lang) or self.code


@dataclass(frozen=True, slots=True)
class PowItem:
    """A line of the Programme of Work or of a plan beside it; provisional ones are a reconstruction, never official."""

    code: str
    labels: Mapping[str, str]
    parent: str = ""
    level: str = ""
    provisional: bool = True
    priority: str = ""
    responsible: str = ""
    timeframe: str = ""
    taxa: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    source: str = ""
    verified: str = "no"

    def text(self, lang: str | None = None) -> str:
        """Return the wording in `lang`, else in the next language of its chain."""
        return in_language(self.labels, lang)

    @property
    def answerable(self) -> bool:
        """Whether a country answers this line: the lowest levels, not headings."""
        return self.level in ("activity", "sub_activity", "species_section")


@dataclass(frozen=True, slots=True)
class Population:
    """A named population of a taxon; a transboundary one has several countries."""

    code: str
    taxon: str
    countries: tuple[str, ...]
    labels: Mapping[str, str]
    other_names: tuple[str, ...] = ()
    transboundary: bool = False
    note: str = ""
    source: str = ""
    verified: str = "no"

    def name(self, lang: str | None = None) -> str:
        """Return the name in `lang`, else in the next language of its chain."""
        return in_language(self.labels, lang)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date of a cycle: the last day meant (ISO), the wording of its source, and perhaps a first day or month."""

    code: str
    due: str
    labels: Mapping[str, str]
    wording: Mapping[str, str]
    starts_on: str = ""
    source: str = ""

    def text(self, lang: str | None = None) -> str:
        """Return what is due in `lang`, else in the next language of its chain."""
        return in_language(self.labels, lang)


@dataclass(frozen=True, slots=True)
class Cycle:
    """A reporting cycle: its catalogue edition and its deadlines in order."""

    code: str
    edition: str
    labels: Mapping[str, str]
    deadlines: tuple[Deadline, ...] = ()
    note: str = ""
    source: str = ""

    def name(self, lang: str | None = None) -> str:
        """Return the name in `lang`, else in the next language of its chain."""
        return in_language(self.labels, lang)


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the catalogue."""

    code: str
    labels: Mapping[str, str]
    adopted: str = ""
    note: str = ""
    source: str = ""

    def name(self, lang: str | None = None) -> str:
        """Return the name in `lang`, else in the next language of its chain."""
        return in_language(self.labels, lang)
