"""Builds taxa, countries, populations, editions and cycles of the catalogue from the reference data."""

from __future__ import annotations

import re
from typing import Any

from cami_desktop.catalogue.source import Source, Table, slug, split
from cami_desktop.errors import DamagedInput

Row = dict[str, Any]

NAME_LANGUAGES = ("en", "ru", "kk", "ky", "tg", "tk", "uz", "mn", "fa", "zh")

# The table of names has its own ids where the founding paper lumps or names otherwise; a taxon takes this row.
_NAMES_OF = {"saiga": "saiga_group", "cheetah": "asiatic_cheetah", "przewalskis_horse": "przewalski_horse"}

_LANGUAGE_CODES = {
    "Chinese": "zh",
    "Dari": "prs",
    "Dzongkha": "dz",
    "English": "en",
    "Hindi": "hi",
    "Karakalpak": "kaa",
    "Kazakh": "kk",
    "Kyrgyz": "ky",
    "Mongolian": "mn",
    "Nepali": "ne",
    "Pashto": "ps",
    "Persian": "fa",
    "Russian": "ru",
    "Tajik": "tg",
    "Turkmen": "tk",
    "Urdu": "ur",
    "Uzbek": "uz",
}


def build_taxa(source: Source) -> list[Row]:
    """Return the taxa of all editions."""
    names = {row["taxon_id"]: row for row in source.domain("i18n/species_names")}
    synonyms = _grouped(source.own("synonyms"), "taxon")
    presence = _grouped(source.own("presence"), "taxon")
    editions = source.own("editions")
    return [
        _taxon(row, names[_NAMES_OF.get(row["taxon_id"], row["taxon_id"])], synonyms, presence, editions)
        for row in source.domain("species")
    ]


def _grouped(table: Table, column: str) -> dict[str, Table]:
    groups: dict[str, Table] = {}
    for row in table:
        groups.setdefault(row[column], []).append(row)
    return groups


def _taxon(
    row: dict[str, str], names: dict[str, str], synonyms: dict[str, Table], presence: dict[str, Table], editions: Table
) -> Row:
    code = row["taxon_id"]
    scientific, _bracket, rest = row["scientific_name_now"].partition(" (")
    return {
        "code": code,
        "scientific_name": scientific,
        "scientific_note": rest.rstrip(")"),
        # English as the founding paper says it; the other languages with the confidence of their source.
        "names": {"en": row["common_name_en"], **{lang: names[lang] for lang in NAME_LANGUAGES[1:] if names[lang]}},
        "name_confidence": {lang: names[f"conf_{lang}"] for lang in NAME_LANGUAGES if names[f"conf_{lang}"]},
        "other_names": other_names(names["alternatives"]),
        "synonyms": [
            {name: synonym[name] for name in ("name", "kind", "note", "source")} for synonym in synonyms.get(code, [])
        ],
        "presence": {
            entry["country"]: {name: entry[name] for name in ("presence", "note", "source", "verified")}
            for entry in presence.get(code, [])
        },
        "editions": {edition["edition"]: _taxon_then(row, edition) for edition in editions},
        "instruments": split(row["instruments"]),
        "criterion": row["selection_criterion"],
        "note": row["notes"],
        "names_source": names["source_notes"],
        "source": row["source"],
        "verified": row["verified"],
    }


def _taxon_then(row: dict[str, str], edition: dict[str, str]) -> Row:
    """Return what changes from edition to edition: listed or not, appendix, Red List category, range states."""
    first = edition["taxa_edition"] == "2014"
    appendix = row["cms_appendix_2014" if first else "cms_appendix_now"]
    red_list = row["iucn_category_2014" if first else "iucn_category_now"]
    code, note = appendix_of(appendix, int(edition["adopted"][:4]))
    category = re.match(r"(EX|EW|RE|CR|EN|VU|NT|LC|DD)\b", red_list)
    return {
        "listed": edition["taxa_edition"] in split(row["in_edition"]),
        "appendix": code,
        "appendix_note": note,
        "action": row["concerted_or_cooperative_2014"] if first else "",
        "red_list": category.group(1) if category else "",
        "red_list_note": red_list if category and red_list != category.group(1) else "",
        "range_states": split(row["range_states"]),
    }


def appendix_of(text: str, year: int) -> tuple[str, str]:
    """Return appendix and remark from a cell such as `II (COP14, 2024)`; a listing after `year` does not count yet."""
    match = re.match(r"(I\+II|II|I|none)\b", text)
    if not match:
        raise DamagedInput(f"The CMS appendix “{text}” cannot be read.")
    listed = re.search(r"(19|20)\d\d", text)
    if listed and int(listed.group()) > year:
        return "none", f"later: {text}"
    return match.group(1), text if text != match.group(1) else ""


def other_names(text: str) -> dict[str, list[str]]:
    """Return the other names of a cell such as `ru: ирбис; kk: ілбіс, барыс` by language, without remarks."""
    found: dict[str, list[str]] = {}
    for part in split(re.sub(r"\(.*?\)", "", text)):
        match = re.fullmatch(r"((?:[a-z]{2} )*[a-z]{2}): (.+)", part)
        if not match:
            continue
        names = [name.strip() for name in re.split(r"[,/،]", match.group(2)) if name.strip()]
        for lang in match.group(1).split():
            if lang in NAME_LANGUAGES and not any("not found" in name for name in names):
                found.setdefault(lang, []).extend(names)
    return found


def build_countries(source: Source) -> list[Row]:
    """Return the range states with their names in the UN form where there is one."""
    names = {row["code"]: row for row in source.domain("i18n/country_names")}
    editions = source.own("editions")
    return [_country(row, names[row["iso2"]], editions) for row in source.domain("countries")]


def _country(row: dict[str, str], names: dict[str, str], editions: Table) -> Row:
    overrides = dict(part.split("=") for part in split(names["recommended_override"]))
    labels = {lang: names[lang] for lang in NAME_LANGUAGES}
    labels |= {"en": row["name_en"], "ru": names["ru_UN_form"] or names["ru"]} | overrides
    mous = {"SAIGA_MOU": row["saiga_mou_signed"], "BUKHARA_MOU": row["bukhara_mou_signed"]}
    return {
        "code": row["iso2"],
        "iso3": row["iso3"],
        "names": labels,
        "name_in_paper": row["name_in_seed"],
        "party": {edition["edition"]: _party(row, edition) for edition in editions},
        "party_since": row["cms_entry_year"],
        "assessed": row["in_ten_country_assessment"] == "yes",
        "coordinator": row["erca_coordinator"] == "yes",
        "meeting_2014": row["national_meeting_may_2014"] == "yes",
        "mous": {code: text for code, text in mous.items() if text},
        "languages": [_LANGUAGE_CODES[name] for name in split(row["languages"])],
        "note": row["notes"],
        "source": row["source"],
        "verified": row["verified"],
    }


def _party(row: dict[str, str], edition: dict[str, str]) -> bool:
    """Return whether the country was a Party: on 1 May 2014 for the first edition (as in the paper), later by year."""
    if edition["taxa_edition"] == "2014":
        return row["cms_party_2014_05_01"] == "yes"
    adopted = int(edition["adopted"][:4])
    return row["cms_party_now"].startswith("yes") and int(row["cms_entry_year"] or adopted) <= adopted


def build_populations(source: Source) -> list[Row]:
    """Return the named populations: those of the published figures and those that populations.csv adds or completes."""
    own_rows = source.own("populations")
    own_code = {(own["taxon"], name): own["code"] for own in own_rows for name in split(own["other_names"])}
    found: dict[str, Row] = {}
    for fact in source.domain("population_facts"):
        # Carcasses are counted in a die-off, which is no population.
        if fact["level"] != "population" or fact["unit"] == "carcasses":
            continue
        taxon, name = fact["taxon_id"], fact["population_or_site"]
        code = own_code.get((taxon, name), f"{taxon}_{slug(name)}")
        row = found.setdefault(code, _population(code, taxon, name, fact))
        # The best source speaks for the population's existence.
        if fact["verified"] == "yes" and row["verified"] != "yes":
            row["source"], row["verified"] = fact["source"], "yes"
    for own in own_rows:
        row = found.setdefault(own["code"], _population(own["code"], own["taxon"], own["label_en"], own))
        _complete(row, own)
    incomplete = [code for code, row in found.items() if "ru" not in row["labels"]]
    if incomplete:
        raise DamagedInput("populations.csv lacks: " + ", ".join(incomplete))
    return [found[code] for code in sorted(found)]


def _population(code: str, taxon: str, name: str, row: dict[str, str]) -> Row:
    return {
        "code": code,
        "taxon": taxon,
        "countries": [],
        "labels": {"en": name},
        "other_names": [name],
        "transboundary": False,
        "note": "",
        "source": row["source"],
        "verified": row["verified"],
    }


def _complete(row: Row, own: dict[str, str]) -> None:
    """Add what populations.csv knows: countries (a border crosses a population), labels, other names."""
    row["countries"] = split(own["countries"])
    row["labels"] = {"en": own["label_en"] or row["labels"]["en"], "ru": own["label_ru"]}
    row["other_names"] = list(dict.fromkeys([*row["other_names"], *split(own["other_names"])]))
    row["transboundary"] = own["transboundary"] == "yes"
    row["note"] = own["note"]


def build_editions(source: Source) -> dict[str, list[Row]]:
    """Return the editions, oldest first, and the cycles with their deadlines."""
    deadlines = _grouped(source.own("deadlines"), "cycle")
    return {
        "editions": [{**_named(row, "edition"), "adopted": row["adopted"]} for row in source.own("editions")],
        "cycles": [
            {
                **_named(row, "cycle"),
                "edition": row["edition"],
                "deadlines": [_deadline(deadline) for deadline in deadlines.get(row["cycle"], [])],
            }
            for row in source.own("cycles")
        ],
    }


def _named(row: dict[str, str], column: str) -> Row:
    labels = {"en": row["label_en"], "ru": row["label_ru"]}
    return {"code": row[column], "labels": labels, "note": row["note"], "source": row["source"]}


def _deadline(row: dict[str, str]) -> Row:
    return {
        "code": row["code"],
        "starts_on": row["starts_on"],
        "due": row["due"],
        "labels": {"en": row["label_en"], "ru": row["label_ru"]},
        "wording": {"en": row["wording_en"], "ru": row["wording_ru"]},
        "source": row["source"],
    }
