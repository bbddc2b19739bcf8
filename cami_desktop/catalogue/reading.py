"""Reads the catalogue's files (resources/catalogue/*.json) into rows of one edition; nothing is decided here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from cami_desktop.assets import folder
from cami_desktop.catalogue.rows import Code, Country, Cycle, Deadline, Edition, Population, PowItem, Synonym, Taxon

Row = Mapping[str, Any]


@cache
def table(name: str) -> Any:
    """Return the parsed file `name`.json of the catalogue."""
    with (folder("resources") / "catalogue" / f"{name}.json").open(encoding="utf-8") as file:
        return json.load(file)


def code(row: Row) -> Code:
    """Return the code that a row of lists.json describes."""
    labels = row["labels"]
    return Code(
        code=row["code"],
        label=labels["en"],
        labels=labels,
        note=row.get("note", ""),
        source=row.get("source", ""),
        verified=row["verified"],
        parent=row.get("parent", ""),
        hidden=row.get("hidden", False),
        provisional=row.get("provisional", False),
        about=row.get("about", {}),
    )


def taxa(edition: str, populations: Mapping[str, Population]) -> dict[str, Taxon]:
    """Return all taxa as the edition sees them, those that it does not list included (in_edition False)."""
    of_taxon: dict[str, list[str]] = {}
    for population in populations.values():
        of_taxon.setdefault(population.taxon, []).append(population.code)
    return {row["code"]: _taxon(row, edition, tuple(of_taxon.get(row["code"], ()))) for row in table("taxa")}


def _taxon(row: Row, edition: str, populations: tuple[str, ...]) -> Taxon:
    then = row["editions"][edition]
    return Taxon(
        code=row["code"],
        scientific_name=row["scientific_name"],
        scientific_note=row["scientific_note"],
        names=row["names"],
        name_confidence=row["name_confidence"],
        other_names={lang: tuple(names) for lang, names in row["other_names"].items()},
        synonyms=tuple(Synonym(**synonym) for synonym in row["synonyms"]),
        range_states=tuple(then["range_states"]),
        presence={country: entry["presence"] for country, entry in row["presence"].items()},
        presence_notes={country: entry["note"] for country, entry in row["presence"].items()},
        appendix=then["appendix"],
        appendix_note=then["appendix_note"],
        action=then["action"],
        red_list=then["red_list"],
        red_list_note=then["red_list_note"],
        instruments=tuple(row["instruments"]),
        populations=populations,
        criterion=row["criterion"],
        in_edition=then["listed"],
        note=row["note"],
        source=row["source"],
        verified=row["verified"],
    )


def countries(edition: str) -> dict[str, Country]:
    """Return the range states as the edition sees them."""
    found = {}
    for row in table("countries"):
        values = {name: value for name, value in row.items() if name != "party"}
        found[row["code"]] = Country(**{**values, "party": row["party"][edition], "languages": tuple(row["languages"])})
    return found


def pow_items(edition: str) -> dict[str, PowItem]:
    """Return the Programme of Work of the edition and the plans beside it, in their order."""
    return {
        row["code"]: PowItem(**{**row, "taxa": tuple(row["taxa"]), "threats": tuple(row["threats"])})
        for row in table("pow")[edition]
    }


def populations() -> dict[str, Population]:
    """Return the named populations."""
    return {
        row["code"]: Population(
            **{**row, "countries": tuple(row["countries"]), "other_names": tuple(row["other_names"])}
        )
        for row in table("populations")
    }


def editions() -> dict[str, Edition]:
    """Return the editions, oldest first."""
    return {row["code"]: Edition(**row) for row in table("editions")["editions"]}


def cycles() -> dict[str, Cycle]:
    """Return the cycles of all editions, oldest first."""
    return {
        row["code"]: Cycle(**{**row, "deadlines": tuple(Deadline(**deadline) for deadline in row["deadlines"])})
        for row in table("editions")["cycles"]
    }
