"""Writes drafts into the workspace beside the window, in order; of several texts of one field only the last one."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cami_desktop.desktop.jobs import unexpected
from cami_desktop.errors import CamiError

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace

Key = tuple[str, str]
"""The id of a record and the name of a field."""


class DraftWriter(QObject):
    """One thread that writes what waits; no key that is typed waits for the disk. failed(error) comes on any thread."""

    failed = Signal(object)
    kept = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._lock = threading.Lock()
        self._waiting: dict[Key, tuple[str, str] | None] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._running = False
        self._over = False

    def put(self, kind: str, record_id: str, field: str, text: str) -> None:
        """Keep a text as the draft of a field."""
        self._add((record_id, field), (kind, text))

    def drop(self, record_id: str, field: str) -> None:
        """Forget the draft of a field, also one that is just being written."""
        self._add((record_id, field), None)

    def finish(self) -> None:
        """Wait until everything is written; nothing is written afterwards, for the file is being closed."""
        self._over = True
        if self._thread is not None:
            self._thread.shutdown(wait=True)

    def _add(self, key: Key, what: tuple[str, str] | None) -> None:
        if self._over:
            return
        with self._lock:
            self._waiting.pop(key, None)
            self._waiting[key] = what
            start, self._running = not self._running, True
        if start:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
            self._thread.submit(self._write)

    def _write(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    return
                key = next(iter(self._waiting))
                what = self._waiting.pop(key)
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
