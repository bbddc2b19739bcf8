"""Jobs: the result comes on the window's thread, errors in words, cancel where progress is told."""

from __future__ import annotations

import threading
import time

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.frame import StatusLine
from cami_desktop.desktop.jobs import Job, Jobs, Progress
from cami_desktop.errors import CamiError, Refused


def test_a_result_comes_back_on_the_windows_thread(app: QApplication, qtbot: QtBot) -> None:
    jobs = Jobs()
    where: list[int] = []
    here = threading.get_ident
    jobs.run("Count", lambda _progress: here(), done=lambda one: where.extend([one, here()]))
    qtbot.waitUntil(lambda: bool(where))
    assert where[0] != where[1] == threading.get_ident()


def test_an_error_keeps_its_words_and_a_surprise_gets_some(app: QApplication, qtbot: QtBot) -> None:
    jobs = Jobs()
    found: list[CamiError] = []

    def refuse(_progress: Progress) -> None:
        raise Refused("Not here.", do="Go there.")

    def break_down(_progress: Progress) -> None:
        raise ZeroDivisionError

    for work in (refuse, break_down):
        jobs.run("Work", work, done=lambda _result: None, failed=found.append)
        qtbot.waitUntil(lambda: not jobs.running)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: len(found) == 2)
    assert str(found[0]) == "Not here. Go there."
    assert "ZeroDivisionError" in str(found[1])


def test_a_job_is_shown_with_its_progress_and_can_be_cancelled(app: QApplication, qtbot: QtBot) -> None:
    jobs, line = Jobs(), StatusLine()
    qtbot.addWidget(line)
    line.show()
    jobs.started.connect(line.watch)
    reached: list[int] = []
    ended: list[Job] = []

    def work(progress: Progress) -> None:
        for n in range(100_000):
            progress(n, 100_000)
            reached.append(n)
            time.sleep(0.001)

    job = jobs.run("Long work", work, done=lambda _result: None)
    job.cancelled.connect(lambda: ended.append(job))
    qtbot.waitUntil(lambda: "of 100,000" in line.job.text())
    assert line.bar.isVisible()
    line.stop.click()
    qtbot.waitUntil(lambda: bool(ended))
    qtbot.waitUntil(lambda: not line.bar.isVisible())
    assert len(reached) < 100_000


def test_what_waits_for_the_end_of_all_that_runs_is_called_once_and_what_has_not_begun_never_runs(
    app: QApplication, qtbot: QtBot
) -> None:
    jobs = Jobs()
    jobs._pool.setMaxThreadCount(1)
    begun, hold = threading.Event(), threading.Event()
    seen: list[str] = []

    def first(_progress: Progress) -> None:
        begun.set()
        hold.wait(10)

    jobs.run_quietly(first, lambda _result: seen.append("first"))
    assert begun.wait(10)
    jobs.run_quietly(lambda _progress: seen.append("never"), lambda _result: seen.append("never"))
    assert not jobs.idle
    jobs.after(lambda: seen.append("after"))
    QApplication.processEvents()
    assert seen == []
    hold.set()
    qtbot.waitUntil(lambda: jobs.idle)
    assert seen == ["first", "after"]
    jobs.after(lambda: seen.append("at once"))
    assert seen[-1] == "at once"
