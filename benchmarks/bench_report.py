"""The national report against bare tables of the same size, and ten times the records against one time."""

from __future__ import annotations

import datetime
import io

from benchmarks.ratio import Ratio, side_by_side
from cami_desktop.catalogue import load
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.exchange.report import build_report
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Note, PopulationEstimate, PowResponse
from cami_desktop.records.recordset import RecordSet

_INFO = SubmissionInfo(
    "national", "KZ", "cami-2014", "cami-2014", "1", 1, "", "en", "2014-06-01T09:30:00Z", "bench", "CAMI Desktop", ""
)
_FEW, _MANY = 300, 3_000
_ROWS_A_PAGE = 45


def _view(count: int) -> RecordSet:
    records: list[Record] = []
    for n in range(count // 3):
        records += [
            Note(id=new_id(), country="KZ", text=f"Заметка {n} о сайгаке и железной дороге", taxa=["saiga"]),
            PopulationEstimate(
                id=new_id(), country="KZ", taxon="saiga", level="site", population=f"P{n % 40}", year=1950 + n % 70,
                best=n * 37, unit="individuals", method="aerial_transect",
            ),
            PowResponse(id=new_id(), country="KZ", pow_item="1.1.1", relevance="relevant", comment=f"Comment {n}"),
        ]  # fmt: skip
    return RecordSet(records, load(), datetime.date(2014, 6, 1))


def _ours(view: RecordSet) -> int:
    return build_report(view, _INFO, (), io.BytesIO(), "en")


def _bare(rows: int) -> None:
    """One fixed table of plain strings a page: no wrapping, no contents, no links."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Table

    canvas = Canvas(io.BytesIO(), pagesize=A4)
    line = ("2014", "Betpak-dala", "1 318 000", "individuals", "aerial transect", "saiga")
    for start in range(0, rows, _ROWS_A_PAGE):
        table = Table([line] * min(_ROWS_A_PAGE, rows - start), rowHeights=15)
        table.wrapOn(canvas, 500, 700)
        table.drawOn(canvas, 50, 70)
        canvas.showPage()
    canvas.save()


def run() -> list[Ratio]:
    """Measure both lines."""
    few, many = _view(_FEW), _view(_MANY)
    floor, ours = side_by_side(lambda: _bare(_MANY), lambda: _ours(many), rounds=3)
    pages_few, pages_many = _ours(few), _ours(many)
    once, ten_times = side_by_side(lambda: _ours(few), lambda: _ours(many), rounds=3)
    a_page_few, a_page_many = once / pages_few, ten_times / pages_many
    return [
        Ratio(f"report of {_MANY:,} records, {pages_many} pages", floor, ours, goal=12),
        Ratio(f"a page among {pages_many} to a page among {pages_few}", a_page_few, a_page_many, goal=1.3),
    ]
