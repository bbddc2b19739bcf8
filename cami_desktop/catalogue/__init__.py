"""The reference catalogue: taxa, range states, threats, Programme of Work and code lists, by edition, read-only.

The data lie in resources/catalogue/ and are written by `python -m cami_desktop.catalogue.build`. A record keeps code
and the edition it was recorded under; a code that this catalogue does not know is kept and shown as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from types import MappingProxyType

from cami_desktop.catalogue import reading
from cami_desktop.catalogue.impact import impact
from cami_desktop.catalogue.rows import Code, Country, Cycle, Deadline, Edition, Population, PowItem, Synonym, Taxon
from cami_desktop.errors import WrongUse
from cami_desktop.words import _

__all__ = [
    "DEFAULT_EDITION",
    "Catalogue",
    "Code",
    "Country",
    "Cycle",
    "Deadline",
    "Edition",
    "Population",
    "PowItem",
    "Synonym",
    "Taxon",
    "editions",
    "impact",
    "load",
]

DEFAULT_EDITION = "cami-2014"


class Catalogue:
    """One edition of the catalogue. Everything is read when first asked for; nothing can be changed."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition.code
        self.about = edition
        self._codes: dict[str, Mapping[str, Code]] = {}

    @cached_property
    def taxa(self) -> Mapping[str, Taxon]:
        """The taxa that this edition lists."""
        return MappingProxyType({code: taxon for code, taxon in self.all_taxa.items() if taxon.in_edition})

    @cached_property
    def all_taxa(self) -> Mapping[str, Taxon]:
        """The taxa of all editions, seen from this one."""
        return MappingProxyType(reading.taxa(self.edition, self.populations))

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """The range states."""
        return MappingProxyType(reading.countries(self.edition))

    @cached_property
    def pow_items(self) -> Mapping[str, PowItem]:
        """The Programme of Work of this edition, headings included, in its order."""
        return MappingProxyType(reading.pow_items(self.edition))

    @cached_property
    def populations(self) -> Mapping[str, Population]:
        """The named populations."""
        return MappingProxyType(reading.populations())

    @cached_property
    def cycles(self) -> Mapping[str, Cycle]:
        """The reporting cycles of all editions."""
        return MappingProxyType(reading.cycles())

    def cycle(self, name: str) -> Cycle:
        """Return the cycle `name`. Raises WrongUse for an unknown one."""
        if name not in self.cycles:
            raise WrongUse(
                _("There is no cycle “{name}”.").format(name=name),
                do=_("Cycles: {names}").format(names=", ".join(self.cycles)),
            )
        return self.cycles[name]

    @property
    def lists(self) -> tuple[str, ...]:
        """The names of all code lists."""
        return tuple(sorted({*reading.table("lists"), *_FROM_ROWS}))

    def codes(self, list_name: str) -> Mapping[str, Code]:
        """Return the codes of a list in their order, hidden ones included. Raises WrongUse for an unknown list."""
        if list_name not in self._codes:
            self._codes[list_name] = MappingProxyType(self._read(list_name))
        return self._codes[list_name]

    def _read(self, list_name: str) -> dict[str, Code]:
        if list_name in _FROM_ROWS:
            return {code.code: code for code in _FROM_ROWS[list_name](self)}
        rows = reading.table("lists").get(list_name)
        if rows is None:
            raise WrongUse(_("There is no code list “{name}”.").format(name=list_name))
        return {row["code"]: reading.code(row) for row in rows}

    def known(self, list_name: str, code: str) -> bool:
        """Return whether the list holds the code (hidden codes are known too)."""
        return code in self.codes(list_name)

    def label(self, list_name: str, code: str, lang: str | None = None) -> str:
        """Return the label of a code in `lang` (default: the language that speaks); an unknown code says that it is."""
        found = self.codes(list_name).get(code)
        if found is None:
            return _("{code} (unknown code)").format(code=code)
        return found.text(lang)

    def range_states(self, taxon: str) -> tuple[str, ...]:
        """Return the range states of a taxon, none for a taxon that the catalogue does not know."""
        found = self.all_taxa.get(taxon)
        return found.range_states if found else ()


def _taxon_codes(catalogue: Catalogue) -> list[Code]:
    return [
        Code(t.code, t.names["en"], t.names, t.scientific_name, t.source, t.verified, hidden=not t.in_edition)
        for t in catalogue.all_taxa.values()
    ]


def _country_codes(catalogue: Catalogue) -> list[Code]:
    return [Code(c.code, c.names["en"], c.names, c.note, c.source, c.verified) for c in catalogue.countries.values()]


def _pow_codes(catalogue: Catalogue) -> list[Code]:
    return [
        Code(i.code, i.labels["en"], i.labels, "", i.source, i.verified, i.parent, provisional=i.provisional)
        for i in catalogue.pow_items.values()
    ]


def _population_codes(catalogue: Catalogue) -> list[Code]:
    return [
        Code(p.code, p.labels["en"], p.labels, p.note, p.source, p.verified, parent=p.taxon)
        for p in catalogue.populations.values()
    ]


def _cycle_codes(catalogue: Catalogue) -> list[Code]:
    return [Code(c.code, c.labels["en"], c.labels, c.note, c.source, "yes") for c in catalogue.cycles.values()]


def _edition_codes(_catalogue: Catalogue) -> list[Code]:
    return [Code(e.code, e.labels["en"], e.labels, e.note, e.source, "yes") for e in reading.editions().values()]


# Lists whose codes are rows with more to them than a label.
_FROM_ROWS: Mapping[str, Callable[[Catalogue], list[Code]]] = {
    "taxon": _taxon_codes,
    "country": _country_codes,
    "pow_item": _pow_codes,
    "population": _population_codes,
    "cycle": _cycle_codes,
    "edition": _edition_codes,
}


def editions() -> Mapping[str, Edition]:
    """Return the editions that are installed, oldest first."""
    return MappingProxyType(reading.editions())


@cache
def load(edition: str = DEFAULT_EDITION) -> Catalogue:
    """Return an edition of the catalogue. Raises WrongUse for an unknown one."""
    known = reading.editions()
    if edition not in known:
        raise WrongUse(
            _("There is no catalogue edition “{edition}”.").format(edition=edition),
            do=_("Editions: {names}").format(names=", ".join(known)),
        )
    return Catalogue(known[edition])
