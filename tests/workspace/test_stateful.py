"""Whatever a person does in whatever order, the workspace holds what a plain model of it holds, on a real file."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Gap, Source
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.doctor import examine
from cami_desktop.workspace.restore import restore
from cami_desktop.workspace.steps import Step as Undoable
from cami_desktop.workspace.steps import redo_steps, undo_steps
from cami_desktop.workspace.workspace import Workspace
from tests.soak.look import DEEP, key_of, state_of, storing, values_of
from tests.soak.model import EDIT, REDO, UNDO, Delta, Step, World, plain
from tests.strategies import ALPHABETS, HOSTILE_TEXTS
from tests.workspace.conftest import ticking

TEXTS = st.sampled_from([text for text in HOSTILE_TEXTS if len(text) < 100]) | st.text(ALPHABETS, max_size=30)
YEARS = st.none() | st.integers(1700, 2100)


class People(RuleBasedStateMachine):
    """A workspace and, beside it, the world as it should be; backups are worlds by the path of their file."""

    known = Bundle("known")
    """Ids of records of the kind Source, removed or not."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="stateful-"))
        self.file = self.folder / "Кыргызстан 2014.cami"
        self.clock = ticking()
        self.world = World()
        self.backups: dict[Path, World] = {}
        self.workspace: Workspace | None = None

    @initialize()
    def create(self) -> None:
        self.workspace = Workspace.create(self.file, country="KG", who="Coordinator", clock=self.clock)

    def teardown(self) -> None:
        try:
            if self.workspace is not None:
                assert plain(state_of(self.workspace)) == self.world.shown()
                self.workspace.close()
                assert examine(self.file).findings == []
        finally:
            shutil.rmtree(self.folder)

    @property
    def open(self) -> Workspace:
        assert self.workspace is not None
        return self.workspace

    def store(self, *records: Record) -> None:
        """Store records as one change, in the file and in the model."""
        step = storing("edit", self.open, self.world.state, records)
        self.open.save_all(records)
        if step is not None:
            self.world = self.world.after(step)

    def stored(self, id_: str) -> Source | None:
        """A source as it is stored now; a restored backup may not know it."""
        return self.open.get(Source, id_)

    @rule(target=known, citation=TEXTS, year=YEARS)
    def add(self, citation: str, year: int | None) -> str:
        made = Source(id=new_id(), citation=citation, source_type="press", year=year)
        self.store(made)
        return made.id

    @rule(target=known, citations=st.lists(TEXTS, min_size=1, max_size=4), edited=st.lists(known, max_size=3))
    def paste(self, citations: list[str], edited: list[str]) -> Any:
        """Several records at once, new ones and stored ones, are one step."""
        made: list[Record] = [Source(id=new_id(), citation=text, source_type="press") for text in citations]
        for id_ in dict.fromkeys(edited):
            if (record := self.stored(id_)) is not None:
                record.citation = citations[0]
                made.append(record)
        self.store(*made, Gap(id=new_id(), area="knowledge", text=citations[-1]))
        return multiple(*(record.id for record in made if isinstance(record, Source)))

    @rule(id_=known, citation=TEXTS)
    def edit(self, id_: str, citation: str) -> None:
        if (record := self.stored(id_)) is not None:
            record.citation = citation
            self.store(record)

    @rule(id_=known, year=YEARS, locator=st.none() | TEXTS)
    def edit_two_fields(self, id_: str, year: int | None, locator: str | None) -> None:
        if (record := self.stored(id_)) is not None:
            record.year, record.locator = year, locator
            self.store(record)

    @rule(id_=known, citation=TEXTS)
    def type_without_storing(self, id_: str, citation: str) -> None:
        self.open.keep_draft("source", id_, "citation", citation)
        self.world = self.world.after(Step("draft", delta={f"draft {id_} citation": plain(citation)}))

    @rule(id_=known)
    def remove(self, id_: str) -> None:
        if (record := self.stored(id_)) is not None and not record.deleted:
            before = self.world.state[key_of(record)]
            self.open.remove(Source, id_)
            self.removed(record, before, {**before, "deleted": True})

    @rule(id_=known)
    def put_back(self, id_: str) -> None:
        """A record that undo took back wholly has no values; the bin gives it back as it is."""
        if (record := self.stored(id_)) is not None and record.deleted:
            before = self.world.state[key_of(record)]
            self.open.restore(Source, id_)
            # Storing gives a record its country and its catalogue.
            self.removed(record, before, {**before, "deleted": False, "country": "KG", "catalogue": "cami-2014"})

    def removed(self, record: Record, before: Any, after: Any) -> None:
        key = key_of(record)
        self.world = self.world.after(Step("bin", EDIT, {key: after}, {key: before}))

    @precondition(lambda self: self.world.done)
    @rule()
    def undo(self) -> None:
        self.world = self.world.after(Step("undo", UNDO))
        assert self.open.undo() is not None

    @precondition(lambda self: not self.world.done)
    @rule()
    def undo_nothing(self) -> None:
        assert self.open.undo() is None

    @precondition(lambda self: self.world.undone)
    @rule()
    def redo(self) -> None:
        self.world = self.world.after(Step("redo", REDO))
        assert self.open.redo() is not None

    @precondition(lambda self: not self.world.undone)
    @rule()
    def redo_nothing(self) -> None:
        assert self.open.redo() is None

    @rule()
    def back_up(self) -> None:
        made = self.open.back_up(Reason.ASKED)
        assert (made is None) == (not self.world.state), "only a workspace that holds nothing has no backup"
        if made is not None:
            self.backups[made.path] = self.world

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        """Restore a backup; the state before was itself backed up, so that the same leads back again."""
        chosen = data.draw(st.sampled_from(list(self.backups)))
        self.open.close()
        done = restore(chosen, self.file, who="Coordinator", clock=self.clock)
        if done.before is not None:
            self.backups[done.before] = self.world
        self.world = self.backups[chosen]
        self.reopen()

    @rule()
    def close_and_open(self) -> None:
        self.open.close()
        assert [path.name for path in self.folder.iterdir() if path.is_file()] == [self.file.name]
        self.reopen()

    def reopen(self) -> None:
        self.workspace = None
        self.workspace = Workspace.open(self.file, who="Coordinator", clock=self.clock)

    @precondition(lambda self: self.workspace is not None)
    @invariant()
    def the_file_holds_what_the_model_holds(self) -> None:
        held = self.world.state
        records = {key: values for key, values in held.items() if not key.startswith("draft ")}
        living = {key for key, values in records.items() if not values["deleted"]}
        kinds: tuple[type[Record], ...] = (Source, Gap)
        shown = [record for kind in kinds for record in self.open.all(kind)]
        bin_ = [record for kind in kinds for record in self.open.removed(kind)]
        assert {key_of(record): values_of(record) for record in (*shown, *bin_)} == records
        assert {key_of(record) for record in shown} == living
        drafts = {f"draft {item.record_id} {item.field}": item.text for item in self.open.drafts()}
        assert drafts == {key: text for key, text in held.items() if key.startswith("draft ")}
        self.next_steps_are(undo_steps(self.open, DEEP), self.world.done)
        self.next_steps_are(redo_steps(self.open, DEEP), self.world.undone)

    def next_steps_are(self, steps: list[Undoable], wanted: tuple[tuple[Delta, Delta], ...]) -> None:
        """As many steps, each with as many records, in this order."""
        assert [step.records for step in steps] == [len(back) for back, _forth in reversed(wanted)]


@pytest.mark.slow
def test_any_sequence_of_edits_undo_bin_backup_and_restore_equals_the_model() -> None:
    run_state_machine_as_test(People, settings=settings(max_examples=40, stateful_step_count=25))
