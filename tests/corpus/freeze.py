"""Freezes two populated workspaces of today's schema into tests/corpus: run once for each schema, never again.

`python -m tests.corpus.freeze` on the code of a release writes workspace-NNNN.cami (the Secretariat's, with the data of
two countries) and workspace-NNNN-national.cami, and beside each what it holds. It stops at workspaces.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from cami_desktop.assets import folder
from cami_desktop.exchange import keys
from cami_desktop.exchange.keys import SigningKey
from cami_desktop.loop.answer import answer
from cami_desktop.loop.dump import dump
from cami_desktop.loop.enrol import issue
from cami_desktop.loop.importing import import_paths
from cami_desktop.loop.receive import receive
from cami_desktop.loop.resolve import resolve
from cami_desktop.loop.submit import submit
from cami_desktop.loop.trusting import trust
from cami_desktop.records.kinds import PopulationEstimate, Source
from cami_desktop.workspace import store
from cami_desktop.workspace.info import REGIONAL
from cami_desktop.workspace.ledger import Conflict
from cami_desktop.workspace.workspace import Workspace

HERE = Path(__file__).resolve().parent
PASSPHRASE = "frozen: not a secret"
NOT_COUNTED = frozenset({"alembic_version"})


def counts(file: Path) -> dict[str, int]:
    """Rows of every table of a workspace file."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in sorted(names)
            if name not in NOT_COUNTED
        }


def fields_of(plain: dict[str, Any]) -> dict[str, list[str]]:
    """The fields that each kind has in a plain dump; later schemas may have more."""
    return {kind: sorted(records[0]) for kind, records in plain["records"].items()}


def digest(plain: dict[str, Any], fields: dict[str, list[str]]) -> str:
    """SHA-256 of the named fields of a plain dump."""
    chosen = {
        kind: [{name: record[name] for name in fields[kind]} for record in records]
        for kind, records in plain["records"].items()
    }
    text = json.dumps(chosen, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def contents(file: Path, digests: list[str]) -> dict[str, int]:
    """Size by SHA-256 of the attachments whose bytes are there and unaltered."""
    found = {}
    with Workspace.open(file, read_only=True) as workspace:
        for wanted in digests:
            data = workspace.attachment_bytes(wanted)
            if data is not None and hashlib.sha256(data).hexdigest() == wanted:
                found[wanted] = len(data)
    return found


def described(file: Path) -> dict[str, Any]:
    """What a workspace of today's schema holds, in a form that compares after a migration."""
    rows = counts(file)
    with Workspace.open(file, read_only=True) as workspace:
        plain = dump(workspace, plain=True)
        attached = [record["sha256"] for record in plain["records"].get("attachment", [])]
        conflicts = [[item.record_id, item.field, item.state] for item in workspace.ledger(Conflict)]
        undo = workspace.can_undo()
        redo = workspace.can_redo()
    fields = fields_of(plain)
    return {
        "schema": store.SCHEMA,
        "counts": rows,
        "fields": fields,
        "plain_dump_sha256": digest(plain, fields),
        "contents": contents(file, attached),
        "conflicts": conflicts,
        "undo": undo.label if undo else None,
        "redo": redo.label if redo else None,
    }


def _key(region: Workspace, place: Path, name: str, country: str, root: SigningKey) -> SigningKey:
    file = place / f"{name}.p12"
    key = keys.new_key(file, name, country, PASSPHRASE)
    request, certificate = file.with_suffix(".csr"), file.with_suffix(".pem")
    request.write_bytes(keys.request(key))
    issue(region, request, certificate, root)
    return keys.accept(file, PASSPHRASE, certificate.read_bytes())


def _national(file: Path, country: str) -> Workspace:
    workspace = Workspace.create(file, country=country, who=f"Coordinator {country}")
    trust(workspace, file.parent / "root.pem")
    import_paths(workspace, [folder("resources") / "sample" / country])
    return workspace


def _change(workspace: Workspace, place: int, **values: Any) -> None:
    record = workspace.all(PopulationEstimate)[place]
    for name, value in values.items():
        setattr(record, name, value)
    workspace.save(record, "В полевом дневнике иначе")


def _work_together(kg: Workspace, assistant: Workspace, key: SigningKey, helper: SigningKey, place: Path) -> None:
    """Two laptops of one country: five conflicts, one of them decided, one about a removal."""
    receive(assistant, [submit(kg, place / "first", key, kind="working", report_language="ru").package])
    for n, season in enumerate(("spring", "autumn", "winter")):
        _change(kg, n, season=season, remarks=f"Координатор {n}")
        _change(assistant, n, remarks=f"Помощник {n}")
    assistant.remove(PopulationEstimate, assistant.all(PopulationEstimate)[3].id)
    _change(kg, 3, remarks="Остаётся")
    receive(kg, [submit(assistant, place / "second", helper, kind="working", report_language="ru").package])
    waiting = kg.ledger(Conflict, state="open")
    assert len(waiting) == 5
    resolve(kg, waiting[0].id or 0, "theirs", "Так в дневнике")


def build(place: Path) -> tuple[Path, Path]:
    """Build the Secretariat's workspace and a country's in a folder, by the verbs that people use."""
    root = keys.new_root(place / "root.p12", "CAMI Secretariat (frozen)", PASSPHRASE)
    national, regional = place / "national.cami", place / "region.cami"
    (place / "other").mkdir()
    (place / "other" / "root.pem").write_bytes((place / "root.pem").read_bytes())
    region = Workspace.create(regional, role=REGIONAL, who="Secretariat")
    trust(region, place / "root.pem")
    key = _key(region, place, "Coordinator KG", "KG", root)
    kg, tj = _national(national, "KG"), _national(place / "tj.cami", "TJ")
    assistant = _national(place / "other" / "assistant.cami", "KG")
    removed = kg.save(Source(citation="Ошибочная запись", source_type="press"))
    kg.remove(Source, removed.id, "Введена дважды")
    packages = [
        submit(kg, place / "out", key, report_language="ru").package,
        submit(tj, place / "out", _key(region, place, "Coordinator TJ", "TJ", root), report_language="ru").package,
    ]
    assert [item.outcome for item in receive(region, packages)] == ["merged", "merged"]
    receive(kg, [answer(region, packages[0], place / "receipts", root).package])
    _change(kg, 4, remarks="Уточнено")
    receive(region, [submit(kg, place / "out", key, report_language="ru").package])
    _work_together(kg, assistant, key, _key(region, place, "Assistant KG", "KG", root), place)
    _change(kg, 5, remarks="И взято назад")
    kg.undo()
    for workspace in (region, kg, tj, assistant):
        workspace.close()
    return regional, national


def main() -> int:
    """Write the files of this schema; refuses where they are there."""
    names = [HERE / f"workspace-{store.SCHEMA}{ending}.cami" for ending in ("", "-national")]
    if any(name.exists() for name in names):
        print("The workspaces of this schema are frozen already.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place:
        for name, made in zip(names, build(Path(place)), strict=True):
            name.write_bytes(made.read_bytes())
            text = json.dumps(described(name), ensure_ascii=False, indent=1)
            name.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
