"""Commands that keep a workspace safe: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cami_desktop.cli import told as words
from cami_desktop.cli.output import Shown, shown
from cami_desktop.cli.unlocking import passphrase_for
from cami_desktop.cli.workspace import FILE
from cami_desktop.errors import Exit, Refused, WrongUse
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.workspace.compare import Difference, Differences

MOST_LINES = 20


@click.command()
@click.argument("workspace", type=FILE)
@click.option("-o", "--out", "output", type=FILE, help="The backup file; beside the workspace where left out.")
@shown
def backup(workspace: Path, output: Path | None) -> Shown:
    """Make a checked copy of WORKSPACE, which may be open."""
    from cami_desktop.workspace.backup import back_up_to, told

    made = back_up_to(workspace, output, passphrase=passphrase_for(workspace))
    if made is None:
        raise Refused(_("{name} holds nothing yet.").format(name=workspace.name), kept=_("No backup was made."))
    counts = told(made.counts or {})
    head = _("Backup: {file}").format(file=made.path)
    rows = n_("Checked and counted: {n} row.", "Checked and counted: {n} rows.", sum(counts.values()))
    return Shown(
        {"workspace": workspace, "backup": made.path, "counts": counts, "findings": []},
        [head, rows.format(n=sum(counts.values()))],
    )


@click.command()
@click.argument("backup", type=FILE)
@click.option("-o", "--out", "output", type=FILE, help="The workspace to restore, or a new name.")
@click.option("--compare", "workspace", type=FILE, help="Show what differs from this workspace; without -o, only that.")
@shown
def restore(backup: Path, output: Path | None, workspace: Path | None) -> Shown:
    """Put BACKUP in the place of a workspace, whose present state is backed up first; or compare the two."""
    if output is None and workspace is None:
        raise WrongUse(_("Say where to restore with -o FILE, or what to compare with --compare WORKSPACE."))
    opens = passphrase_for(backup)
    differing = None if workspace is None else _compared(workspace, backup, opens)
    data: dict[str, Any] = {"backup": backup, "workspace": output, "before": None, "carried": 0}
    lines: list[str] = [] if differing is None else _summary(differing)
    if output is not None:
        done, words = _restored(backup, output, opens)
        data |= done
        lines += words
    else:
        assert differing is not None
        data["counts"] = _told(differing.there)
    found = [] if differing is None else differing.records
    data["findings"] = [_finding(item) for item in found]
    return Shown(data, lines, Exit.FINDINGS if found and output is None else Exit.DONE)


def _compared(workspace: Path, backup: Path, opens: str | None) -> Differences:
    from cami_desktop.workspace.compare import compare

    return compare(workspace, backup, passphrase=passphrase_for(workspace), backup_passphrase=opens)


def _restored(backup: Path, output: Path, opens: str | None) -> tuple[dict[str, Any], list[str]]:
    from cami_desktop.workspace.lock import login
    from cami_desktop.workspace.restore import restore as put
    from cami_desktop.workspace.workspace import utc_now

    own = passphrase_for(output)
    done = put(backup, output, who=login(), clock=utc_now, passphrase=own, backup_passphrase=opens)
    lines = [_("Restored: {file}").format(file=done.workspace)]
    if done.before is not None:
        lines.append(_("The state before is kept: {file}").format(file=done.before))
    lines.append(_sent(done.carried, known=done.before is not None))
    data = {"workspace": done.workspace, "before": done.before, "counts": _told(done.counts), "carried": done.carried}
    return data, [line for line in lines if line]


def _sent(carried: int, *, known: bool) -> str:
    """Which packages were handed in after the backup, as far as anybody here can say."""
    if carried:
        told = n_(
            "{n} package handed in after this backup stays in the list; its number is not used again.",
            "{n} packages handed in after this backup stay in the list; their numbers are not used again.",
            carried,
        )
        return told.format(n=carried)
    if known:
        return ""
    return _("Packages handed in after this backup are not known here: look up their numbers before the next one.")


def _told(counts: dict[str, int]) -> dict[str, int]:
    from cami_desktop.workspace.backup import told

    return told(counts)


def _summary(differing: Differences) -> list[str]:
    """What would be lost and what would come back, by kind; then the records one by one."""
    lines = [
        _("{kind}: {here} only in the workspace, {there} only in the backup, {both} different").format(
            kind=words.kind(kind), **counts
        )
        for kind, counts in differing.by_kind.items()
    ]
    newer = ", ".join(f"{words.kind(name)} {n}" for name, n in _told(differing.newer_here).items())
    if newer:
        lines.append(_("The workspace holds more than the backup: {what}").format(what=newer))
    lines += [_line(item) for item in differing.records[:MOST_LINES]]
    if len(differing.records) > MOST_LINES:
        rest = len(differing.records) - MOST_LINES
        lines.append(n_("  and {n} more", "  and {n} more", rest).format(n=rest))
    return lines or [_("The workspace and the backup hold the same.")]


def _line(item: Difference) -> str:
    fields = ", ".join(words.field(item.kind, name) for name in item.fields)
    return f"  {words.side(item.where)}  {words.kind(item.kind)} {item.id} “{item.title}”" + (fields and f": {fields}")


def _finding(item: Difference) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "id": item.id,
        "title": item.title,
        "where": item.where,
        "fields": list(item.fields),
    }


COMMANDS = (backup, restore)
