"""Dry run and merge of packages of 10,000 records, against reading their workbooks."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio, seconds
from cami_desktop import catalogue
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.exchange.workbook import read_workbook, write_workbook
from cami_desktop.merge.apply import apply, queue_of
from cami_desktop.merge.plan import make_plan
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Note
from cami_desktop.records.recordset import RecordSet
from cami_desktop.workspace.workspace import Workspace

RECORDS, COUNTRIES = 10_000, ("KZ", "KG", "TJ")


def run() -> list[Ratio]:
    """Merge three countries' notes into an empty region; the goal is for fourteen, and the cost is per package."""
    edition = catalogue.load()
    books = {country: write_workbook(_notes(country), edition, _info(country)) for country in COUNTRIES}
    found: dict[str, list[Record]] = {}

    def read() -> None:
        for country, book in books.items():
            found[country] = read_workbook(book, strict=True).records

    floor = seconds(read)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, Workspace.create(
        Path(folder) / "region.cami", role="regional"
    ) as region:

        def merge() -> None:
            read()
            for country, records in found.items():
                plan = make_plan(
                    RecordSet(records, edition), region.records(country).get, owner=country,
                    own_replica=region.info.replica, alternatives=queue_of(region),
                )  # fmt: skip
                with region.transaction("merge", origin="merge") as change:
                    apply(plan, change, country, lambda *_: None)

        ours = seconds(merge)
    return [Ratio(f"merge of {len(COUNTRIES)} packages of {RECORDS:,} records, read included", floor, ours, 2.5)]


def _notes(country: str) -> list[Record]:
    meeting = new_id()
    made: list[Record] = []
    for n in range(RECORDS):
        note = Note(id=new_id(), country=country, catalogue="cami-2014", meeting=meeting, text=f"Заметка {n}: сайга")
        note.version, note.taxa, note.note_kind = {"a1b2c3d4e5f6": 1}, ["saiga"], "statement"
        note.stamps = dict.fromkeys(("meeting", "text", "taxa", "note_kind", "deleted"), (("a1b2c3d4e5f6", 1),))
        note.created_at = note.modified_at = "2014-05-20T09:30:00Z"
        made.append(note)
    return made


def _info(country: str) -> SubmissionInfo:
    at = datetime.datetime(2014, 5, 20, tzinfo=datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return SubmissionInfo("national", country, "cami-2014", "cami-2014", "0001", 1, "", "en", at, "x", "x", "x")
