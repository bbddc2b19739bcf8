"""The regional workbook and report: complete, traceable, in every language, and the same bytes each time."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.errors import WrongUse
from cami_desktop.exchange.regional import build_regional_report, write_regional_workbook
from cami_desktop.records import new_id
from cami_desktop.records.kinds import Gap
from cami_desktop.records.recordset import RecordSet
from cami_desktop.synthesis.region import Region, regional_picture
from cami_desktop.words import LANGUAGES
from tests.outside.tools import needs
from tests.synthesis.made import CATALOGUE, figure, received, sample, status, submission, view

MADE_AT = "2014-06-01T10:00:00Z"
SHEETS = [
    "Read me", "Matrix", "Matrix cells", "Totals", "Figures side by side", "Threats", "Barriers",
    "Programme of Work", "Gaps and needs", "Contributions", "Meetings", "Deliveries", "Overlaps",
]  # fmt: skip


@pytest.fixture(scope="module")
def region() -> Region:
    return regional_picture(sample(), received(["KG", "KZ", "TJ", "UZ"]))


def rows_of(data: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a table as another program reads them, by the stable names of row 1."""
    from openpyxl import load_workbook

    found = list(load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, found[0]), row, strict=True)) for row in found[2:]]


def small() -> RecordSet:
    """Two neighbours with a shared population, a trap in every table."""
    return view(
        status("KZ", trend="increasing"),
        status("UZ", trend="decreasing"),
        figure("KZ", 2018, 215_100, season="spring", quality="B"),
        figure("KZ", 2018, 3_700, level="population", population="Ustyurt", season="spring"),
        figure("KZ", 2018, 90, unit="carcasses"),
        figure("UZ", 2018, None, maximum=500, population="Ustyurt"),
        Gap(id=new_id(), country="UZ", area="knowledge", taxa=["saiga"], text="=1+1 не формула"),
    )


def text_of(pdf: Path) -> str:
    needs("pdftotext")
    return subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_workbook_has_every_sheet_in_its_order(region: Region) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(write_regional_workbook(region, CATALOGUE, "en", MADE_AT)))
    assert book.sheetnames == SHEETS


def test_every_figure_stands_with_record_country_submission_and_signer(region: Region) -> None:
    rows = rows_of(write_regional_workbook(region, CATALOGUE, "en", MADE_AT), "Figures side by side")
    assert {row["record"] for row in rows} == {item.record for item in region.figures}
    kazakh = next(row for row in rows if row["country"] == "Kazakhstan" and row["best"] == 256_700)
    assert (kazakh["submission"], kazakh["signer"], kazakh["year"]) == (1, "Coordinator of KZ", 2014)
    assert submission("KZ").digest.startswith(kazakh["digest"])
    turkmen = [row for row in rows if row["country"] == "Turkmenistan"]
    assert turkmen
    assert all(row["submission"] is None for row in turkmen)


def test_totals_say_both_numbers_and_why_figures_were_left_out() -> None:
    records = small()
    data = write_regional_workbook(regional_picture(records, received(["KZ", "UZ"])), CATALOGUE, "en", MADE_AT)
    total = next(row for row in rows_of(data, "Totals") if row["window"] == 0)
    assert (total["minimum.once"], total["maximum.once"], total["maximum.all"]) == (215_100, 215_100, 215_600)
    assert total["total"] == "215,100–215,600"
    assert "dead animals are never added to living ones" in total["left_out"]
    assert "part of the figure above it" in total["left_out"]
    assert "Kazakhstan / Uzbekistan" in total["notes"]
    assert total["known"] == "2 / 5"


def test_texts_stay_texts_whatever_they_begin_with() -> None:
    data = write_regional_workbook(regional_picture(small(), []), CATALOGUE, "en", MADE_AT)
    (gap,) = rows_of(data, "Gaps and needs")
    assert gap["text"] == "=1+1 не формула"


def test_blank_cells_of_the_matrix_are_told_apart_in_words(region: Region) -> None:
    rows = rows_of(write_regional_workbook(region, CATALOGUE, "en", MADE_AT), "Matrix")
    saiga = next(row for row in rows if row["taxon"] == "Saiga antelope")
    assert (saiga["RU"], saiga["NP"], saiga["TM"]) == ("no report", "–", "not surveyed")
    assert str(saiga["KZ"]).startswith("4,100,000")


def test_who_delivered_nothing_is_said(region: Region) -> None:
    rows = rows_of(write_regional_workbook(region, CATALOGUE, "en", MADE_AT), "Deliveries")
    states = {row["country"]: row["state"] for row in rows}
    assert states["Turkmenistan"] == "nothing received"
    assert states["Kazakhstan"] == "newest"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_speaks_every_language_and_keeps_its_stable_names(region: Region, language: str) -> None:
    data = write_regional_workbook(region, CATALOGUE, language, MADE_AT)
    (row, *_others) = rows_of(data, "Threats")
    assert row["threat.label"] == CATALOGUE.label("threat", row["threat"], language)


def test_the_same_region_gives_the_same_bytes(region: Region) -> None:
    once = write_regional_workbook(region, CATALOGUE, "ru", MADE_AT)
    assert write_regional_workbook(region, CATALOGUE, "ru", MADE_AT) == once
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        build_regional_report(region, sample(), CATALOGUE, "ru", out, MADE_AT)
    assert first.getvalue() == second.getvalue()


def test_an_unknown_language_or_moment_is_refused(region: Region) -> None:
    with pytest.raises(WrongUse):
        write_regional_workbook(region, CATALOGUE, "xx", MADE_AT)
    with pytest.raises(WrongUse):
        write_regional_workbook(region, CATALOGUE, "en", "yesterday")


@pytest.fixture(scope="module")
def printed(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "regional.pdf"
    build_regional_report(region, sample(), CATALOGUE, "en", path, MADE_AT)
    return path


def test_the_report_shows_totals_threats_gaps_programme_meetings_and_deliveries(printed: Path, region: Region) -> None:
    text = squeezed(text_of(printed))
    expected: Sequence[str] = (
        "Regional synthesis",
        "4,100,000–4,100,500",
        "not additive",
        "dead animals are never added to living ones",
        "nothing received",
        *(CATALOGUE.label("threat", rank.threat) for rank in region.threats.overall),
        *(CATALOGUE.label("gap_kind", area.area) for area in region.consultation.gaps),
    )
    assert not [words for words in expected if squeezed(words) not in text]


def test_the_report_leads_every_figure_to_its_record(printed: Path, region: Region) -> None:
    text = squeezed(text_of(printed))
    assert not [item.record for item in region.figures if squeezed(item.record) not in text]


def test_no_participant_is_named_in_the_report(printed: Path) -> None:
    from cami_desktop.records.kinds import Person

    text = text_of(printed)
    assert not [person.name for person in sample().all(Person) if person.name and person.name in text]


def test_the_report_has_an_outline_embedded_fonts_and_its_language(printed: Path) -> None:
    needs("pdffonts", "pdfinfo")
    fonts = subprocess.run(["pdffonts", str(printed)], capture_output=True, text=True, check=True).stdout
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])
    data = printed.read_bytes()
    assert b"/Outlines" in data
    assert b"/Lang (en)" in data


@pytest.mark.parametrize("language", ["ru", "kk", "tk"])
def test_the_report_prints_in_the_alphabets_of_the_region(region: Region, language: str, tmp_path: Path) -> None:
    path = tmp_path / "regional.pdf"
    pages = build_regional_report(region, sample(), CATALOGUE, language, path, MADE_AT)
    assert pages > 10
    taxon = CATALOGUE.taxa["saiga"].name(language)
    assert squeezed(taxon) in squeezed(text_of(path))


def test_an_empty_region_prints_and_says_that_nothing_was_recorded(tmp_path: Path) -> None:
    records = view()
    region = regional_picture(records, [])
    path = tmp_path / "regional.pdf"
    build_regional_report(region, records, CATALOGUE, "en", path)
    assert "Nothing was recorded." in text_of(path)
    assert rows_of(write_regional_workbook(region, CATALOGUE, "en", MADE_AT), "Totals") == []
