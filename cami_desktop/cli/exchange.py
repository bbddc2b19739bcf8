"""Commands of the exchange: export, verify, merge, conflicts, resolve."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cami_desktop.cli import told
from cami_desktop.cli.output import Shown, passphrase, passphrase_options, progress_line, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.errors import DamagedInput, Exit, WrongUse
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.loop.receive import Receiving


@click.command()
@click.argument("workspace", type=FILE)
@click.option("-o", "--out", type=FILE, required=True, help="Folder for the package.")
@click.option("--key", type=FILE, required=True, help="Key file (.p12) to sign with.")
@click.option("--kind", default="national", show_default=True, help="national or working")
@click.option("--report-lang", help="Language of report and workbook; that of the messages where left out.")
@passphrase_options
@shown
def export(
    workspace: Path,
    out: Path,
    key: Path,
    kind: str,
    report_lang: str | None,
    passphrase_file: Path | None,
    passphrase_env: str | None,
) -> Shown:
    """Check, write, sign, read back and count the next package of WORKSPACE."""
    from cami_desktop.exchange.keys import load_key
    from cami_desktop.loop.submit import NATIONAL, WORKING, submit

    if kind not in (NATIONAL, WORKING):
        raise WrongUse(_("The kind of package is national or working, not {kind}.").format(kind=kind))
    signing = load_key(key, passphrase(passphrase_file, passphrase_env))
    with opened(workspace) as open_workspace:
        handed = submit(open_workspace, out, signing, kind=kind, report_language=report_lang, progress=progress_line)
    submission = handed.submission
    data = {
        "package": handed.package,
        "number": submission.number,
        "previous": submission.previous,
        "digest": submission.digest,
        "counts": submission.counts,
        "warnings": len(handed.warnings),
    }
    total = sum(submission.counts.values())
    lines = [
        _("Submission {n}: {file}").format(n=submission.number, file=handed.package),
        n_("{n} record, read back and verified", "{n} records, read back and verified", total).format(n=total),
        f"SHA-256 {submission.digest}",
    ]
    return Shown(data, lines)


@click.command()
@click.argument("packages", type=FILE, nargs=-1, required=True)
@click.option("--trust", type=FILE, help="Regional or national workspace, or root.pem, that says whom to trust.")
@click.option("--at", help="Judge as of this time (ISO 8601).")
@shown
def verify(packages: tuple[Path, ...], trust: Path | None, at: str | None) -> Shown:
    """Say what PACKAGES are worth, without importing them."""
    from cami_desktop.exchange.verdict import VerdictWord
    from cami_desktop.exchange.verdict_words import verdict_words
    from cami_desktop.exchange.verify import verify_package

    believed = _trust(trust)
    moment = _moment(at)
    verdicts, lost, lines = [], [], []
    for path in packages:
        try:
            verdict = verify_package(path, believed, moment)
        except DamagedInput as error:
            lost.append({"package": path, "verdict": VerdictWord.DAMAGED.value, "error": error.what})
            lines.append(f"{path.name}: {verdict_words(VerdictWord.DAMAGED)}\n  – {error}")
            click.echo(str(error), err=True)
            continue
        verdicts.append(verdict)
        said = verdict_words(verdict.verdict)
        lines.append(f"{path.name}: {said}  {verdict.signer or ''} {verdict.country or ''}".rstrip())
        lines.extend(f"  – {finding.message}" for finding in verdict.findings)
    words = {verdict.verdict for verdict in verdicts}
    worst = Exit.DONE if words <= {VerdictWord.GENUINE, VerdictWord.GENUINE_EXPIRED} else Exit.FINDINGS
    return Shown(
        {"packages": [*(verdict.as_dict() for verdict in verdicts), *lost]},
        lines,
        Exit.DAMAGED if lost or VerdictWord.DAMAGED in words else worst,
    )


def _trust(path: Path | None) -> Any:
    from cami_desktop.exchange.trust import Trust
    from cami_desktop.loop.trusting import trust_file, trust_of

    if path is None:
        return Trust()
    if path.suffix.lower() == ".cami":
        with opened(path, read_only=True) as workspace:
            return trust_of(workspace)
    return trust_file(path)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise WrongUse(_("“{text}” is not a time such as 2014-05-20T09:30:00Z.").format(text=text)) from None


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("packages", type=FILE, nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Plan only; change nothing.")
@shown
def merge(workspace: Path, packages: tuple[Path, ...], dry_run: bool) -> Shown:
    """Verify PACKAGES and merge them into WORKSPACE."""
    from cami_desktop.loop.receive import receive

    with opened(workspace) as open_workspace:
        results = receive(open_workspace, packages, dry_run=dry_run, progress=progress_line)
    lines = []
    for result in results:
        lines += _merged(result)
    return Shown({"packages": [_result(result) for result in results]}, lines, _exit(results))


def _merged(result: Receiving) -> list[str]:
    """What became of a package, and why; a gap or a fork is said in the first line, where it is seen."""
    link = told.link(result.standing.link) if result.standing is not None else ""
    head = [f"{result.package.name}: {told.outcome(result.outcome)}", told.records(result.counts), link.upper()]
    return ["  ".join(part for part in head if part), *(f"  – {reason}" for reason in result.reasons)]


def _exit(results: list[Receiving]) -> Exit:
    from cami_desktop.exchange.verdict import VerdictWord

    damaged = [result.verdict for result in results if result.verdict and result.verdict.verdict is VerdictWord.DAMAGED]
    if damaged or any(result.error is not None and result.error.exit_code is Exit.DAMAGED for result in results):
        return Exit.DAMAGED
    if any(result.outcome == "refused" for result in results):
        return Exit.FINDINGS
    return Exit.CONFLICTS if any(result.counts["conflict"] for result in results) else Exit.DONE


def _result(result: Receiving) -> dict[str, Any]:
    counts = result.counts
    return {
        "package": result.package,
        "outcome": result.outcome,
        "verdict": result.verdict.verdict.value if result.verdict else None,
        "added": counts["added"],
        "updated": counts["updated"],
        "deleted": counts["deleted"],
        "known": counts["known"],
        "conflicts": counts["conflict"],
        "refused": counts["refused"],
        "missing": len(result.plan.missing) if result.plan else 0,
        "link": result.standing.link.value if result.standing else None,
        "reasons": result.reasons,
    }


@click.command()
@click.argument("workspace", type=FILE)
@shown
def conflicts(workspace: Path) -> Shown:
    """List the values that wait for a person."""
    from cami_desktop.workspace.ledger import Conflict

    with opened(workspace, read_only=True) as open_workspace:
        waiting = open_workspace.ledger(Conflict, state="open")
    data = [
        {
            "id": item.id,
            "kind": item.kind,
            "record": item.record_id,
            "field": item.field,
            "base": item.base,
            "ours": item.ours,
            "theirs": item.theirs,
        }
        for item in waiting
    ]
    lines = [
        f"{item.id}  {told.kind(item.kind)} {item.record_id} · {told.field(item.kind, item.field)}: "
        f"{told.value(item.kind, item.field, item.ours)} / {told.value(item.kind, item.field, item.theirs)}"
        for item in waiting
    ]
    head = n_("{n} conflict waits.", "{n} conflicts wait.", len(waiting)).format(n=len(waiting))
    return Shown({"conflicts": data}, [head, *lines], Exit.CONFLICTS if waiting else Exit.DONE)


@click.command()
@click.argument("workspace", type=FILE)
@click.argument("conflict", type=int)
@click.argument("choice", metavar="ours|theirs|value=V")
@click.option("--reason", required=True, help="Why; it is kept in the history.")
@shown
def resolve(workspace: Path, conflict: int, choice: str, reason: str) -> Shown:
    """Decide a CONFLICT of WORKSPACE."""
    from cami_desktop.loop.resolve import resolve as decide

    with opened(workspace) as open_workspace:
        decided = decide(open_workspace, conflict, choice, reason)
    data = {"id": conflict, "record": decided.record_id, "field": decided.field, "value": decided.choice}
    field = told.field(decided.kind, decided.field)
    value = told.value(decided.kind, decided.field, decided.choice)
    return Shown(data, [_("Decided: {field} is {value}").format(field=field, value=value)])


COMMANDS = (export, verify, merge, conflicts, resolve)
