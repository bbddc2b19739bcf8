"""Commands that look into a workspace: search and doctor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cami_desktop.cli import told
from cami_desktop.cli.output import Shown, shown
from cami_desktop.cli.unlocking import passphrase_for
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.errors import Exit
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.workspace.doctor import Diagnosis, Finding
    from cami_desktop.workspace.repair import Repaired
    from cami_desktop.workspace.search import Hit

MOST_DETAILS = 3
"""Details that are printed below one sentence; with --json each finding has its own."""


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, help="Only records of this kind; may be given again.")
@click.option("--taxon", help="Only records about this taxon.")
@click.option("--meeting", metavar="ID", help="Only what belongs to this meeting.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many hits.")
@click.option("--newest", is_flag=True, help="The newest first instead of the best.")
@shown
def search(
    workspace: Path,
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    taxon: str | None,
    meeting: str | None,
    limit: int,
    newest: bool,
) -> Shown:
    """Find records of WORKSPACE that hold all WORDS, each as the beginning of a word; "in quotes" as they stand."""
    from cami_desktop.loop.editing import kind_of

    for kind in kinds:
        kind_of(kind)
    with opened(workspace, read_only=True) as open_workspace:
        hits = open_workspace.search(
            " ".join(words), kinds=kinds, taxon=taxon, meeting=meeting, limit=limit, newest=newest
        )
    found = n_("{n} hit", "{n} hits", len(hits)).format(n=len(hits))
    return Shown({"hits": [_hit(hit) for hit in hits]}, [*map(_hit_line, hits), found])


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "id": hit.id,
        "field": hit.field,
        "title": hit.title,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "rank": round(hit.rank, 6),
    }


def _hit_line(hit: Hit) -> str:
    shown, at = "", 0
    for begin, end in hit.marks:
        if begin >= at:
            shown += hit.snippet[at:begin] + click.style(hit.snippet[begin:end], bold=True)
            at = end
    place = f"{told.kind(hit.kind)} {hit.id} · {told.field(hit.kind, hit.field)}"
    return f"{place}: {shown}{hit.snippet[at:]}"


@click.command()
@click.argument("workspace", type=FILE)
@click.option("--repair", "mend", is_flag=True, help="Write a sound copy beside the file, with all that can be saved.")
@shown
def doctor(workspace: Path, mend: bool) -> Shown:
    """Look WORKSPACE through and name what is wrong with it; the file itself is never changed."""
    from cami_desktop.workspace.doctor import examine
    from cami_desktop.workspace.repair import repair

    passphrase = passphrase_for(workspace)
    if mend:
        repaired = repair(workspace, passphrase)
        done = Exit.DONE if repaired.whole else Exit.FINDINGS
        return Shown(_repaired(repaired), _repaired_lines(repaired), done)
    found = examine(workspace, passphrase)
    return Shown(_diagnosis(found), _diagnosis_lines(found), Exit.FINDINGS if found.findings else Exit.DONE)


def _diagnosis(found: Diagnosis) -> dict[str, Any]:
    findings = [
        {
            "id": item.id,
            "message": item.message,
            "kind": item.kind,
            "record": item.record,
            "field": item.field,
            "repairable": item.repairable,
            "details": item.details,
        }
        for item in found.findings
    ]
    return {"counts": found.counts, "findings": findings, "left_out": found.left_out}


def _diagnosis_lines(found: Diagnosis) -> list[str]:
    if not found.findings:
        return [_("Nothing is wrong with this workspace.")]
    lines = _told_once(found.findings)
    for id_, n in found.left_out.items():
        lines.append(n_("{n} more of the kind {id}", "{n} more of the kind {id}", n).format(n=n, id=id_))
    if any(item.repairable for item in found.findings):
        lines.append(_("Run “cami doctor --repair” to write a sound copy, or restore a backup."))
    return lines


def _repaired(found: Repaired) -> dict[str, Any]:
    return {
        "repaired": found.path,
        **_diagnosis(found.after),
        "before": _diagnosis(found.before)["findings"],
        "lost": found.lost,
        "rebuilt": found.rebuilt,
        "uncertain": found.uncertain,
    }


def _repaired_lines(found: Repaired) -> list[str]:
    lines = [_("A sound copy was written: {file}").format(file=found.path)]
    for table, n in found.rebuilt.items():
        lines.append(_("Rebuilt from the history: {table} {n}").format(table=told.kind(table), n=n))
    for table, n in found.lost.items():
        lines.append(_("Lost: {table} {n}").format(table=told.kind(table), n=n))
    for table in found.uncertain:
        lines.append(_("Nobody can say whether more is lost of: {table}").format(table=told.kind(table)))
    return lines + _told_once(found.after.findings)


def _told_once(findings: Sequence[Finding]) -> list[str]:
    """What was found, each sentence once with how often it holds, and below it the first details."""
    details: dict[str, list[str]] = {}
    for item in findings:
        details.setdefault(item.message, []).append(item.details)
    lines = []
    for message, said in details.items():
        times = n_("({n} time)", "({n} times)", len(said)).format(n=len(said))
        lines.append(f"{message} {times}" if len(said) > 1 else message)
        lines += [f"    {one}" for one in list(dict.fromkeys(filter(None, said)))[:MOST_DETAILS]]
    return lines


COMMANDS = (search, doctor)
