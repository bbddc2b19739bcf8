"""Two laptops take one meeting and join their working packages: in either order they hold the same meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.loop.receive import ALREADY, MERGED, PLANNED, receive
from cami_desktop.loop.submit import submit
from cami_desktop.loop.trusting import trust
from cami_desktop.merge.plan import Outcome
from cami_desktop.records import Record, agenda_time
from cami_desktop.records.duplicates import duplicates, joined
from cami_desktop.records.kinds import AgendaItem, Contribution, Meeting, Note, Participation, Person
from cami_desktop.records.same_notes import same_notes, takers
from cami_desktop.workspace.ledger import Conflict
from cami_desktop.workspace.workspace import Workspace
from tests.exchange import signing
from tests.loop.kit import Country

DAY = "2014-05-14"


class Laptop:
    """A note taker's workspace: notes, steps through the agenda, working packages."""

    def __init__(self, workspace: Workspace, office: signing.Office, meeting: Meeting) -> None:
        self.workspace = workspace
        self.office = office
        self.meeting = meeting
        self.here = ""

    def items(self) -> Sequence[AgendaItem]:
        return sorted(self.workspace.all(AgendaItem, meeting=self.meeting.id), key=lambda item: item.number or "")

    def step(self, number: int, clock: str) -> None:
        """Come to an agenda item, as the notes screen keeps it."""
        to = self.items()[number].id
        self.workspace.save_all(agenda_time.stepped(self.items(), self.here, to, f"{DAY} {clock}:00"))
        self.here = to

    def note(self, clock: str, text: str, **more: Any) -> Note:
        item = self.here or None
        made = Note(meeting=self.meeting.id, agenda_item=item, noted_at=f"{DAY} {clock}:00", text=text, **more)
        return self.workspace.save(made)

    def export(self) -> Path:
        folder = self.workspace.path.parent / f"from {self.workspace.path.stem}"
        return submit(self.workspace, folder, self.office.enrolled, kind="working", report_language="en").package

    def stream(self) -> Sequence[tuple[str | None, str]]:
        """Notes as the stream shows them: by time, then by id."""
        found = self.workspace.all(Note, meeting=self.meeting.id)
        return sorted((note.noted_at, note.id) for note in found)

    def records(self) -> dict[str, Record]:
        return {record.id: record for record in self.workspace.records()}


@pytest.fixture
def coordinator(kg: Country, office: signing.Office) -> Laptop:
    for number, title in enumerate(("Открытие", "Сайгак", "Решения"), start=1):
        kg.workspace.save(AgendaItem(meeting=kg.meeting.id, number=str(number), title=title, minutes=30))
    return Laptop(kg.workspace, office, kg.meeting)


@pytest.fixture
def assistant(coordinator: Laptop, office: signing.Office, tmp_path: Path) -> Iterator[Laptop]:
    """The assistant's own workspace, which got agenda and participants from the coordinator's working package."""
    with Workspace.create(tmp_path / "assistant.cami", country="KG", who="Assistant") as made:
        trust(made, office.folder / "root.pem")
        (found,) = receive(made, [coordinator.export()])
        assert found.outcome == MERGED
        yield Laptop(made, office, coordinator.meeting)


def hold(first: Laptop, second: Laptop) -> None:
    """Both take the meeting: the same items at slightly other times, some statements twice."""
    for laptop, minute in ((first, 0), (second, 3)):
        laptop.step(0, f"09:{minute:02}")
        laptop.note(f"09:{minute + 2:02}", "Открыто")
        laptop.step(1, f"09:{30 + minute}")
        words = ("Нужен учёт сайгака с воздуха каждый год", "Сказал, что нужен учёт сайгака с воздуха")
        laptop.note(f"09:{35 + minute}", words[minute > 0])
        laptop.note(f"09:{41 + minute}", f"Только у {laptop.workspace.path.stem}: железная дорога мешает сайгаку")
        laptop.step(2, f"10:{minute:02}")
    said = second.note("10:06", "Просят денег на рейнджеров")
    second.workspace.save(Contribution(meeting=second.meeting.id, input_kind="need", text=said.text, notes=[said.id]))


def exchange(first: Laptop, second: Laptop) -> None:
    """Both hand over before either joins."""
    mine, theirs = first.export(), second.export()
    for laptop, package in ((first, theirs), (second, mine)):
        (found,) = receive(laptop.workspace, [package])
        assert (found.outcome, found.counts[Outcome.CONFLICT.value]) == (MERGED, 0), found.reasons


def test_both_laptops_hold_the_same_meeting_and_nobody_was_asked(coordinator: Laptop, assistant: Laptop) -> None:
    hold(coordinator, assistant)
    exchange(coordinator, assistant)
    assert coordinator.stream() == assistant.stream() and len(coordinator.stream()) == 8
    assert coordinator.records() == assistant.records()
    assert takers(coordinator.workspace.all(Note)) == ["Coordinator", "Assistant"]
    times = [(item.began_at, item.ended_at) for item in coordinator.items()]
    assert times == [
        (f"{DAY} 09:00:00", f"{DAY} 09:33:00"),
        (f"{DAY} 09:30:00", f"{DAY} 10:03:00"),
        (f"{DAY} 10:00:00", None),
    ]


def test_one_after_the_other_gives_the_same_as_both_at_once(coordinator: Laptop, assistant: Laptop) -> None:
    hold(assistant, coordinator)
    theirs = assistant.export()
    receive(coordinator.workspace, [theirs])
    back = coordinator.export()
    (found,) = receive(assistant.workspace, [back])
    assert found.outcome == MERGED and not assistant.workspace.ledger(Conflict)
    assert coordinator.records() == assistant.records()
    assert receive(coordinator.workspace, [theirs])[0].outcome == ALREADY


def test_a_look_before_joining_changes_nothing_and_one_step_takes_the_join_back(
    coordinator: Laptop, assistant: Laptop
) -> None:
    hold(coordinator, assistant)
    package = assistant.export()
    before = coordinator.records()
    (found,) = receive(coordinator.workspace, [package], dry_run=True)
    assert found.outcome == PLANNED and found.counts["added"] == 5
    assert coordinator.records() == before
    receive(coordinator.workspace, [package])
    assert coordinator.records() != before
    coordinator.workspace.undo()
    assert coordinator.records() == before


def test_the_statement_that_both_wrote_down_is_found_and_nothing_is_joined(
    coordinator: Laptop, assistant: Laptop
) -> None:
    hold(coordinator, assistant)
    exchange(coordinator, assistant)
    found = [same_notes(laptop.workspace.all(Note)) for laptop in (coordinator, assistant)]
    assert found[0] == found[1]
    texts = [
        (coordinator.workspace.find(pair.first).text, coordinator.workspace.find(pair.second).text)  # type: ignore[union-attr]
        for pair in found[0]
    ]
    assert ("Открыто", "Открыто") in texts
    assert ("Нужен учёт сайгака с воздуха каждый год", "Сказал, что нужен учёт сайгака с воздуха") in texts


def test_a_person_entered_on_both_laptops_becomes_one_with_one_part_in_the_meeting(
    coordinator: Laptop, assistant: Laptop
) -> None:
    for laptop in (coordinator, assistant):
        guest = laptop.workspace.save(Person(name="Серикова Гульнара"))
        part = laptop.workspace.save(Participation(meeting=laptop.meeting.id, person=guest.id, role="participant"))
        laptop.note("09:10", f"Сказано {laptop.workspace.path.stem}", speaker=part.id)
    exchange(coordinator, assistant)
    for laptop in (coordinator, assistant):
        view = laptop.workspace.records()
        (pair,) = duplicates(view)
        first, second = view.find(pair.first), view.find(pair.second)
        assert first is not None and second is not None
        laptop.workspace.save_all(joined(first, second, view))
        assert len(laptop.workspace.all(Person, name="Серикова Гульнара")) == 1
        (part,) = laptop.workspace.all(Participation, person=first.id)
        said = [note for note in laptop.workspace.all(Note) if (note.text or "").startswith("Сказано")]
        assert [note.speaker for note in said] == [part.id, part.id]
    # Both decided the same: the next hand-over asks nothing.
    exchange(coordinator, assistant)
    assert coordinator.records() == assistant.records()
