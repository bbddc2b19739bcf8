"""LibreOffice opens the workbook, saves it again without changing a value, and prints every record."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.exchange.workbook import read_workbook
from cami_desktop.records import Record
from cami_desktop.records.kinds import Barrier, Meeting, Note, Organisation, PopulationEstimate, SpeciesStatus
from tests.exchange.workbooks import hostile_records, some_id, write
from tests.outside.tools import needs, run

LOST_BY_LIBREOFFICE = "_x005F_"
"""Written back without its own escape by LibreOffice 7.4, so that the next reader takes it for one."""


def sample() -> list[Record]:
    """Records with values of every type."""
    return [
        Organisation(id=some_id(1), country="KZ", name="Комитет лесного хозяйства и животного мира"),
        Meeting(id=some_id(2), title="Oʻzbekiston Respublikasi yigʻilishi", starts_on="2014-05-14", ends_on="2014-05"),
        Note(id=some_id(3), text="Қарақұйрық пен құлан\nекінші жол", noted_at="2014-05-14 09:30:01", deleted=True),
        SpeciesStatus(id=some_id(4), narrative="Ҷайрон дар Тоҷикистон", presence="1", shared_with=["TM"], quota=0),
        PopulationEstimate(id=some_id(5), population="Üstýurt", best=999_999_999_999_999, coverage_percent=0.1 + 0.2),
        Barrier(id=some_id(6), name="=Темир жол", length_km=1234.5, absent={"effect": "unknown"}, version={"a": 3}),
    ]


def convert(book: bytes, to: str, folder: Path) -> Path:
    """Let LibreOffice, with a profile of its own, convert a workbook."""
    source = folder / "book.xlsx"
    source.write_bytes(book)
    target = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = run("soffice", profile, "--headless", "--norestore", "--convert-to", to, "--outdir", target, source)
    assert done.returncode == 0, done.stderr
    return target / f"book.{to}"


def test_a_workbook_saved_again_by_libreoffice_reads_identically(tmp_path: Path) -> None:
    needs("soffice")
    records = [record for record in [*hostile_records(), *_numbered(sample())] if not _lost(record)]
    book = write(records)
    again = read_workbook(convert(book, "xlsx", tmp_path), strict=True)
    assert {record.id: record for record in again.records} == {record.id: record for record in records}
    assert again.info == read_workbook(book).info


def test_libreoffice_prints_every_record(tmp_path: Path) -> None:
    needs("soffice", "pdftotext")
    done = run("pdftotext", "-layout", convert(write(sample()), "pdf", tmp_path), "-")
    printed = "".join(done.stdout.split())
    for record in sample():
        texts = [value for value in record.values().values() if isinstance(value, str) and not value.startswith("2014")]
        for text in texts:
            assert "".join(text.split()) in printed


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_the_labels_of_other_languages_are_printed(tmp_path: Path, language: str) -> None:
    needs("soffice", "pdftotext")
    done = run("pdftotext", convert(write([], language=language), "pdf", tmp_path), "-")
    assert "count.meeting" in done.stdout


def _numbered(records: list[Record]) -> list[Record]:
    for number, record in enumerate(records):
        record.id = some_id(9000 + number)
        for name, value in record.values().items():
            if isinstance(value, float):
                setattr(record, name, float(f"{value:.15g}"))
    return records


def _lost(record: Record) -> bool:
    return any(LOST_BY_LIBREOFFICE in str(value) for value in record.tracked().values())
