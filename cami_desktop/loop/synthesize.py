"""Synthesis: writes the regional workbook and the regional report of a Secretariat's workspace."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import Refused
from cami_desktop.loop.package import need_folder
from cami_desktop.loop.trusting import iso
from cami_desktop.words import _, language
from cami_desktop.workspace.ledger import Submission
from cami_desktop.workspace.workspace import Workspace

WORKBOOK, REPORT = "regional.xlsx", "regional.pdf"


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and what they count."""

    files: tuple[Path, ...]
    counts: dict[str, int]


def synthesize(region: Workspace, folder: Path, *, report_language: str | None = None) -> Written:
    """Write the synthesis into a folder, over an older one. Raises Refused for a workspace that is not regional."""
    from cami_desktop.exchange.regional import build_regional_report, write_regional_workbook
    from cami_desktop.synthesis.region import regional_picture

    if not region.info.regional:
        raise Refused(
            _("{name} is not a regional workspace.").format(name=region.path.name),
            do=_("The synthesis is made from the Secretariat's regional workspace."),
        )
    need_folder(folder)
    tongue = report_language or language()
    records = region.records()
    picture = regional_picture(records, region.ledger(Submission, direction="received"))
    workbook = write_regional_workbook(picture, region.catalogue, tongue, iso(region.clock()))
    report = io.BytesIO()
    build_regional_report(picture, records, region.catalogue, tongue, report, iso(region.clock()))
    written = {folder / WORKBOOK: workbook, folder / REPORT: report.getvalue()}
    for path, data in written.items():
        files.write_file(path, data, overwrite=True)
    return Written(tuple(written), records.counts())
