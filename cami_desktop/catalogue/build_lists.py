"""Builds the code lists and the Programme of Work of the catalogue from the reference data."""

from __future__ import annotations

from typing import Any

from cami_desktop.catalogue.source import Source, Table, split
from cami_desktop.errors import DamagedInput

Row = dict[str, Any]

# The IUCN schemes of actions and of research needed complement each other and share numbers: research codes get an R.
_ACTION_SCHEMES = {
    "IUCN_CMP_V1_needed": ("action", ""),
    "IUCN_RESEARCH_NEEDED": ("action", "R"),
    "CMP_V2": ("action_cmp_v2", ""),
}


def build_lists(source: Source) -> dict[str, list[Row]]:
    """Return every code list whose codes are no more than a label: list name -> codes in their order."""
    lists = _plain_lists(source)
    lists["threat"] = _threats(source)
    lists.update(_actions(source))
    lists["mandate"] = [_document(source, "mandate", row) for row in source.domain("mandates")]
    lists["instrument"] = [_document(source, "instrument", row) for row in source.domain("instruments")]
    for name, rows in lists.items():
        codes = [row["code"] for row in rows]
        if len(set(codes)) != len(codes):
            raise DamagedInput(f"The code list {name} holds a code twice.")
    return lists


def _plain_lists(source: Source) -> dict[str, list[Row]]:
    gathered: dict[str, Table] = {}
    for row in source.domain("code_lists"):
        gathered.setdefault(row["list"], []).append(row)
    for row in source.own("own_lists"):
        gathered.setdefault(row["list"], []).append({**row, "verified": "own"})
    lists: dict[str, list[Row]] = {}
    for name, rows in gathered.items():
        rows.sort(key=lambda row: int(row["sort"]))
        lists[name] = [_code(source, name, row) for row in rows]
    return lists


def _code(source: Source, list_name: str, row: dict[str, str]) -> Row:
    labels = source.labels(list_name, row["code"], row["label_en"], ru=row["label_ru"])
    if "ru" not in labels:
        raise DamagedInput(f"The code {list_name} {row['code']} has no Russian label.")
    entry = _entry(row["code"], labels, row["source"], row["verified"], note=row["note"])
    if "hide in entry" in row["note"]:
        entry["hidden"] = True
    return entry


def _entry(code: str, labels: dict[str, str], source: str, verified: str, **more: str) -> Row:
    return {
        "code": code,
        "labels": labels,
        "source": source,
        "verified": verified,
        **{name: value for name, value in more.items() if value},
    }


def _threats(source: Source) -> list[Row]:
    """Return the threats; those that matter to CAMI say so, with the name that CAMI papers use and where they do."""
    rows = []
    for row in source.domain("threats"):
        labels = source.labels("threat", row["code"], row["name_en"])
        about = {name: row[name] for name in ("cami", "cami_name", "cami_source")} if row["cami"] else {}
        entry = _entry(
            row["code"], labels, row["source"], row["verified"], note=row["cami_name"], parent=row["parent_code"]
        )
        rows.append({**entry, "about": about} if about else entry)
    return rows


def _actions(source: Source) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = {"action": [], "action_cmp_v2": []}
    for row in source.domain("conservation_actions"):
        name, prefix = _ACTION_SCHEMES[row["scheme"]]
        code = prefix + row["code"]
        parent = prefix + row["parent_code"] if row["parent_code"] else ""
        labels = source.labels(name, code, row["name_en"])
        lists[name].append(_entry(code, labels, row["source"], row["verified"], parent=parent))
    return lists


def _document(source: Source, list_name: str, row: dict[str, str]) -> Row:
    """Return a mandate or an instrument; the note tells body and date, the rest stays in its own fields."""
    date = row.get("date") or row.get("date_effective", "")
    labels = source.labels(list_name, row["code"], row["title"])
    entry = _entry(row["code"], labels, row["source"], row["verified"], note=f"{row['body']}, {date}".strip(", "))
    kept = ("body", "subject", "kind", "taxa", "range_or_signatories", "work_programme", "reporting_obligation")
    entry["about"] = {name: row[name] for name in kept if row.get(name)}
    entry["about"]["date"] = date
    return entry


def build_pow(source: Source) -> dict[str, list[Row]]:
    """Return the items of each edition: its Programme of Work, then the plans beside it with their own code prefix."""
    by_edition: dict[str, Table] = {}
    for row in source.domain("pow"):
        by_edition.setdefault(row["edition"], []).append(row)
    editions = {}
    for edition in source.own("editions"):
        items = [_pow_item(source, edition["edition"], row, "") for row in by_edition[edition["pow_edition"]]]
        for plan in split(edition["plans"]):
            items += [_pow_item(source, edition["edition"], row, plan) for row in by_edition[plan]]
        editions[edition["edition"]] = items
    return editions


def _pow_item(source: Source, edition: str, row: dict[str, str], plan: str) -> Row:
    code = _in_plan(row["code"], plan)
    return {
        "code": code,
        "labels": source.labels("pow_item", code, row["text_paraphrase"], edition),
        "parent": _in_plan(row["parent_code"], plan),
        "level": "plan" if plan and row["level"] == "edition" else row["level"],
        "provisional": row["official_code"] != "yes",
        "priority": row["priority"],
        "responsible": row["responsible"],
        "timeframe": row["timeframe"],
        "taxa": [] if row["taxa"] == "all" else split(row["taxa"]),
        "threats": split(row["threat_codes"]),
        "source": row["source"],
        "verified": row["verified"],
    }


def _in_plan(code: str, plan: str) -> str:
    """Return the code within a plan: its root `POW` becomes the plan's name, the others stand below it."""
    if not plan or not code:
        return code
    return plan if code == "POW" else f"{plan}/{code}"
