"""The package as the loop sees it: its file names and manifest, what it holds, and the folder it goes into."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import _
from cami_desktop.workspace.ledger import Question, Submission

FORMAT = "cami-package/1"
"""Format and version of a package's manifest (docs/format.md)."""

WORKBOOK, REPORT, MANIFEST = "submission.xlsx", "report.pdf", "manifest.json"


@dataclass(frozen=True, slots=True)
class Package:
    """What a package holds: the facts about it, its records, and what its manifest declares."""

    path: Path
    info: SubmissionInfo
    records: RecordSet
    manifest: dict[str, Any]


def read_package(path: Path) -> Package:
    """Read the records of a package, whose verdict the caller has checked.

    Raises DamagedInput where the workbook cannot be read or its counts differ from the manifest's.
    """
    from cami_desktop import catalogue
    from cami_desktop.exchange.container import open_container
    from cami_desktop.exchange.workbook import read_workbook

    manifest = read_manifest(path)
    info = SubmissionInfo.from_dict(manifest)
    with open_container(path) as container:
        if WORKBOOK not in container.entries:
            raise DamagedInput(_("{name} holds no submission.").format(name=path.name), kept=_("Nothing was merged."))
        workbook = container.read(WORKBOOK)
    found = read_workbook(workbook, strict=True)
    stopping = [problem for problem in found.problems if problem.stops]
    if stopping:
        raise DamagedInput(
            _("The workbook of {name} cannot be read: {why}").format(name=path.name, why=stopping[0].message),
            kept=_("Nothing was merged."),
        )
    records = RecordSet(found.records, catalogue.load(info.catalogue))
    declared = {kind: n for kind, n in manifest.get("counts", {}).items() if n}
    if declared != records.counts():
        raise DamagedInput(
            _("{name} declares other numbers of records than it holds.").format(name=path.name),
            kept=_("Nothing was merged."),
            do=_("Ask the sender for the package again."),
            details=f"declared {declared}, found {records.counts()}",
        )
    return Package(path, info, records, manifest)


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a package, whose verdict the caller has checked."""
    from cami_desktop.exchange.container import open_container

    with open_container(path) as container:
        found = json.loads(container.read(MANIFEST))
    return found if isinstance(found, dict) else {}


def questions_in(manifest: Mapping[str, Any], submission: str) -> list[Question]:
    """The questions of a receipt's manifest. Raises DamagedInput where they are not in order."""
    try:
        return [
            Question(
                id=str(item["id"]),
                submission=submission,
                record_id=str(item["record"]),
                kind=str(item["kind"]),
                field=str(item["field"]),
                text=str(item["text"]),
                rule=item.get("rule"),
            )
            for item in manifest.get("questions", [])
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise DamagedInput(_("The questions of the receipt cannot be read."), details=str(error)) from error


def receipt_name(submission: Submission) -> str:
    """The file name of the receipt for a submission: ASCII, country, cycle and number."""
    return f"CAMI_{submission.country}_{submission.cycle}_{submission.number:03d}_receipt.asice"


def need_folder(folder: Path) -> None:
    """Make sure that files can be written into a folder, making it where it is missing. Raises Refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refused(
            _("The folder {folder} cannot be written.").format(folder=folder),
            kept=_("Nothing was written."),
            do=_("Choose a folder in which you may write, with free space."),
            details=str(error),
        ) from error
