"""Writes drafts, and notes to be stored, into the workspace beside the window, in order: no key waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cami_desktop.desktop.jobs import unexpected
from cami_desktop.errors import CamiError

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace

Key = tuple[str, str]
"""The id of a record and the name of a field."""

Work = Callable[[], object]
"""Stores something; it raises nothing but tells by itself what went wrong."""


class DraftWriter(QObject):
    """One thread that writes what waits; of several drafts of one field only the last one.

    failed(error) and kept() tell of drafts; they come on any thread.
    """

    failed = Signal(object)
    kept = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._calm = threading.Condition()
        self._waiting: dict[Key, tuple[str, str] | Work | None] = {}
        self._stores = 0
        self._numbered = 0
        self._thread: ThreadPoolExecutor | None = None
        self._running = False
        self._over = False

    def put(self, kind: str, record_id: str, field: str, text: str) -> None:
        """Keep a text as the draft of a field."""
        self._add((record_id, field), (kind, text))

    def drop(self, record_id: str, field: str) -> None:
        """Forget the draft of a field, also one that is just being written."""
        self._add((record_id, field), None)

    def store(self, record_id: str, work: Work) -> None:
        """Do the work that stores a record when its turn comes, in place of drafts of it that wait."""
        if self._over:
            work()
            return
        with self._calm:
            for key in [key for key, what in self._waiting.items() if key[0] == record_id and not callable(what)]:
                del self._waiting[key]
            self._stores += 1
            self._numbered += 1
        self._add((record_id, f"stored {self._numbered}"), work)

    def wait(self) -> None:
        """Wait until every record whose turn was to come is stored, or could not be."""
        with self._calm:
            self._calm.wait_for(lambda: not self._stores)

    def finish(self) -> None:
        """Wait until everything is written; nothing is written afterwards, for the file is being closed."""
        self._over = True
        if self._thread is not None:
            self._thread.shutdown(wait=True)

    def _add(self, key: Key, what: tuple[str, str] | Work | None) -> None:
        if self._over:
            return
        with self._calm:
            self._waiting.pop(key, None)
            self._waiting[key] = what
            start, self._running = not self._running, True
        if start:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
            self._thread.submit(self._write)

    def _write(self) -> None:
        while True:
            with self._calm:
                if not self._waiting:
                    self._running = False
                    return
                key = next(iter(self._waiting))
                what = self._waiting.pop(key)
            if callable(what):
                try:
                    what()
                finally:
                    with self._calm:
                        self._stores -= 1
                        self._calm.notify_all()
            else:
                self._write_draft(key, what)

    def _write_draft(self, key: Key, what: tuple[str, str] | None) -> None:
        try:
            if what is None:
                self._workspace.drop_draft(*key)
            else:
                self._workspace.keep_draft(what[0], *key, what[1])
        except CamiError as error:
            self.failed.emit(error)
        except Exception as error:
            self.failed.emit(unexpected(error))
        else:
            self.kept.emit()
