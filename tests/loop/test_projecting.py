"""What the room may see: agenda and agreed contributions; no note, and no name that a rule or a person keeps back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cami_desktop.catalogue import load
from cami_desktop.loop.projecting import Projected, projected
from cami_desktop.records.kinds import AgendaItem, Contribution, Meeting, Note, Organisation, Participation, Person
from cami_desktop.records.recordset import RecordSet
from cami_desktop.words import using
from cami_desktop.workspace.workspace import Workspace

NOW = "2014-05-20 09:50:00"
SECRET = "Тайная заметка"


def shown(folder: Path, rule: str, consent: str = "written", own: str | None = None) -> Projected:
    """The wall in a meeting of that rule, with a speaker of that consent; own is the rule of the contributions."""
    with Workspace.create(folder / "kg.cami", country="KG", clock=clock) as workspace:
        save = workspace.save
        host = save(Organisation(name="Институт биологии", acronym="ИБ", organisation_type="research_academia"))
        person = save(
            Person(name="Асанова Гүлнара", surname="Асанова", given="Гүлнара", latin="Gulnara Asanova", consent=consent)
        )
        meeting = save(Meeting(title="Совещание", cycle="cami-2014", meeting_kind="bilateral", attribution=rule))
        part = save(Participation(meeting=meeting.id, person=person.id, organisation=host.id, role="participant"))
        first = save(
            AgendaItem(meeting=meeting.id, number="1", title="Учёт", minutes=30, began_at="2014-05-20 09:30:00")
        )
        save(AgendaItem(meeting=meeting.id, number="2", title="Ограждения"))
        note = save(Note(meeting=meeting.id, text=SECRET, speaker=part.id))
        for state in ("agreed", "proposed", "disputed", "withdrawn"):
            save(
                Contribution(
                    meeting=meeting.id, text=f"{state}: Асанова просит, Г. Асановой ответили", input_kind="gap",
                    participation=part.id, organisation=host.id, state=state, notes=[note.id], attribution=own,
                )
            )  # fmt: skip
        return projected(workspace.records(), meeting.id, first.id, NOW)


def clock() -> datetime.datetime:
    return datetime.datetime(2014, 5, 20, 9, 50, tzinfo=datetime.UTC)


def test_the_wall_shows_the_item_its_time_what_follows_and_what_was_agreed(tmp_path: Path) -> None:
    found = shown(tmp_path, "attributed")
    assert (found.title, found.current, found.following) == ("Совещание", "1 Учёт", "2 Ограждения")
    assert (found.taken, found.planned, found.over) == (20, 30, False)
    [agreed] = found.agreed
    assert agreed.text == "agreed: Асанова просит, Г. Асановой ответили"
    assert agreed.who == "Асанова Гүлнара, ИБ"


@pytest.mark.parametrize(
    ("rule", "consent", "own", "who"),
    [
        ("organisation_only", "written", None, "ИБ"),
        ("country_only", "written", None, ""),
        ("chatham_house", "written", None, ""),
        ("attributed", "refused", None, "ИБ"),
        ("attributed", "written", "chatham_house", ""),
        ("", "written", None, ""),
    ],
)
def test_no_name_is_shown_that_a_rule_or_a_person_keeps_back(
    tmp_path: Path, rule: str, consent: str, own: str | None, who: str
) -> None:
    found = shown(tmp_path, rule, consent, own)
    [agreed] = found.agreed
    assert agreed.who == who
    for part in ("Асанов", "Гүлнара", "Asanov", "Gulnara"):
        assert part not in repr(found)


def test_what_stays_inside_and_what_is_only_noted_never_comes_onto_the_wall(tmp_path: Path) -> None:
    assert shown(tmp_path, "internal").agreed == ()
    (tmp_path / "other").mkdir()
    assert SECRET not in repr(shown(tmp_path / "other", "attributed"))


def test_a_meeting_that_is_gone_shows_nothing(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "kg.cami", country="KG") as workspace:
        assert projected(workspace.records(), "gone", "", NOW) == Projected("", "", "", None, None, ())


def test_the_wall_follows_every_record_and_the_language_though_it_is_redacted_once() -> None:
    meeting = Meeting(id="m", country="KG", title="Совещание", attribution="attributed")
    host = Organisation(id="o", country="KG", name="Институт", name_en="Institute")
    part = Participation(id="p", country="KG", meeting="m", organisation="o", role="participant")
    said = Contribution(id="c", country="KG", meeting="m", text="Да", participation="p", state="agreed")
    items = [AgendaItem(id=f"i{n}", country="KG", meeting="m", number=str(n), title=f"T{n}") for n in (1, 2)]
    records = RecordSet([meeting, host, part, said, *items], load())
    with using("ru"):
        first = projected(records, "m", "i1", NOW)
        second = projected(records, "m", "i2", NOW)
    assert (first.current, second.current, first.agreed[0].who) == ("1 T1", "2 T2", "Институт")
    assert second.agreed is first.agreed
    with using("en"):
        assert projected(records, "m", "i2", NOW).agreed[0].who == "Institute"
    records.put(Contribution(id="c", country="KG", meeting="m", text="Да", participation="p", state="disputed"))
    assert projected(records, "m", "i2", NOW).agreed == ()
