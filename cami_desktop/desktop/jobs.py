"""Long work beside the window: a plain function on a thread of the pool, with progress and cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from cami_desktop.errors import CamiError
from cami_desktop.words import _, formats

Progress = Callable[[int, int], None]
"""progress(done, total): counts so far; total 0 where it is not known. It raises Cancelled when the person asked."""


class Cancelled(Exception):
    """The person cancelled the job; the function stops where it next tells its progress."""


class Job(QObject):
    """One running job. Signals come on the window's thread; progressed(job, done, total) and ended(job) name it."""

    # Objects, since an int of a signal has 32 bits, and bytes are counted too.
    progressed = Signal(object, object, object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal(object)

    def __init__(
        self, title: str, function: Callable[[Progress], Any], parent: QObject,
        counted: Callable[[int], str] = formats.number,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.title = title
        self.counted = counted
        self._function = function
        self._stop = threading.Event()
        self.over = False

    def cancel(self) -> None:
        """Ask the job to stop; it does so where it next tells its progress."""
        self._stop.set()

    def tell(self, done: int, total: int) -> None:
        """What the function calls to tell its progress. Raises Cancelled when the person asked for it."""
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(self, done, total)

    def release(self) -> None:
        """Let go of the function once it has run."""
        self._function = _nothing

    def run(self) -> None:
        """Run the function on the calling thread and tell what became of it."""
        try:
            if self._stop.is_set():
                raise Cancelled
            result = self._function(self.tell)
        except Cancelled:
            self.cancelled.emit()
        except CamiError as error:
            self.failed.emit(error)
        except Exception as error:
            self.failed.emit(unexpected(error))
        else:
            self.succeeded.emit(result)
        finally:
            self.over = True
            self.ended.emit(self)


def unexpected(error: Exception) -> CamiError:
    """An error that nobody foresaw, in words."""
    return CamiError(
        _("This did not work, for a reason the program did not expect."),
        kept=_("What was stored before is unchanged."),
        do=_("Try again; if it comes back, send us these details: {details}").format(details=repr(error)),
        details=repr(error),
    )


def _nothing(_progress: Progress) -> None:
    """What an ended job would do."""


class _Task(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


class Jobs(QObject):
    """Runs jobs and tells of them; `started` lets the window show each with its progress."""

    started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._running: list[Job] = []
        self._waiting: list[tuple[set[Job], Callable[[], object]]] = []

    def run(
        self, title: str, function: Callable[[Progress], Any], *,
        done: Callable[[Any], object], failed: Callable[[CamiError], None] | None = None,
        counted: Callable[[int], str] = formats.number,
    ) -> Job:  # fmt: skip
        """Start function(progress) on a thread; `done` gets its result, `failed` its CamiError, on this thread.

        The function must not touch widgets. counted says its progress in words, such as formats.size for bytes.
        """
        job = Job(title, function, self, counted)
        job.succeeded.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        self._start(job)
        self.started.emit(job)
        return job

    def run_quietly(
        self, function: Callable[[Progress], Any], done: Callable[[Any], object],
        failed: Callable[[CamiError], None] | None = None,
    ) -> Job:  # fmt: skip
        """The same for work that is not worth telling of."""
        job = Job("", function, self)
        job.succeeded.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        self._start(job)
        return job

    def _start(self, job: Job) -> None:
        job.ended.connect(self._forget)
        self._running.append(job)
        self._pool.start(_Task(job))

    @property
    def running(self) -> list[Job]:
        """The jobs that run and are told of, oldest first."""
        return [job for job in self._running if job.title and not job.over]

    @property
    def idle(self) -> bool:
        """Whether nothing runs, told of or not."""
        return not self._running

    def wait(self) -> None:
        """Cancel what can be cancelled and wait until nothing runs."""
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()

    def after(self, act: Callable[[], object]) -> None:
        """Ask what runs now to stop, and call act() on this thread once all of that has ended."""
        for job in self._running:
            job.cancel()
        if self._running:
            self._waiting.append((set(self._running), act))
        else:
            act()

    def _forget(self, job: Job) -> None:
        # The thread may be the last to let go of the job; what the function holds of the window is let go of here.
        job.release()
        self._running.remove(job)
        job.deleteLater()
        for entry in list(self._waiting):
            entry[0].discard(job)
            if not entry[0]:
                self._waiting.remove(entry)
                entry[1]()
