"""Two note takers in the window: look first, join with the key, choose where both changed, hand over; by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.meetings.together import Together
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.receive import receive
from cami_desktop.loop.submit import submit
from cami_desktop.loop.trusting import trust, trust_of
from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.workspace.ledger import Conflict
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import enter, press
from tests.exchange import signing
from tests.loop.kit import country

PATIENCE = 60_000
AT = "2014-05-14 10:0{n}:00"


def working(workspace: Workspace, office: signing.Office, folder: Path) -> Path:
    return submit(workspace, folder, office.enrolled, kind="working", report_language="en").package


@pytest.fixture
def home(tmp_path: Path, office: signing.Office) -> Path:
    """The coordinator's workspace and key, and a package of an assistant who noted the same meeting."""
    made = country(tmp_path / "KG.cami", office)
    (tmp_path / "KG.p12").write_bytes((office.folder / "KG.p12").read_bytes())
    with Workspace.create(tmp_path / "assistant.cami", country="KG", who="Assistant") as other:
        trust(other, office.folder / "root.pem")
        receive(other, [working(made.workspace, office, tmp_path / "first")])
        (meeting,) = other.all(Meeting)
        for n in (1, 2):
            other.save(Note(meeting=meeting.id, noted_at=AT.format(n=n), text=f"Сказанное {n}: нужен учёт сайгака"))
        meeting.venue = "Малый зал"
        other.save(meeting)
        working(other, office, tmp_path / "second")
    mine = made.workspace.get(Meeting, made.meeting.id)
    assert mine is not None
    mine.venue = "Большой зал"
    made.workspace.save(mine)
    made.workspace.save(
        Note(meeting=mine.id, noted_at=AT.format(n=3), text="Нужен учёт сайгака, сказанное 1")
    )
    made.workspace.close()
    return tmp_path


@pytest.fixture
def place(home: Path, open_window: Callable[[Path], MainWindow]) -> Meetings:
    found = open_window(home / "KG.cami").show_place("meetings")
    assert isinstance(found, Meetings)
    return found


@pytest.fixture
def together(place: Meetings) -> Iterator[Together]:
    place.list.list.setFocus()
    press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert place.together is not None and place.together.joining.chooser.hasFocus()
    yield place.together


def look(together: Together, home: Path, qtbot: QtBot) -> None:
    together.joining.look_at([home / "second"])
    qtbot.waitUntil(lambda: not together.joining.busy, timeout=PATIENCE)


def test_a_package_is_looked_at_joined_and_taken_back_by_keyboard(
    place: Meetings, together: Together, home: Path, qtbot: QtBot
) -> None:
    session = place.session
    before = len(session.all(Note))
    look(together, home, qtbot)
    assert "2 new notes" in together.joining.message.text and len(session.all(Note)) == before
    assert "1 field will wait for your choice" in together.joining.message.text
    assert together.joining.table.values == ["meeting", "note"]
    assert together.joining.joiner.hasFocus(), "the next key joins"
    press(Qt.Key.Key_Space)
    assert place.refuses_to_go()
    qtbot.waitUntil(lambda: len(session.all(Note)) == before + 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not together.choices_card.isHidden(), timeout=PATIENCE)
    assert "2 notes came in" in together.joining.message.text and not place.refuses_to_go()
    assert any("merge" in path.name for path in (home).rglob("*.cami*")), "a backup was made before"
    look(together, home, qtbot)
    assert "received already" in together.joining.message.text and not together.joining.joiner.isEnabled()
    place.session.undo()
    qtbot.waitUntil(lambda: len(session.all(Note)) == before, timeout=PATIENCE)


def test_what_both_changed_is_chosen_below_and_nothing_waits_any_more(
    place: Meetings, together: Together, home: Path, qtbot: QtBot
) -> None:
    look(together, home, qtbot)
    together.joining.join()
    qtbot.waitUntil(lambda: len(together.choices.waiting) == 1, timeout=PATIENCE)
    together.choices.table.setFocus()
    together.choices.table.choose(together.choices.table.values[0])
    press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: together.choices_card.isHidden(), timeout=PATIENCE)
    (meeting,) = place.session.all(Meeting)
    assert meeting.venue == "Малый зал"
    assert place.session.workspace.ledger(Conflict, state="open") == []


def test_the_workspace_is_handed_over_with_the_key_and_esc_goes_back(
    place: Meetings, together: Together, home: Path, qtbot: QtBot
) -> None:
    hand = together.handing
    assert not hand.signer.isEnabled()
    hand.key.secret.setFocus()
    enter(signing.PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hand.signer.hasFocus(), timeout=PATIENCE)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: hand.path is not None, timeout=PATIENCE)
    assert hand.path is not None and hand.path.name == "CAMI_KG_cami-2014_002_working.asice"
    with Workspace.open(home / "assistant.cami", read_only=True) as other:
        assert verify_package(hand.path, trust_of(other)).verdict == "genuine"
    assert hand.opener.hasFocus() and "give this one file" in hand.message.text
    press(Qt.Key.Key_Escape)
    assert together.isHidden() and not place.right.isHidden()


def test_what_is_no_working_package_is_told_and_nothing_changes(
    place: Meetings, together: Together, home: Path, qtbot: QtBot
) -> None:
    (home / "other").mkdir()
    (home / "other" / "x.asice").write_bytes(b"nothing")
    together.joining.look_at([home / "other"])
    qtbot.waitUntil(lambda: not together.joining.busy, timeout=PATIENCE)
    assert together.joining.message.text.startswith("x.asice: ")
    together.joining.look_at([home / "KG.p12"])
    assert "No package" in together.joining.message.text
    assert not together.joining.joiner.isEnabled()


def test_the_notes_that_came_are_looked_at_from_there(
    place: Meetings, together: Together, home: Path, qtbot: QtBot
) -> None:
    look(together, home, qtbot)
    together.joining.join()
    qtbot.waitUntil(lambda: not together.to_notes.isHidden(), timeout=PATIENCE)
    together.to_notes.click()
    assert isinstance(place.tabs.page("notes"), NotesTab) and place.tabs.code == "notes" and together.isHidden()
