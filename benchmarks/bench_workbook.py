"""The workbook of 10,000 records, written and read, against openpyxl's own fastest modes with the same cells."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

from benchmarks.ratio import Ratio, side_by_side
from cami_desktop.catalogue import load
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.exchange.workbook import read_workbook, write_workbook
from cami_desktop.records import Record
from cami_desktop.records.kinds import Contribution, Note, PopulationEstimate
from cami_desktop.records.record import BOOKKEEPING

RECORDS = 10_000
WORDS = "Численность сайгака в Бетпак-Дале выросла после запрета охоты, однако браконьерство остаётся угрозой. "
INFO = SubmissionInfo(
    kind="national", country="KZ", cycle="cami-2014", catalogue="cami-2014", schema="1", number=1, previous="",
    language="en", made_at="2014-06-01T10:00:00Z", made_by="Benchmark", program="CAMI Desktop", title="Benchmark",
)  # fmt: skip


def run() -> list[Ratio]:
    """Measure writing and reading."""
    from openpyxl import load_workbook

    records, catalogue = sample(RECORDS), load()
    book = write_workbook(records, catalogue, INFO)
    plain = _plain_cells(book)
    floor, ours = side_by_side(
        lambda: _write_plain(plain), lambda: write_workbook(records, catalogue, INFO), rounds=3
    )

    def read_plain() -> None:
        workbook = load_workbook(BytesIO(book), read_only=True)
        for sheet in workbook:
            for _row in sheet.iter_rows(values_only=True):
                pass

    slow, quick = side_by_side(read_plain, lambda: read_workbook(book, strict=True), rounds=3)
    return [
        Ratio(f"submission.xlsx of {RECORDS:,} records, openpyxl write-only with the same cells", floor, ours, 1.3),
        Ratio("the same read into typed records, openpyxl read-only", slow, quick, 0.25),
    ]


def sample(count: int) -> list[Record]:
    """Records of three kinds with the texts, lists and stamps of real ones; the same each time."""
    chance = random.Random(2014)

    def some_id(number: int) -> str:
        return f"01890a5d-{number:04x}-7000-8000-{chance.getrandbits(48):012x}"

    makers = (_estimate, _note, _contribution)
    found = []
    for number in range(count):
        record = makers[number % 3](chance, [some_id(number) for _ in range(6)])
        filled = [name for name, value in record.values().items() if value not in (None, [])]
        record.stamps = {name: (("a1b2c3d4e5f6", 1 + place % 3),) for place, name in enumerate(filled)}
        found.append(record)
    return found


def _common(id_: str) -> dict[str, Any]:
    bookkeeping = dict.fromkeys(BOOKKEEPING[2:], "2014-05-20 09:30:00")
    return {"id": id_, "country": "KZ", "catalogue": "cami-2014", "version": {"a1b2c3d4e5f6": 7}, **bookkeeping}


def _estimate(chance: random.Random, ids: list[str]) -> Record:
    low = chance.randrange(5_000)
    return PopulationEstimate(
        **_common(ids[0]), taxon="saiga", population="Betpak-dala", level="population", site=ids[1],
        year=chance.randrange(1980, 2014), season="spring", minimum=low, best=low + 400, maximum=low + 900,
        unit="individuals", method="aerial_total", coverage_percent=float(chance.randrange(1000)) / 10, quality="good",
        source=ids[2], remarks=WORDS if low % 2 else None,
    )  # fmt: skip


def _note(chance: random.Random, ids: list[str]) -> Record:
    return Note(
        **_common(ids[0]), meeting=ids[1], agenda_item=ids[2], noted_at="2014-05-20 09:30:00", speaker=ids[3],
        note_kind="statement", text=WORDS * chance.randrange(1, 5), language="ru", taxa=["saiga", "kulan"],
        threats=["5.1.1"], pow_items=["1.2.3"], sites=ids[4:],
    )  # fmt: skip


def _contribution(chance: random.Random, ids: list[str]) -> Record:
    return Contribution(
        **_common(ids[0]), meeting=ids[1], input_kind="gap", text=WORDS * chance.randrange(1, 4), language="ru",
        text_en="Saiga numbers grew after the ban. " * chance.randrange(1, 9), notes=[ids[2]], participation=ids[3],
        supporters=chance.randrange(20), opponents=0, agreement="agreed", taxa=["saiga"], threats=["5.1.1"],
        pow_items=["1.1"], priority="high", state="agreed",
    )  # fmt: skip


def _plain_cells(book: bytes) -> dict[str, list[list[Any]]]:
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(book), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook}


def _write_plain(sheets: dict[str, list[list[Any]]]) -> None:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(BytesIO())
