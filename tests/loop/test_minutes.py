"""Taking over a meeting record: every paragraph counted, one step of undo, never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from cami_desktop.errors import WrongUse
from cami_desktop.loop.minutes import import_minutes
from cami_desktop.records.kinds import AgendaItem, Note
from tests.loop.kit import Country

TEXT = "1. Открытие\nПриветствия\n2. Сайгак\nНужен учёт #Сайгак\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "протокол.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_every_paragraph_is_counted_and_one_undo_takes_all_back(kg: Country, record: Path) -> None:
    before = len(kg.workspace.all(Note))
    done = import_minutes(kg.workspace, kg.meeting.id, record)
    assert (done.paragraphs, done.notes, done.items, done.known_items, done.left_out) == (4, 2, 2, 0, 0)
    assert [item.title for item in kg.workspace.all(AgendaItem)] == ["Открытие", "Сайгак"]
    kg.workspace.undo()
    assert len(kg.workspace.all(Note)) == before and kg.workspace.all(AgendaItem) == []


def test_mentions_in_a_record_are_links(kg: Country, record: Path) -> None:
    import_minutes(kg.workspace, kg.meeting.id, record)
    (note,) = (note for note in kg.workspace.all(Note) if "учёт #" in (note.text or ""))
    assert note.taxa == ["saiga"]


def test_the_same_record_is_not_taken_over_twice(kg: Country, record: Path) -> None:
    import_minutes(kg.workspace, kg.meeting.id, record)
    count = len(kg.workspace.all(Note))
    with pytest.raises(WrongUse, match="stand in the meeting already"):
        import_minutes(kg.workspace, kg.meeting.id, record)
    assert len(kg.workspace.all(Note)) == count
