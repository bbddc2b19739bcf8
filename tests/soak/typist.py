"""A person at the keyboard of a national workspace: one random edit after the other, each told to the diary."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Attachment, Gap, Source
from cami_desktop.workspace.contents import facts
from cami_desktop.workspace.workspace import Workspace
from tests.soak.diary import Diary
from tests.soak.look import blank_of, key_of, storing, values_of
from tests.soak.model import EDIT, REDO, UNDO, Step

WHO = "Айгүл Тестова"
LETTERS = "абвгдеёжзқңөүһ oʻgʻ ÄäÇç — «» 0123456789"
TEXT_FIELD: dict[type[Record], str] = {Source: "citation", Gap: "text"}
MOST = 40
"""Records that the person writes; afterwards only those are edited, so that a workspace stays small."""


class Typist:
    """Edits sources of the press and gaps: the kinds that no other record of the test's country points to."""

    def __init__(self, workspace: Workspace, diary: Diary, chance: random.Random) -> None:
        self.workspace = workspace
        self.diary = diary
        self.chance = chance

    def anything(self) -> None:
        """One act, typing most of all."""
        acts = {
            self.type_letters: 6, self.save_field: 6, self.add: 2, self.remove: 1, self.put_back: 1, self.undo: 2,
            self.redo: 1, self.save_group: 1,
        }  # fmt: skip
        act = self.chance.choices(list(acts), list(acts.values()))[0]
        act()

    def own(self, *, removed: bool = False) -> list[Record]:
        """The records that this person wrote."""
        kinds: Sequence[type[Record]] = (Source, Gap)
        found = [item for kind in kinds for item in (self.workspace.removed if removed else self.workspace.all)(kind)]
        return [item for item in found if not isinstance(item, Source) or item.source_type in ("press", None)]

    def new(self) -> Record:
        """A record that is not stored yet."""
        if self.chance.random() < 0.5:
            return Source(id=new_id(), citation=self.words(), source_type="press")
        return Gap(id=new_id(), area="knowledge", text=self.words())

    def words(self, most: int = 60) -> str:
        """Some text, as it is stored."""
        return "".join(self.chance.choices(LETTERS, k=self.chance.randint(1, most))).strip() or "ё"

    def type_letters(self) -> None:
        """Some seconds in one field, each kept as a draft; now and then of a record that is not stored yet."""
        records = self.own()
        record = self.chance.choice(records) if records and self.chance.random() < 0.8 else self.new()
        field, text = TEXT_FIELD[type(record)], ""
        for _second in range(self.chance.randint(1, 4)):
            text += self.words(5)
            with self.diary.step(Step("draft", delta={f"draft {record.id} {field}": text})):
                self.workspace.keep_draft(record.kind, record.id, field, text)
        if self.chance.random() < 0.5:
            setattr(record, field, text)
            self.store("save", [record])

    def save_field(self) -> None:
        """Store one field of a record."""
        records = self.own()
        if not records:
            return self.add()
        record = self.chance.choice(records)
        self.change(record)
        self.store("save", [record])
        return None

    def change(self, record: Record) -> None:
        """Give a record another text or another year."""
        if isinstance(record, Source) and self.chance.random() < 0.5:
            record.year = self.chance.randint(1700, 2014)
        else:
            setattr(record, TEXT_FIELD[type(record)], self.words())

    def add(self) -> None:
        """Store a new record."""
        if len(self.own()) < MOST:
            self.store("add", [self.new()])

    def save_group(self) -> None:
        """Store several records as one change, as a paste does."""
        records = self.own()
        changed = self.chance.sample(records, min(len(records), self.chance.randint(0, 12)))
        for record in changed:
            self.change(record)
        added = [self.new() for _n in range(self.chance.randint(1, 12) if len(records) < MOST else 0)]
        if changed or added:
            self.store("group", [*changed, *added])

    def remove(self) -> None:
        """Put a record into the bin."""
        for record in self.chance.sample(self.own(), min(1, len(self.own()))):
            record.deleted = True
            self.store("remove", [record])

    def put_back(self) -> None:
        """Take a record out of the bin."""
        bin_ = [record for record in self.own(removed=True) if getattr(record, TEXT_FIELD[type(record)])]
        for record in self.chance.sample(bin_, min(1, len(bin_))):
            record.deleted = False
            self.store("put back", [record])

    def undo(self) -> None:
        """Take back the last change, if there is one."""
        if self.diary.model.world.done:
            with self.diary.step(Step("undo", UNDO)):
                self.workspace.undo()

    def redo(self) -> None:
        """Do again what was taken back last, if anything was."""
        if self.diary.model.world.undone:
            with self.diary.step(Step("redo", REDO)):
                self.workspace.redo()

    def store(self, what: str, records: Sequence[Record]) -> None:
        """Store records as one change; where nothing differs, nothing is stored and nothing is told."""
        step = storing(what, self.workspace, self.diary.model.world.state, records)
        if step is not None:
            with self.diary.step(step):
                self.workspace.save_all(records)

    def attach(self, folder: Path) -> None:
        """Add a file of up to 12 MB to a record: a photo, a letter or a short film."""
        record = self.new() if not self.own() else self.chance.choice(self.own())
        if f"{record.kind} {record.id}" not in self.diary.model.world.state:
            self.store("add", [record])
        size = self.chance.choice([0, 700, 40_000, 1 << 20, 3_000_000, 9_000_000, 12_000_000])
        path = folder / f"{self.words(8).replace(' ', '_')}.jpg"
        path.write_bytes(self.chance.randbytes(min(size, 4096)) * max(1, size // 4096) if size else b"")
        attach(self.workspace, self.diary, record, path)
        path.unlink()


def attach(workspace: Workspace, diary: Diary, record: Record, path: Path) -> None:
    """Add a file to a record and tell it."""
    digest, size = facts(path)
    shown = workspace.prepare(
        Attachment(record=record.id, file_name=path.name, media_type="image/jpeg", size=size, sha256=digest)
    )
    key = key_of(shown)
    if key not in diary.model.world.state:
        delta = {key: values_of(shown), f"content {digest}": size}
        with diary.step(Step("attach", EDIT, delta, {key: blank_of(shown)})):
            workspace.add_attachment(record.id, path)
