"""Records in memory: what is made of them is kept as long as it is true, and no longer."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Note, Organisation, Person
from cami_desktop.records.recordset import RecordSet
from tests.records.rules_kit import view

MADE: dict[type[Record], Callable[[], Record]] = {
    Person: lambda: Person(id=new_id(), country="KG", name="Айгуль"),
    Organisation: lambda: Organisation(id=new_id(), country="KG", name="Парк"),
    Note: lambda: Note(id=new_id(), country="KG", text="Снег"),
}


def counted(records: RecordSet, *kinds: type[Record]) -> int:
    """How many records there are, as kept under a name of its own."""
    return records.cached(f"number of {kinds}", lambda: sum(1 for _one in records), *kinds)


def test_what_looks_at_some_kinds_only_outlives_changes_of_others() -> None:
    records = view(MADE[Person]())
    asked: list[int] = []

    def people() -> int:
        asked.append(1)
        return len(records.all(Person))

    assert records.cached("people", people, Person) == 1
    note = MADE[Note]()
    records.put(note)
    records.drop(note.id)
    assert records.cached("people", people, Person) == 1
    assert len(asked) == 1
    records.put(MADE[Person]())
    assert records.cached("people", people, Person) == 2
    records.drop(records.all(Person)[0].id)
    assert records.cached("people", people, Person) == 1
    assert len(asked) == 3


def test_what_names_no_kind_is_made_anew_after_every_change() -> None:
    records = view(MADE[Person]())
    assert counted(records) == 1
    records.put(MADE[Note]())
    assert counted(records) == 2


def test_a_copy_takes_along_what_was_made_and_goes_its_own_way() -> None:
    records = view(MADE[Person]())
    assert counted(records, Person) == 1
    copied = records.copy()
    copied.put(MADE[Person]())
    assert (counted(copied, Person), counted(records, Person)) == (2, 1)
    records.put(MADE[Person]())
    records.put(MADE[Person]())
    assert (counted(records, Person), counted(copied, Person)) == (3, 2)


@given(st.lists(st.tuples(st.sampled_from(list(MADE)), st.booleans(), st.booleans()), max_size=25))
def test_whatever_is_put_and_dropped_all_and_where_tell_what_is_there(
    steps: list[tuple[type[Record], bool, bool]],
) -> None:
    records = view()
    there: dict[str, Record] = {}
    for cls, drops, copies in steps:
        if drops and there:
            gone = next(iter(there))
            records.drop(gone)
            del there[gone]
        else:
            made = MADE[cls]()
            records.put(made)
            there[made.id] = made
        if copies:
            records = records.copy()
        for kind in MADE:
            mine = sorted(one.id for one in there.values() if isinstance(one, kind))
            assert [one.id for one in records.all(kind)] == mine
            assert [one.id for one in records.all(kind, country="KG")] == mine
