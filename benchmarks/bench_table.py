"""Tables of records: a million rows against ten thousand, and painting against Qt's own model written in C++.

Records are held in memory by the window, so what is measured begins with them there.
"""

from __future__ import annotations

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.ratio import Ratio, seconds, side_by_side
from cami_desktop.desktop.application import make_application
from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables import RecordTable
from cami_desktop.records.kinds import ThreatAssessment
from cami_desktop.records.recordset import RecordSet
from cami_desktop.workspace.workspace import Workspace

FEW, MANY = 10_000, 1_000_000
COLUMNS = ("population", "threat", "timing", "scope", "severity", "trend")
THREATS = ("1", "1.1", "2.3", "5.1.1", "11.2")
SIZE = (1000, 600)


def session_of(workspace: Workspace, count: int) -> Session:
    """A session that holds so many records which are in no file; what all have alike they share."""
    none: dict[str, str] = {}
    records = (
        ThreatAssessment(
            id=f"{n:032x}", country="KZ", catalogue="cami-2014", absent=none, accepted=none, version={}, stamps={},
            taxon="saiga", threat=THREATS[n % 5], population=f"group {n * 7919 % count:07d}",
        )
        for n in range(count)
    )  # fmt: skip
    return Session(workspace, RecordSet(records, workspace.catalogue))


def painted(view: QTableView) -> None:
    """Let everything happen that was begun, and paint what can be seen now."""
    QApplication.processEvents()
    view.viewport().repaint()


def opened(session: Session) -> RecordTable:
    """A table whose first rows are painted."""
    table = RecordTable(session, ThreatAssessment, COLUMNS)
    table.resize(*SIZE)
    table.show()
    painted(table)
    assert table.rows.rowCount()
    return table


def finished(table: RecordTable) -> None:
    """Wait until all rows are in order."""
    while table.rows.slices.busy:
        QApplication.processEvents()


def jumps(table: RecordTable) -> Callable[[], None]:
    """Go to places all over the table and paint each."""

    def jump() -> None:
        count = table.rows.rowCount()
        for place in range(20):
            table.stand_at(place * 7919 * 31 % count, 0)
            painted(table)

    return jump


def filtered(table: RecordTable) -> Callable[[], None]:
    """Type a letter into the filter, and see its first rows."""

    def typed() -> None:
        table.rows.set_filter("population", "9")
        painted(table)
        assert table.rows.text(0, 0)

    return typed


def sorted_whole(table: RecordTable) -> None:
    """Sort by a text, and wait for the end of it."""
    table.sort_by("population")
    finished(table)


def longest_wait(work: Callable[[], object], table: RecordTable) -> float:
    """The longest time that work kept the event loop, in seconds of the processor: other load is left out."""
    longest = begin = 0.0
    timer = QTimer(interval=0)

    def tick() -> None:
        nonlocal longest, begin
        now = time.thread_time()
        longest = max(longest, now - begin)
        begin = now

    timer.timeout.connect(tick)
    begin = time.thread_time()
    timer.start()
    work()
    finished(table)
    tick()
    timer.stop()
    return longest


def repaint(view: QTableView) -> float:
    """Median seconds of painting the view anew."""
    times = []
    for _round in range(60):
        begin = time.perf_counter()
        view.viewport().repaint()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def standard(table: RecordTable) -> QTableView:
    """A table of Qt's own model with the same cells in the same look."""
    view = QTableView()
    model = QStandardItemModel(FEW, len(COLUMNS), view)
    for row in range(FEW):
        for column in range(len(COLUMNS)):
            model.setItem(row, column, QStandardItem(table.rows.text(row, column)))
    view.setModel(model)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.verticalHeader().setDefaultSectionSize(28)
    for column in range(len(COLUMNS)):
        view.setColumnWidth(column, table.columnWidth(column))
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    return view


def run() -> list[Ratio]:
    """A million rows as quick to the hand as ten thousand; nothing that stands still longer than 50 ms."""
    make_application([], "en")
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "t.cami", country="KZ") as workspace:
        few, many = session_of(workspace, FEW), session_of(workspace, MANY)
        # Once a minute the window looks through all objects for garbage; that is measured alone, at the end.
        gc.collect()
        gc.freeze()
        cold = [seconds(lambda session=session: session.all(ThreatAssessment)) for session in (few, many)]  # type: ignore[misc]
        lines = [Ratio(f"gathering {MANY:,} records anew, a record", cold[0] / FEW, cold[1] / MANY, goal=1.5)]
        lines.append(Ratio(f"opening {MANY:,} rows until painted", *side_by_side(
            lambda: opened(few).deleteLater(), lambda: opened(many).deleteLater()), goal=1.5))  # fmt: skip
        one, other = opened(few), opened(many)
        finished(other)
        lines += _measured(one, other)
        one.rows.set_filter("population", "")
        finished(one)
        view = standard(one)
        ours = [(repaint(view), repaint(one)) for _round in range(5)]
        floor, mine = (statistics.median(pair[place] for pair in ours) for place in (0, 1))
        lines.append(Ratio("repainting against QStandardItemModel", floor, mine, goal=1.3))
        gc.unfreeze()
        lines.append(Ratio(f"looking for garbage among {MANY:,} records, of 50 ms", 0.05, seconds(gc.collect), goal=1))
        for widget in (one, other, view):
            widget.deleteLater()
        QApplication.processEvents()
    return lines


def _measured(one: RecordTable, other: RecordTable) -> list[Ratio]:
    """What is done in a table of few rows and in one of many."""
    lines = [Ratio(f"jumping 20 times in {MANY:,} rows", *side_by_side(jumps(one), jumps(other)), goal=1.5)]
    sort = seconds(lambda: sorted_whole(one))
    waits = [longest_wait(lambda: other.rows.reload(), other)]
    begin = time.perf_counter()
    waits.append(longest_wait(lambda: other.sort_by("population"), other))
    sorted_in = time.perf_counter() - begin
    lines.append(Ratio(f"sorting {MANY:,} rows by a text, a row", sort / FEW, sorted_in / MANY, goal=2))
    lines.append(Ratio(f"jumping 20 times in {MANY:,} sorted rows", *side_by_side(jumps(one), jumps(other)), goal=1.5))
    lines.append(Ratio(f"a filter in {MANY:,} sorted rows until its first are painted",
                       *side_by_side(filtered(one), filtered(other)), goal=1.5))  # fmt: skip
    finished(other)
    waits.append(longest_wait(lambda: other.rows.set_filter("population", "99"), other))
    for what, wait in zip(("opening", "sorting", "filtering"), waits, strict=True):
        lines.append(Ratio(f"longest stand of the window while {what} {MANY:,} rows, of 50 ms", 0.05, wait, goal=1))
    return lines
