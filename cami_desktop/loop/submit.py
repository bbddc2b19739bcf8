"""Submit: check, write, sign, read back, verify, count, and enter the package into the ledger of submissions."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop import __version__
from cami_desktop.errors import CamiError, ConflictsWait, DamagedInput, Refused
from cami_desktop.exchange.info import Changed, SubmissionInfo, What
from cami_desktop.exchange.redaction import redact
from cami_desktop.loop.package import FORMAT, MANIFEST, REPORT, WORKBOOK, need_folder, read_package
from cami_desktop.loop.progress import Progress, quiet
from cami_desktop.loop.trusting import iso
from cami_desktop.records import KINDS
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.recordset import RecordSet
from cami_desktop.records.rules import Finding, Severity, check_all
from cami_desktop.words import _, language, n_, using
from cami_desktop.workspace import store
from cami_desktop.workspace.carried import taken_back
from cami_desktop.workspace.ledger import Conflict, Submission
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.asic import Built
    from cami_desktop.exchange.keys import SigningKey

NATIONAL, WORKING = "national", "working"

MAY_STAY = frozenset({"attachment", "contribution", "note"})
"""Kinds of which single records never leave the country; a lost one may be one of them, so nothing hints at it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A package that was written, read back, verified and counted."""

    package: Path
    submission: Submission
    warnings: tuple[Finding, ...] = ()


class FindingsStand(Refused):
    """Errors stand in the way of a submission; `findings` are all of them."""

    def __init__(self, findings: list[Finding]) -> None:
        n = len(findings)
        first = "; ".join(finding.message for finding in findings[:3])
        super().__init__(
            n_(
                "{n} error stands in the way of the submission: {first}",
                "{n} errors stand in the way of the submission: {first}",
                n,
            ).format(n=n, first=first),
            kept=_("Nothing was written."),
            do=_("Mend what the check names, then submit again."),
        )
        self.findings = findings


def submit(
    workspace: Workspace,
    folder: Path,
    key: SigningKey,
    *,
    kind: str = NATIONAL,
    report_language: str | None = None,
    progress: Progress = quiet,
) -> Handed:
    """Write the workspace's next signed package into a folder and return what was handed over.

    Raises ConflictsWait while conflicts are undecided, FindingsStand while errors stand, Refused where the folder
    cannot be written or the key speaks for another country.
    """
    need_folder(folder)
    finish_interrupted(workspace, folder)
    findings = _may_submit(workspace, key, kind)
    progress(0, 6, _("Collecting the records"))
    info = next_info(workspace, kind, key.name, report_language or language())
    # What is edited while the package is written counts as changed since.
    last_change = workspace.last_change()
    records = content(workspace, kind)
    changes = changes_since_last(workspace, records, kind)
    progress(1, 6, _("Writing the workbook"))
    signed_at = workspace.clock()
    workbook = _workbook(records, info, changes, key, signed_at)
    progress(2, 6, _("Writing the report"))
    report = _report(records, info, changes, workbook, key, signed_at)
    progress(3, 6, _("Signing"))
    part = folder / f".{package_name(info)}.part"
    for left in [part, *folder.glob(f".{part.name}.*.part")]:
        # What a killed export left behind.
        left.unlink(missing_ok=True)
    with _attachments(workspace, records, part.with_name(f"{part.name}-attachments")) as attachments:
        manifest = _manifest(info, records, attachments)
        entries: dict[str, bytes | Path] = {WORKBOOK: workbook, REPORT: report, MANIFEST: manifest}
        built = _build(part, entries | {_entry_name(item): file for item, file in attachments}, key, signed_at)
    try:
        progress(4, 6, _("Reading back and verifying"))
        _read_back(part, records, key)
        progress(5, 6, _("Handing over"))
        submission = _enter(workspace, info, built, records, key, signed_at, last_change)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    package = folder / submission.package
    _take_name(part, package)
    progress(6, 6, _("Done"))
    return Handed(package, submission, tuple(item for item in findings if item.severity is Severity.WARNING))


def _may_submit(workspace: Workspace, key: SigningKey, kind: str) -> list[Finding]:
    if workspace.info.regional:
        raise Refused(_("A regional workspace hands in no submission."), do=_("Open a national workspace."))
    if key.country != workspace.info.country:
        raise Refused(
            _("The key speaks for {theirs}, the workspace for {ours}.").format(
                theirs=key.country or "–", ours=workspace.info.country
            ),
            kept=_("Nothing was written."),
            do=_("Sign with the key of this country."),
        )
    waiting = workspace.ledger(Conflict, state="open")
    if waiting:
        raise ConflictsWait(
            n_("{n} conflict waits for a decision.", "{n} conflicts wait for a decision.", len(waiting)).format(
                n=len(waiting)
            ),
            kept=_("Nothing was written."),
            do=_("Decide them, then submit again."),
        )
    records = workspace.records()
    if not len(records):
        raise Refused(
            _("There is nothing to hand in yet."), kept=_("Nothing was written."), do=_("Record something first.")
        )
    findings = check_all(records)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors and kind == NATIONAL:
        raise FindingsStand(errors)
    return findings


def next_info(workspace: Workspace, kind: str, made_by: str, report_language: str) -> SubmissionInfo:
    """The facts of the workspace's next package."""
    last = _last(workspace, kind)
    with using(report_language):
        title = _("National submission") if kind == NATIONAL else _("Working package")
    return SubmissionInfo(
        kind=kind,
        country=workspace.info.country,
        cycle=workspace.info.cycle,
        catalogue=workspace.info.catalogue,
        schema=store.SCHEMA,
        number=(last.number if last else 0) + 1,
        previous=last.digest if last else "",
        language=report_language,
        made_at=iso(workspace.clock()),
        made_by=made_by,
        program=f"CAMI Desktop {__version__}",
        title=title,
    )


def _last(workspace: Workspace, kind: str) -> Submission | None:
    """The last package of a kind; working packages are numbered for themselves and are no link of the chain."""
    sent = workspace.ledger(Submission, direction="sent", kind=kind)
    return max(sent, key=lambda item: item.number, default=None)


def package_name(info: SubmissionInfo) -> str:
    """The file name of a package: ASCII, country, cycle and number."""
    working = "_working" if info.kind == WORKING else ""
    return f"CAMI_{info.country}_{info.cycle}_{info.number:03d}{working}.asice"


def content(workspace: Workspace, kind: str) -> RecordSet:
    """The records that a package of a kind holds: all of them, as far as they may leave the country."""
    records = workspace.records()
    return records if kind == WORKING else redact(records)


def changes_since_last(workspace: Workspace, records: RecordSet, kind: str = NATIONAL) -> list[Changed]:
    """What differs from the last submission, record by record; nothing where this is the first.

    What a restore took back after that submission is among it.
    """
    last = _last(workspace, kind)
    if last is None:
        return []
    fields: dict[tuple[str, str], list[str]] = {}
    new = set()
    for entry in workspace.changes_since(last.last_change):
        fields.setdefault((entry.kind, entry.record_id), []).append(entry.field)
        if entry.field == "deleted" and entry.before is None:
            new.add(entry.record_id)
    with workspace.reading() as connection:
        for kind_, id_, name in taken_back(connection, last.digest):
            fields.setdefault((kind_, id_), []).append(name)
    changed = []
    for (kind_, id_), names in sorted(fields.items()):
        record = records.get(id_)
        if record is not None:
            what: What = "added" if id_ in new else "deleted" if record.deleted else "updated"
            changed.append(Changed(kind_, id_, what, tuple(dict.fromkeys(names))))
        elif kind_ not in MAY_STAY and workspace.get(KINDS[kind_], id_) is None:
            changed.append(Changed(kind_, id_, "deleted", ()))
    return changed


def _workbook(
    records: RecordSet, info: SubmissionInfo, changes: list[Changed], key: SigningKey, at: datetime.datetime
) -> bytes:
    from cami_desktop.exchange.opc import sign_workbook
    from cami_desktop.exchange.workbook import write_workbook

    return sign_workbook(write_workbook(records, records.catalogue, info, changes), key, at)


def _report(
    records: RecordSet,
    info: SubmissionInfo,
    changes: list[Changed],
    workbook: bytes,
    key: SigningKey,
    at: datetime.datetime,
) -> bytes:
    from cami_desktop.exchange.pades import sign_pdf
    from cami_desktop.exchange.report import build_report

    out = io.BytesIO()
    digest = hashlib.sha256(workbook).hexdigest()
    build_report(records, info, changes, out, language=info.language, workbook_digest=digest)
    with using(info.language):
        reason = _("Submission {n} of {country}").format(n=info.number, country=info.country)
    return sign_pdf(out.getvalue(), key, reason=reason, signed_at=at)


@contextlib.contextmanager
def _attachments(workspace: Workspace, records: RecordSet, folder: Path) -> Iterator[list[tuple[Attachment, Path]]]:
    """The attachments of the records as files in a folder of their own, which is gone afterwards; memory stays flat.

    What a kill leaves of the folder is cleared by the next call. Raises DamagedInput for a missing or altered one.
    """
    shutil.rmtree(folder, ignore_errors=True)
    found = []
    try:
        for item in records.all(Attachment):
            folder.mkdir(mode=0o700, exist_ok=True)
            file = folder / item.id
            with file.open("wb") as out:
                for piece in workspace.open_content(item.sha256 or "", item.file_name or item.id):
                    out.write(piece)
            found.append((item, file))
        yield found
    except OSError as error:
        raise Refused(
            _("The attachments could not be written into the folder {folder}.").format(folder=folder.parent),
            kept=_("No package was written."),
            do=_("Choose a folder in which you may write, with free space."),
            details=str(error),
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _entry_name(item: Attachment) -> str:
    extension = Path(item.file_name or "").suffix.lower()
    safe = extension if extension.isascii() and extension[1:].isalnum() and len(extension) <= 9 else ".bin"
    return f"attachments/{item.id}{safe}"


def _manifest(info: SubmissionInfo, records: RecordSet, attachments: Iterable[tuple[Attachment, Path]]) -> bytes:
    described = [
        {"id": item.id, "name": item.file_name, "size": file.stat().st_size, "sha256": item.sha256}
        for item, file in attachments
    ]
    manifest: dict[str, Any] = {
        "format": FORMAT,
        **info.to_dict(),
        "counts": records.counts(),
        "attachments": described,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True).encode()


def _build(path: Path, entries: Mapping[str, bytes | Path], key: SigningKey, signed_at: datetime.datetime) -> Built:
    from cami_desktop.exchange.asic import build_container

    return build_container(path, entries, key, signed_at=signed_at)


def _read_back(package: Path, records: RecordSet, key: SigningKey) -> None:
    """Read the written package as its receiver will; raises DamagedInput where anything differs from the records."""
    from cami_desktop.exchange.trust import Trust, pem_of
    from cami_desktop.exchange.verify import verify_package

    verdict = verify_package(package, Trust(roots=tuple(pem_of(root) for root in key.chain[-1:])))
    expected = set() if key.chain else {"signer-self-signed"}
    sound = verdict.acceptable or {item.id for item in verdict.findings} == expected
    received = read_package(package).records
    differing = [record.id for record in records if received.get(record.id) != record]
    if not sound or differing or len(received) != len(records):
        raise DamagedInput(
            _("The package was written, but reading it back did not give the same records."),
            kept=_("It was deleted; the workspace is unchanged."),
            do=_("Try again; if it happens again, send the log to the developers."),
            details=f"{verdict.verdict} {[item.id for item in verdict.findings]}, differing {differing[:5]}",
        )


def _enter(
    workspace: Workspace,
    info: SubmissionInfo,
    built: Built,
    records: RecordSet,
    key: SigningKey,
    signed_at: datetime.datetime,
    last_change: int,
) -> Submission:
    with workspace.transaction(_("Submission {n}").format(n=info.number), origin="submission") as change:
        submission = Submission(
            direction="sent",
            kind=info.kind,
            country=info.country,
            cycle=info.cycle,
            number=info.number,
            digest=built.digest,
            previous=info.previous or None,
            package=package_name(info),
            at=change.at,
            signer=key.name,
            fingerprint=key.fingerprint,
            signed_at=iso(signed_at),
            verdict="genuine" if key.chain else "unknown-signer",
            state="signed",
            counts=records.counts(),
            last_change=last_change,
        )
        change.note(submission)
    return submission


def _take_name(part: Path, package: Path) -> None:
    """Give the finished file its name; the ledger holds its digest, so the next call mends a kill here."""
    if package.exists():
        raise Refused(
            _("{name} exists already in this folder.").format(name=package.name),
            kept=_("It was not overwritten; the new package is beside it as {part}.").format(part=part.name),
            do=_("Move the old file away and submit again."),
        )
    part.replace(package)


def finish_interrupted(workspace: Workspace, folder: Path) -> Path | None:
    """Complete a hand-over interrupted after signing: a finished file whose digest the ledger knows gets its name."""
    for sent in workspace.ledger(Submission, direction="sent"):
        part, package = folder / f".{sent.package}.part", folder / sent.package
        if part.is_file() and not package.exists() and _sha256(part) == sent.digest:
            part.replace(package)
            return package
    return None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CamiError(_("{name} cannot be read.").format(name=path.name), details=str(error)) from error
