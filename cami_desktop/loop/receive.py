"""Receive: verify packages, plan what they would change, and merge them in one transaction each, counted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop.errors import CamiError
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.loop.package import Package, questions_in, read_manifest, read_package
from cami_desktop.loop.progress import Progress, quiet
from cami_desktop.loop.trusting import iso, trust_of
from cami_desktop.merge.apply import Base, apply, queue_of
from cami_desktop.merge.chain import Link, Received, Standing, assess
from cami_desktop.merge.fields import RULE_WORDS
from cami_desktop.merge.plan import Outcome, Plan, make_plan
from cami_desktop.records import KINDS, Record
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.version import knows
from cami_desktop.words import _
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.ledger import Submission
from cami_desktop.workspace.transaction import Transaction
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.verdict import Verdict

MERGED, PLANNED, ALREADY, REFUSED, WAITS = "merged", "planned", "already-received", "refused", "waits"
"""Outcomes of a package (docs/format.md)."""


@dataclass(slots=True)
class Receiving:
    """What became of one package.

    counts are records by what happened to them; reasons are plain sentences; error is what stopped it, if anything did;
    standing is its place among the submissions received before, for a national one.
    """

    package: Path
    outcome: str
    verdict: Verdict | None = None
    info: SubmissionInfo | None = None
    plan: Plan | None = None
    reasons: list[str] = field(default_factory=list)
    error: CamiError | None = None
    standing: Standing | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Records by outcome, all zero where nothing was planned."""
        return self.plan.counts() if self.plan else {outcome.value: 0 for outcome in Outcome}


def receive(
    workspace: Workspace, paths: Sequence[Path], *, dry_run: bool = False, progress: Progress = quiet
) -> list[Receiving]:
    """Verify and merge packages, in the order of their numbers, each in a transaction of its own.

    A package that is refused changes nothing and does not keep the others out. The workspace is backed up first; raises
    Refused where that cannot be done.
    """
    from cami_desktop.exchange.verify import verify_package

    trust = trust_of(workspace)
    verdicts: dict[int, Verdict] = {}
    results: dict[int, Receiving] = {}
    for n, path in enumerate(paths):
        progress(n, 2 * len(paths), _("Verifying {name}").format(name=path.name))
        try:
            verdicts[n] = verify_package(path, trust)
        except CamiError as error:
            results[n] = Receiving(path, REFUSED, reasons=[str(error)], error=error)
    if not dry_run and any(verdict.acceptable for verdict in verdicts.values()):
        workspace.back_up(Reason.MERGE)
    planned: list[Receiving] = []
    for n, place in enumerate(sorted(verdicts, key=lambda place: _order(verdicts[place]))):
        path, verdict = paths[place], verdicts[place]
        progress(len(paths) + n, 2 * len(paths), _("Merging {name}").format(name=path.name))
        try:
            results[place] = _receive_one(workspace, path, verdict, planned if dry_run else None)
        except CamiError as error:
            results[place] = Receiving(path, REFUSED, verdict, reasons=[str(error)], error=error)
    progress(2 * len(paths), 2 * len(paths), _("Done"))
    return [results[place] for place in range(len(paths))]


def _order(verdict: Verdict) -> tuple[str, int, str]:
    manifest = verdict.manifest or {}
    number = manifest.get("number")
    return (str(manifest.get("country")), number if isinstance(number, int) else 0, verdict.path)


def _receive_one(workspace: Workspace, path: Path, verdict: Verdict, planned: list[Receiving] | None) -> Receiving:
    """Merge one package; with a list of what was planned before it, only plan it and enter it there."""
    result = Receiving(path, REFUSED, verdict)
    if not verdict.acceptable:
        result.reasons = [finding.message for finding in verdict.findings]
        return result
    manifest = read_manifest(path)
    result.info = SubmissionInfo.from_dict(manifest)
    if result.info.kind == "receipt":
        return _receive_receipt(workspace, manifest, planned is not None, result)
    package = read_package(path)
    refusal = _unfit(workspace, package.info)
    if refusal:
        result.reasons = [refusal]
        return result
    standing = _standing(workspace, package.info, verdict.digest, planned or ())
    result.standing = standing if package.info.kind == "national" else None
    if standing.link is Link.REPEATED:
        result.outcome, result.reasons = ALREADY, [standing.words]
        return result
    result.plan = plan = _plan(workspace, package, standing)
    result.reasons = [standing.words, *_reasons(plan)]
    if planned is not None:
        result.outcome = PLANNED
        planned.append(result)
    else:
        _store(workspace, package, verdict, plan)
        result.outcome = WAITS if plan.count(Outcome.CONFLICT) else MERGED
    return result


def _unfit(workspace: Workspace, info: SubmissionInfo) -> str:
    """Why a package of this kind does not belong into this workspace; blank where it does."""
    if info.cycle != workspace.info.cycle:
        return _("The package belongs to the cycle {theirs}, this workspace to {ours}.").format(
            theirs=info.cycle, ours=workspace.info.cycle
        )
    if info.kind == "national" and not workspace.info.regional:
        return _("A national submission is merged by the Secretariat, into a regional workspace.")
    if info.kind == "working" and workspace.info.country != info.country:
        return _("A working package is joined only in its own country's workspace.")
    if info.kind not in ("national", "working"):
        return _("A package of the kind “{kind}” holds no records to merge.").format(kind=info.kind)
    return ""


def _standing(workspace: Workspace, info: SubmissionInfo, digest: str, planned: Sequence[Receiving]) -> Standing:
    received = workspace.ledger(Submission, direction="received", country=info.country, kind=info.kind)
    before = [Received(item.number, item.digest, item.previous) for item in received]
    for item in planned:
        if item.info and item.verdict and (item.info.country, item.info.kind) == (info.country, info.kind):
            before.append(Received(item.info.number, item.verdict.digest, item.info.previous or None))
    if info.kind == "working":
        # Assistants number their packages each for themselves: there is no chain, only repeats.
        repeated = any(item.digest == digest for item in before)
        words = _("This package was received already.") if repeated else _("A working package.")
        return Standing(Link.REPEATED if repeated else Link.NEXT, words)
    return assess(Received(info.number, digest, info.previous or None), before)


def _plan(workspace: Workspace, package: Package, standing: Standing) -> Plan:
    ours = workspace.records(package.info.country)
    others = {record.id: record for record in workspace.stored_elsewhere(package.records, package.info.country)}
    complete = package.info.kind == "national" and standing.newest
    return make_plan(
        package.records,
        lambda id_: ours.get(id_) or others.get(id_),
        owner=package.info.country,
        own_replica=workspace.info.replica,
        alternatives=queue_of(workspace),
        expected=ours if complete else (),
        newest=standing.newest,
    )


def _reasons(plan: Plan) -> list[str]:
    """The rules that refused or left a record waiting, each once, and what is missing."""
    telling = [item for item in plan.records if item.outcome in (Outcome.REFUSED, Outcome.CONFLICT)]
    words = []
    for rule in dict.fromkeys(item.rule for item in telling):
        names = [f"{_(KINDS[item.kind].label)} “{item.title}”" for item in telling if item.rule is rule]
        words.append(f"{_(RULE_WORDS[rule])} ({', '.join(names[:3])}{'…' if len(names) > 3 else ''})")
    if plan.missing:
        words.append(
            _("Records received before that this submission leaves out (they stay): {n}").format(n=len(plan.missing))
        )
    return words


def _store(workspace: Workspace, package: Package, verdict: Verdict, plan: Plan) -> None:
    info = package.info
    if info.kind == "working":
        label = _("Joined the working package {name}").format(name=package.path.name)
    else:
        label = _("Merged submission {n} of {country}").format(n=info.number, country=info.country)
    with workspace.transaction(label, origin="merge") as change:
        apply(plan, change, verdict.digest, _base(workspace))
        _keep_contents(package, change)
        change.note(
            Submission(
                direction="received",
                kind=info.kind,
                country=info.country,
                cycle=info.cycle,
                number=info.number,
                digest=verdict.digest,
                previous=info.previous or None,
                package=package.path.name,
                at=change.at,
                signer=verdict.signer or "",
                fingerprint=verdict.fingerprint or "",
                signed_at=iso(verdict.signed_at),
                verdict=verdict.verdict.value,
                state="merged",
                counts=package.records.counts(),
                outcome=plan.counts(),
            )
        )


def _keep_contents(package: Package, change: Transaction) -> None:
    """Keep the files of the package's attachments, piece by piece. Raises DamagedInput for one that was altered."""
    from cami_desktop.exchange.container import open_container

    attachments = {item.id: item for item in package.records.all(Attachment)}
    with open_container(package.path) as container:
        for name in container.entries:
            item = attachments.get(Path(name).stem) if name.startswith("attachments/") else None
            if item is not None and item.sha256:
                change.keep_pieces(item.sha256, container.pieces(name), item.file_name or name)


def _base(workspace: Workspace) -> Base:
    """Look up the value that both sides last shared in the history of a field."""

    def base(id_: str, name: str, ours: Record, theirs: Record) -> Any:
        entries = [entry for entry in workspace.history(id_) if entry.field == name]
        shared = [entry for entry in entries if knows(theirs.version, entry.stamp)]
        if shared:
            return shared[-1].after
        return entries[0].before if entries else getattr(ours, name)

    return base


def _receive_receipt(workspace: Workspace, manifest: dict[str, Any], dry_run: bool, result: Receiving) -> Receiving:
    """Mark the submission that a receipt answers as received, and keep its questions beside their fields."""
    answered = str(manifest.get("for", ""))
    sent = [item for item in workspace.ledger(Submission, direction="sent") if item.digest == answered]
    if not sent:
        result.reasons = [_("The receipt answers a submission that this workspace did not hand in.")]
        return result
    submission = sent[0]
    result.reasons = [_("Receipt for submission {n}.").format(n=submission.number)]
    if submission.state == "received":
        result.outcome = ALREADY
    elif dry_run:
        result.outcome = PLANNED
    else:
        with workspace.transaction(result.reasons[0], origin="receipt") as change:
            change.note(dataclasses.replace(submission, state="received", outcome=manifest.get("outcome", {})))
            for question in questions_in(manifest, answered):
                change.note(question)
        result.outcome = MERGED
    return result
