"""Commands on one workspace: new, import, dump, add, edit, remove, undo, redo, history, check."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cami_desktop.cli import told
from cami_desktop.cli.output import Shown, assignments, passphrase, passphrase_options, progress_line, shown
from cami_desktop.cli.unlocking import passphrase_for
from cami_desktop.errors import Exit
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.records.rules import Finding
    from cami_desktop.workspace.history import Entry
    from cami_desktop.workspace.workspace import Workspace

FILE = click.Path(path_type=Path, readable=False)
"""A path as given; what is wrong with the file is told by the room that reads it."""


@contextmanager
def opened(path: Path, *, read_only: bool = False, who: str = "") -> Iterator[Workspace]:
    """An open workspace, closed at the end; it is backed up then where half an hour of work has no backup yet."""
    from cami_desktop.workspace.workspace import Workspace

    with Workspace.open(path, read_only=read_only, who=who, passphrase=passphrase_for(path)) as workspace:
        workspace.backups.sparing = True
        workspace.backups.tell = lambda error: click.echo(str(error), err=True)
        yield workspace


@click.command()
@click.argument("file", type=FILE)
@click.option("--role", default="national", show_default=True, help="national or regional")
@click.option("--country", default="", help="ISO 3166 code, for example KG")
@click.option("--cycle", default="cami-2014", show_default=True)
@click.option("--who", default="", help="Who edits; the login name where left out.")
@click.option("--protect", is_flag=True, help="Ask for a passphrase that the file is protected by from the beginning.")
@passphrase_options
@shown
def new(
    file: Path,
    role: str,
    country: str,
    cycle: str,
    who: str,
    protect: bool,
    passphrase_file: Path | None,
    passphrase_env: str | None,
) -> Shown:
    """Make a new workspace FILE, protected by a passphrase where one is given."""
    from cami_desktop.workspace.workspace import Workspace

    given = protect or passphrase_file is not None or passphrase_env is not None
    secret = passphrase(passphrase_file, passphrase_env, new=True) if given else None
    with Workspace.create(
        file, role=role, country=country, cycle=cycle, who=who, passphrase=secret
    ) as workspace:
        info = workspace.info
    data = {"workspace": file, "role": role, "country": info.country, "cycle": cycle, "replica": info.replica}
    lines = [_("New workspace: {file}").format(file=file)]
    if given:
        lines += [
            _("It opens only with its passphrase."),
            _("A lost passphrase means lost data: nobody can open the file without it."),
        ]
    return Shown(data | {"protected": given}, lines)


@click.command("import")
@click.argument("workspace", type=FILE)
@click.argument("paths", type=FILE, nargs=-1, required=True)
@click.option("--partial", is_flag=True, help="Take what is in order and leave out the rest.")
@click.option("--encoding", help="Encoding of CSV files that are not UTF-8 or UTF-16, for example cp1251.")
@shown
def import_(workspace: Path, paths: tuple[Path, ...], partial: bool, encoding: str | None) -> Shown:
    """Take records from workbooks, CSV files and folders of such into WORKSPACE."""
    from cami_desktop.loop.importing import import_paths

    with opened(workspace) as open_workspace:
        result = import_paths(open_workspace, paths, partial=partial, encoding=encoding, progress=progress_line)
        country = open_workspace.catalogue.label("country", open_workspace.info.country)
    stopped = result.stopped and not partial
    data = {
        "added": len(result.added),
        "updated": len(result.updated),
        "unchanged": len(result.unchanged),
        "refused": result.refused,
        "problems": [problem.to_dict() for problem in result.problems],
        "assumed": result.assumed,
    }
    if stopped:
        n = sum(1 for problem in result.problems if problem.stops)
        head = n_("Nothing was imported: {n} problem.", "Nothing was imported: {n} problems.", n).format(n=n)
    else:
        head = _("Added {added}, updated {updated}, unchanged {unchanged}, refused {refused}.").format(
            added=len(result.added),
            updated=len(result.updated),
            unchanged=len(result.unchanged),
            refused=result.refused,
        )
    lines = [head, *_assumed(result.assumed, country), *(_place(problem) for problem in result.problems[:20])]
    return Shown(data, lines, Exit.FINDINGS if result.stopped else Exit.DONE)


def _assumed(files: list[str], country: str) -> list[str]:
    """Whose records were imported where the files do not say it: a table of another country looks the same."""
    if not files:
        return []
    named = ", ".join(files[:5]) + (" …" if len(files) > 5 else "")
    return [_("Taken as records of {country}; no country is named in: {files}").format(country=country, files=named)]


def _place(problem: Any) -> str:
    from cami_desktop.records import KINDS

    kind = problem.sheet if problem.sheet in KINDS else Path(problem.file).stem
    field = told.field(kind, problem.field) if problem.field else ""
    row = _("row {n}").format(n=problem.row) if problem.row else ""
    place = " · ".join(part for part in (problem.file, problem.sheet, row, field) if part)
    return f"  {place}: {problem.message}"


@click.command()
@click.argument("workspace", type=FILE)
@click.option("--kind", help="Only records of this kind.")
@click.option("--plain", is_flag=True, help="Without fields that follow from clocks and replicas.")
@shown
def dump(workspace: Path, kind: str | None, plain: bool) -> Shown:
    """Print every record of WORKSPACE with its fields, sorted (JSON)."""
    import json

    from cami_desktop.loop.dump import dump as make
    from cami_desktop.loop.editing import kind_of

    if kind is not None:
        kind_of(kind)
    with opened(workspace, read_only=True) as open_workspace:
        data = make(open_workspace, kind, plain=plain)
    return Shown(data, [json.dumps(data, ensure_ascii=False, indent=2)])


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("kind")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", help="Why, for the history.")
@shown
def add(workspace: Path, kind: str, values: tuple[str, ...], reason: str | None) -> Shown:
    """Add a record of KIND to WORKSPACE."""
    from cami_desktop.loop import editing

    with opened(workspace) as open_workspace:
        record = editing.add(open_workspace, kind, assignments(values), reason)
        return _edited(open_workspace, record.id)


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("kind")
@click.argument("id_", metavar="ID")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", help="Why, for the history.")
@shown
def edit(workspace: Path, kind: str, id_: str, values: tuple[str, ...], reason: str | None) -> Shown:
    """Change fields of a record; `FIELD=` blanks one, `FIELD=?unknown` says why it is blank."""
    from cami_desktop.loop import editing

    with opened(workspace) as open_workspace:
        editing.edit(open_workspace, kind, id_, assignments(values), reason)
        return _edited(open_workspace, id_)


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("kind")
@click.argument("id_", metavar="ID")
@click.option("--reason", help="Why, for the history.")
@shown
def remove(workspace: Path, kind: str, id_: str, reason: str | None) -> Shown:
    """Move a record to the bin, from which undo takes it back."""
    from cami_desktop.loop.editing import kind_of

    with opened(workspace) as open_workspace:
        open_workspace.remove(kind_of(kind), id_, reason)
        return _edited(open_workspace, id_)


def _edited(workspace: Workspace, id_: str) -> Shown:
    entries = workspace.history(id_)
    last = entries[-1].change if entries else None
    newest = [entry for entry in entries if entry.change == last]
    return Shown({"id": id_, "history": [_entry(entry) for entry in newest]}, [id_, *map(_entry_line, newest)])


@click.command()
@click.argument("workspace", type=FILE)
@shown
def undo(workspace: Path) -> Shown:
    """Take back the latest change of WORKSPACE."""
    with opened(workspace) as open_workspace:
        change = open_workspace.undo()
    return _stepped(change.label if change else None, _("Undone: {label}"), _("There is nothing to undo."))


@click.command()
@click.argument("workspace", type=FILE)
@shown
def redo(workspace: Path) -> Shown:
    """Do again what was undone last."""
    with opened(workspace) as open_workspace:
        change = open_workspace.redo()
    return _stepped(change.label if change else None, _("Done again: {label}"), _("There is nothing to do again."))


def _stepped(label: str | None, done: str, nothing: str) -> Shown:
    if label is None:
        return Shown({"change": None}, [nothing], Exit.FINDINGS)
    return Shown({"change": label}, [done.format(label=label)])


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("id_", metavar="ID")
@shown
def history(workspace: Path, id_: str) -> Shown:
    """Print every change of a record."""
    from cami_desktop.errors import WrongUse

    with opened(workspace, read_only=True) as open_workspace:
        entries = open_workspace.history(id_)
    if not entries:
        raise WrongUse(_("There is no record with the id {id}.").format(id=id_))
    return Shown({"history": [_entry(entry) for entry in entries]}, [_entry_line(entry) for entry in entries])


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "field": entry.field,
        "before": entry.before,
        "after": entry.after,
        "who": entry.change.who,
        "when": entry.change.at,
        "reason": entry.reason,
        "origin": entry.change.origin,
    }


def _entry_line(entry: Entry) -> str:
    reason = f" ({entry.reason})" if entry.reason else ""
    before, after = (told.value(entry.kind, entry.field, value) for value in (entry.before, entry.after))
    name = told.field(entry.kind, entry.field)
    return f"{entry.change.at}  {entry.change.who}  {name}: {before} → {after}{reason}"


@click.command()
@click.argument("workspace", type=FILE)
@shown
def check(workspace: Path) -> Shown:
    """Run all rules over WORKSPACE and show how complete it is."""
    from cami_desktop.records.completeness import completeness
    from cami_desktop.records.rules import Severity, check_all

    with opened(workspace, read_only=True) as open_workspace:
        records = open_workspace.records()
        findings = check_all(records)
        grid = completeness(records, open_workspace.info.country, open_workspace.info.cycle)
    by = {severity: [item for item in findings if item.severity is severity] for severity in Severity}
    data = {
        "errors": [_finding(item) for item in by[Severity.ERROR]],
        "warnings": [_finding(item) for item in by[Severity.WARNING]],
        "hints": [_finding(item) for item in by[Severity.HINT]],
        "completeness": {
            section: {taxon: cell.state.value for taxon, cell in cells.items()} for section, cells in grid.items()
        },
    }
    counts = [
        n_("{n} error", "{n} errors", len(by[Severity.ERROR])).format(n=len(by[Severity.ERROR])),
        n_("{n} warning", "{n} warnings", len(by[Severity.WARNING])).format(n=len(by[Severity.WARNING])),
        n_("{n} hint", "{n} hints", len(by[Severity.HINT])).format(n=len(by[Severity.HINT])),
    ]
    lines = [", ".join(counts), *(_finding_line(item) for item in findings if item.severity is not Severity.HINT)]
    return Shown(data, lines, Exit.FINDINGS if by[Severity.ERROR] else Exit.DONE)


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "kind": item.kind,
        "id": item.id,
        "field": item.field,
        "message": item.message,
        "accepted": item.accepted,
    }


def _finding_line(item: Finding) -> str:
    place = " · ".join(part for part in (told.kind(item.kind), told.field(item.kind, item.field)) if part)
    return f"  {told.severity(item.severity)}  {place} ({item.id}): {item.message}"


COMMANDS = (new, import_, dump, add, edit, remove, undo, redo, history, check)
