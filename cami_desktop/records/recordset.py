"""A set of records in memory, and the view of records that rules, reports and the synthesis read."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from cami_desktop.catalogue import Catalogue
from cami_desktop.records.record import KINDS, Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class RecordView(Protocol):
    """What a reader of records needs; a workspace and a RecordSet both give it. Removed records are not seen."""

    @property
    def catalogue(self) -> Catalogue:
        """The reference catalogue in force."""

    @property
    def today(self) -> datetime.date:
        """The day against which years and due dates are judged."""

    def find(self, id_: str) -> Record | None:
        """The record of that id, of any kind."""

    def all(self, cls: type[R], **where: Any) -> Sequence[R]:
        """The records of a kind whose fields equal `where`, ordered by id."""

    def cached(self, name: str, build: Callable[[], T], *kinds: type[Record]) -> T:
        """What `build` makes of the records; may be kept under the name for as long as they do not change.

        kinds: those that it looks at, where it looks at these alone (without any: at all of them).
        """


class RecordSet:
    """Records by kind and id, held in memory (a package read, a workspace loaded, a test)."""

    def __init__(self, records: Iterable[Record], catalogue: Catalogue, today: datetime.date | None = None) -> None:
        self.catalogue = catalogue
        self.today = today or datetime.date.today()
        self._by_kind: dict[str, dict[str, Record]] = {name: {} for name in KINDS}
        self._by_id: dict[str, Record] = {}
        self._changes: dict[str, int] = dict.fromkeys(KINDS, 0)
        self._made: dict[str, tuple[object, Any]] = {}
        self._making = threading.RLock()
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Enter a record, in place of one with the same id."""
        self._by_kind[record.kind][record.id] = record
        self._by_id[record.id] = record
        self._changes[record.kind] += 1

    def drop(self, id_: str) -> None:
        """Take a record out, as if it had never been entered."""
        record = self._by_id.pop(id_, None)
        if record is not None:
            del self._by_kind[record.kind][id_]
            self._changes[record.kind] += 1

    def copy(self) -> RecordSet:
        """The same records in a set of its own, which later puts do not reach; quicker than entering each."""
        made = RecordSet((), self.catalogue, self.today)
        made._by_kind = {name: dict(found) for name, found in self._by_kind.items()}
        made._by_id = dict(self._by_id)
        made._changes, made._made = dict(self._changes), dict(self._made)
        return made

    def find(self, id_: str) -> Record | None:
        """The record of that id, of any kind, unless it was removed."""
        record = self._by_id.get(id_)
        return None if record is None or record.deleted else record

    def get(self, id_: str) -> Record | None:
        """The record of that id, removed or not."""
        return self._by_id.get(id_)

    def all(self, cls: type[R], **where: Any) -> list[R]:
        """The records of a kind whose fields equal `where`, ordered by id; removed ones are left out."""
        if not where:
            living: list[Any] = self.cached(f"all {cls.kind}", lambda: self._living(cls.kind), cls)
            return list(living)
        (name, value), *others = where.items()
        found: list[Any] = self._index(cls, name).get(value, [])
        if not others:
            return list(found)
        return [record for record in found if all(getattr(record, key) == wanted for key, wanted in others)]

    def _living(self, kind: str) -> list[Record]:
        records = self._by_kind[kind]
        return [records[id_] for id_ in sorted(records) if not records[id_].deleted]

    def _index(self, cls: type[Record], name: str) -> dict[Any, list[Record]]:
        def build() -> dict[Any, list[Record]]:
            index: dict[Any, list[Record]] = {}
            for record in self._living(cls.kind):
                index.setdefault(getattr(record, name), []).append(record)
            return index

        return self.cached(f"{cls.kind} by {name}", build, cls)

    def cached(self, name: str, build: Callable[[], T], *kinds: type[Record]) -> T:
        """What `build` makes of the records, kept under a name until a record, or one of these kinds, is put."""
        state = tuple(self._changes[cls.kind] for cls in kinds) if kinds else sum(self._changes.values())
        kept, made = self._made.get(name, (None, None))
        if kept != state:
            # Two jobs that read the same records wait for one another instead of both making the same.
            with self._making:
                kept, made = self._made.get(name, (None, None))
                if kept != state:
                    made = build()
                    self._made[name] = state, made
        found: T = made
        return found

    def counts(self) -> dict[str, int]:
        """Records of each kind that holds any, removed ones included."""
        return {name: len(found) for name, found in self._by_kind.items() if found}

    def __iter__(self) -> Iterator[Record]:
        for name in KINDS:
            yield from (self._by_kind[name][id_] for id_ in sorted(self._by_kind[name]))

    def __len__(self) -> int:
        return len(self._by_id)
