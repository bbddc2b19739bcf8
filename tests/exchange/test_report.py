"""The national report: complete, in every language, well formed, the same bytes each time, linear in its records."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from cami_desktop.catalogue import load
from cami_desktop.errors import WrongUse
from cami_desktop.exchange.info import Changed, SubmissionInfo
from cami_desktop.exchange.report import build_report
from cami_desktop.exchange.report.record_table import COLUMNS
from cami_desktop.exchange.report.tables import Row
from cami_desktop.exchange.report.values import NAMED_BY
from cami_desktop.records import KINDS, Field, FieldType, Record, new_id
from cami_desktop.records.kinds import (
    Contribution,
    Meeting,
    Note,
    Participation,
    Person,
    PopulationEstimate,
    Site,
    Source,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import LANGUAGES
from tests.outside.tools import needs

CATALOGUE = load()
TODAY = datetime.date(2014, 6, 1)
DIGEST = "9f2c41ab77d01e2f" * 4
ALPHABETS = {
    "ru": "Съешь ещё этих мягких французских булок, да выпей чаю",
    "kk": "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі қарақұйрық",
    "ky": "Ңң Өө Үү ак бөкөн",
    "tg": "Ғғ Ӣӣ Ққ Ӯӯ Ҳҳ Ҷҷ оҳу",
    "tk": "Ää Çç Ňň Öö Şş Üü Ýý Žž gulan",
    "uz": "Oʻzbek gʻoz maʼlum sayg'oq",
}


def info(**changed: Any) -> SubmissionInfo:
    values: dict[str, Any] = {
        "kind": "national",
        "country": "KG",
        "cycle": "cami-2014",
        "catalogue": "cami-2014",
        "schema": "1",
        "number": 3,
        "previous": "ab12" * 16,
        "language": "en",
        "made_at": "2014-06-01T09:30:00Z",
        "made_by": "National coordinator",
        "program": "CAMI Desktop 0.1.0",
        "title": "",
    }
    return SubmissionInfo(**{**values, **changed})


def printed(records: Iterable[Record], language: str = "en", changes: Sequence[Changed] = (), **more: Any) -> bytes:
    out = io.BytesIO()
    view = RecordSet(records, CATALOGUE, TODAY)
    pages = build_report(view, info(**more), changes, out, language, workbook_digest=DIGEST)
    assert pages == int(PdfFileReader(io.BytesIO(out.getvalue())).root["/Pages"]["/Count"])
    return out.getvalue()


def text_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    needs("pdftotext")
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def places(pdf: bytes) -> dict[str, Any]:
    """Named destinations of the file."""
    return {name.lstrip("/"): where for name, where in PdfFileReader(io.BytesIO(pdf)).root["/Dests"].items()}


def outline(pdf: bytes) -> list[tuple[int, str, int]]:
    """Level, title and page (from 1) of every bookmark."""
    reader: Any = PdfFileReader(io.BytesIO(pdf))
    count = int(reader.root["/Pages"]["/Count"])
    numbers = {reader.find_page_for_modification(n)[0].idnum: n + 1 for n in range(count)}
    found: list[tuple[int, str, int]] = []

    def walk(node: Any, level: int) -> None:
        while True:
            found.append((level, str(node["/Title"]), numbers[node["/Dest"].raw_get(0).idnum]))
            if "/First" in node:
                walk(node["/First"], level + 1)
            if "/Next" not in node:
                return
            node = node["/Next"]

    walk(reader.root["/Outlines"]["/First"], 0)
    return found


def filled(cls: type[Record], n: int, ids: dict[str, str]) -> Record:
    """A record with every field filled; each text holds a token that names record and field."""
    values = {field.name: _value(cls, field, n, ids) for field in cls.fields()}
    return cls(id=new_id(), country="KG", catalogue="cami-2014", **values)


def _value(cls: type[Record], field: Field, n: int, ids: dict[str, str]) -> Any:
    if field.type.free_text:
        return f"x{cls.kind}q{field.name}q{n}x".replace("_", "")
    if field.type in (FieldType.CODE, FieldType.CODES):
        codes = list(CATALOGUE.codes(field.code_list))
        code = codes[n % len(codes)]
        return [code] if field.type.many else code
    if field.type in (FieldType.LINK, FieldType.LINKS):
        target = ids[field.targets[0] if field.targets else "site"]
        return [target] if field.type.many else target
    if field.type is FieldType.WHOLE:
        return 1990 + n if field.minimum and field.minimum > 1000 else 1000 + n
    simple = {FieldType.NUMBER: 12.5, FieldType.FLAG: True, FieldType.DATE: "2014-05-20"}
    return simple.get(field.type, "09:30" if field.type is FieldType.CLOCK else "2014-05-20 09:30:00")


@pytest.fixture(scope="module")
def everything() -> list[Record]:
    """Three filled records of every kind, linked to one another."""
    ids = {kind: new_id() for kind in KINDS}
    records = [filled(cls, n, ids) for cls in KINDS.values() for n in range(3)]
    for n, kind in enumerate(KINDS):
        records[3 * n].id = ids[kind]
    return records


def test_every_record_stands_in_the_report_under_its_id(everything: list[Record]) -> None:
    assert {record.id for record in everything} <= set(places(printed(everything)))


def test_every_text_of_every_record_can_be_read(everything: list[Record], tmp_path: Path) -> None:
    text = re.sub(r"\s", "", text_of(printed(everything), tmp_path))
    missing = [
        f"{record.kind}.{field.name}"
        for record in everything
        for field in record.fields()
        if field.type.free_text and getattr(record, field.name) not in text
    ]
    assert missing == []


def test_records_without_a_meeting_or_taxon_are_printed_too() -> None:
    records: list[Record] = [cls(id=new_id(), country="KG") for cls in KINDS.values()]
    assert {record.id for record in records} <= set(places(printed(records)))


def test_an_empty_submission_gives_a_report() -> None:
    assert printed([]).startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_in_every_language_and_states_which(everything: list[Record], language: str) -> None:
    reader = PdfFileReader(io.BytesIO(printed(everything, language)))
    assert str(reader.root["/Lang"]) == language
    assert str(reader.trailer["/Info"]["/Title"])


def test_labels_and_codes_are_in_the_language_of_the_report(tmp_path: Path) -> None:
    status = SpeciesStatus(id=new_id(), country="KZ", taxon="saiga", presence="1", trend="increasing")
    english = flat(text_of(printed([status], country="KZ"), tmp_path))
    russian = flat(text_of(printed([status], "ru", country="KZ"), tmp_path))
    assert "Saiga tatarica" in english and "Increasing" in english and "Kazakhstan" in english
    assert "Saiga tatarica" in russian and "Растёт" in russian and "Казахстан" in russian


@pytest.mark.parametrize("language", ALPHABETS)
def test_all_letters_of_the_region_come_out_right(language: str, tmp_path: Path) -> None:
    source = Source(id=new_id(), country="KG", citation=ALPHABETS[language], source_type="press")
    assert ALPHABETS[language] in flat(text_of(printed([source], language), tmp_path))


def test_fonts_are_embedded_and_are_all_ours(everything: list[Record], tmp_path: Path) -> None:
    needs("pdffonts")
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(everything))
    lines = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert lines
    for line in lines:
        assert "+NotoSans" in line
        assert re.search(r"\byes yes yes\b", line), "embedded, subset, with a map to Unicode"


def test_bookmarks_contents_and_page_numbers_agree(everything: list[Record], tmp_path: Path) -> None:
    pdf = printed(everything)
    pages = text_of(pdf, tmp_path, "-layout").split("\f")[:-1]
    for n, text in enumerate(pages[1:], start=2):
        assert f"Page {n} of {len(pages)}" in text
    start = next(page for level, _title, page in outline(pdf) if level == 0)
    contents = flat(" ".join(pages[1 : start - 1]))
    for level, title, page in outline(pdf):
        if level == 0:
            assert re.search(re.escape(flat(title)) + rf" {page}\b", contents), title
        assert flat(title)[:30] in flat(pages[page - 1])


def test_no_heading_stands_alone_at_the_foot_of_a_page(everything: list[Record]) -> None:
    low = [name for name, where in places(printed(everything)).items() if name.startswith("h-") and where[3] < 100]
    assert low == []


def test_running_lines_carry_the_submission_and_the_digest_of_the_workbook(tmp_path: Path) -> None:
    pages = text_of(printed([]), tmp_path).split("\f")
    assert "Submission 3" in pages[1] and "9f2c 41ab 77d0 1e2f" in pages[1]


def test_withheld_values_are_marked_and_name_nobody(tmp_path: Path) -> None:
    meeting = Meeting(id=new_id(), country="KG", title="Consultation", attribution="org_only")
    person = Person(id=new_id(), country="KG", absent={"name": "withheld"})
    part = Participation(id=new_id(), country="KG", meeting=meeting.id, person=person.id, role="participant")
    said = Contribution(
        id=new_id(), country="KG", meeting=meeting.id, text="More rangers", absent={"participation": "withheld"}
    )
    site = Site(id=new_id(), country="KG", name="Salt lick", absent={"latitude": "withheld", "longitude": "withheld"})
    text = flat(text_of(printed([meeting, person, part, said, site]), tmp_path))
    withheld = CATALOGUE.label("absent_reason", "withheld")
    assert text.count(withheld) >= 5


def test_an_unknown_code_and_a_missing_record_are_shown_as_such(tmp_path: Path) -> None:
    threat = ThreatAssessment(id=new_id(), country="KG", taxon="unicorn", threat="99.9", source=new_id())
    text = flat(text_of(printed([threat]), tmp_path))
    assert "unicorn (unknown code)" in text and "99.9 (unknown code)" in text
    assert "not in this submission" in text


def test_changes_name_the_record_and_its_fields(tmp_path: Path) -> None:
    source = Source(id=new_id(), country="KG", citation="Red Book", source_type="press")
    gone = new_id()
    changes = [Changed("source", source.id, "updated", ("citation", "year")), Changed("gap", gone, "deleted")]
    text = flat(text_of(printed([source], changes=changes), tmp_path))
    assert "Citation, Year" in text and gone in text and "removed" in text
    first = flat(text_of(printed([source], previous=""), tmp_path))
    assert "This is the first submission of the cycle" in first


@pytest.mark.parametrize(
    "text",
    ["<b>&amp; <i>", "a" * 32_767, "word " * 6_553, "line\n\n\nbreak\n" * 60, "=1+1", "🐎 конь", "پارسی", "中文", " "],
    ids=lambda text: text[:8].strip() or "blank",
)
def test_whatever_people_write_is_printed(text: str) -> None:
    ids = {kind: new_id() for kind in KINDS}
    records = [filled(cls, 1, ids) for cls in (Meeting, Note, SpeciesStatus, Source)]
    for record in records:
        for field in record.fields():
            if field.type.free_text:
                setattr(record, field.name, text)
    assert {record.id for record in records} <= set(places(printed(records)))


def test_a_character_without_a_glyph_is_named_and_not_dropped(tmp_path: Path) -> None:
    source = Source(id=new_id(), country="KG", citation="herd 🐎 → north", source_type="press")
    assert "herd [U+1F40E] -> north" in flat(text_of(printed([source]), tmp_path))


def test_the_same_submission_gives_the_same_bytes(everything: list[Record]) -> None:
    assert printed(everything) == printed(list(reversed(everything)))


def test_the_file_states_the_time_of_the_submission(everything: list[Record]) -> None:
    facts = PdfFileReader(io.BytesIO(printed(everything))).trailer["/Info"]
    assert str(facts["/CreationDate"]).startswith("D:20140601093000")


def test_it_writes_to_a_path_and_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = tmp_path / "report.pdf"
    view = RecordSet([], CATALOGUE, TODAY)
    pages = build_report(view, info(), (), path, "en", progress=lambda done, total: told.append((done, total)))
    assert path.read_bytes().startswith(b"%PDF-")
    assert told[-1] == (pages, pages) and told[0] == (1, 0)


def test_a_language_that_nobody_speaks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        build_report(RecordSet([], CATALOGUE, TODAY), info(), (), tmp_path / "report.pdf", "xx")
    assert not (tmp_path / "report.pdf").exists()


def test_ten_times_the_records_are_ten_times_the_pages_and_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    height = Row.lines

    def counted(self: Row, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return height(self, *arguments)

    monkeypatch.setattr(Row, "lines", counted)
    work, pages = [], []
    for count in (300, 3_000):
        asked = 0
        notes = [
            Note(id=new_id(), country="KG", text=f"Заметка {n} о сайгаке и дороге", noted_at="2014-05-20 09:30:00")
            for n in range(count)
        ]
        pages.append(build_report(RecordSet(notes, CATALOGUE, TODAY), info(), (), io.BytesIO(), "en"))
        work.append(asked)
    front = 5
    assert 9 <= (pages[1] - front) / (pages[0] - front) <= 11
    assert work[1] <= 11 * work[0]


def test_columns_and_names_are_fields_that_exist() -> None:
    assert set(COLUMNS) == set(KINDS) - {"meeting", "species_status"}, "those two are printed field by field"
    for kind, names in (*COLUMNS.items(), *NAMED_BY.items()):
        assert set(names) <= {field.name for field in KINDS[kind].fields()}, kind


def test_a_chart_stands_with_the_estimates_of_a_taxon(tmp_path: Path) -> None:
    estimates = [
        PopulationEstimate(
            id=new_id(), country="KZ", taxon="saiga", level="national", year=year, best=best, unit="individuals",
            method="aerial_transect",
        )
        for year, best in ((2013, 187_000), (2014, 256_700))
    ]  # fmt: skip
    text = flat(text_of(printed(estimates), tmp_path))
    assert "300,000" in text, "a tick of the axis that no record holds"
    assert "256,700" in text
