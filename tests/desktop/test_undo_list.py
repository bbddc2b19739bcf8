"""The lists beside undo and redo say what each step did, in words, and go as far as the person chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt

from cami_desktop.desktop.changes import step_words
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.session import Session
from cami_desktop.records.kinds import Organisation, PopulationEstimate, Source
from cami_desktop.workspace.workspace import Workspace

from .keys import press


def first(session: Session) -> PopulationEstimate:
    return session.all(PopulationEstimate)[0]


def put(session: Session, **values: object) -> None:
    record = first(session)
    for name, value in values.items():
        setattr(record, name, value)
    session.save(record)


def words(session: Session) -> list[str]:
    return [step_words(session, step) for step in session.undo_steps(20)]


def test_a_step_of_one_field_says_field_old_and_new_value_and_record(session: Session) -> None:
    put(session, best=1_500)
    assert words(session)[0].startswith("Best estimate: 1,000 → 1,500 (")
    assert "Betpak-dala" in words(session)[0]
    put(session, best=None)
    assert words(session)[0].startswith("Best estimate: 1,500 → –")


def test_steps_that_begin_remove_or_change_several_things_say_so(session: Session) -> None:
    put(session, best=2, minimum=1, maximum=3)
    assert "Best estimate" in words(session)[0]
    assert words(session)[0].count(",") >= 2
    assert "→" not in words(session)[0]
    session.save(session.new(Organisation, name="Steppe Society"))
    assert words(session)[0] == "New Organisation: Steppe Society"
    session.remove(session.all(Organisation)[-1:])
    assert words(session)[0] == "Removed Organisation: Steppe Society"
    session.save_all([session.new(Source, citation=text) for text in ("A", "B")], label="Sources pasted")
    assert words(session)[0] == "Sources pasted (2 records)"


def test_what_a_step_did_is_told_in_the_language_now_spoken(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    put(session, best=1_500)
    english = window.top.undo_button.toolTip()
    window.speak("ru")
    russian = window.top.undo_button.toolTip()
    window.speak("en")
    assert "1,000 → 1,500" in english
    assert "Best estimate" in english
    assert "1,500" not in russian
    assert "Best estimate" not in russian


def test_choosing_a_step_undoes_through_it_and_redo_goes_all_the_way_back(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    for best in (1, 2, 3, 4):
        put(session, best=best)
    window.rail.setFocus()
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    menu = window.top._lists[True]
    assert menu.isVisible()
    assert menu.actions()[0].text().startswith("Best estimate: 3 → 4")
    assert "\t" in menu.actions()[0].text()
    assert "Aigerim" in menu.actions()[0].text()
    menu.actions()[2].trigger()
    menu.close()
    assert first(session).best == 1
    assert window.status.message.text == "3 steps undone"
    oldest = session.redo_steps(5)[-1]
    assert session.redo_through(oldest.change.id) == 3
    assert first(session).best == 4


def test_undoing_through_a_step_stops_with_the_reason_where_one_cannot_be_undone(session: Session) -> None:
    for best in (1, 2):
        put(session, best=best)
    target = session.undo_steps(2)[1].change.id
    record = session.workspace.get(PopulationEstimate, first(session).id)
    assert record is not None
    before = session.workspace.get(PopulationEstimate, record.id)
    record.best = 99
    with session.workspace.transaction("a merge", origin="repair") as change:
        change.put_all([(before, record, {})])
    told: list[tuple[str, str]] = []
    session.told.connect(lambda text, tone: told.append((text, tone)))
    assert session.undo_through(target) == 0
    assert told[-1][1] == "error"
    assert "cannot be undone" in told[-1][0]


def test_nothing_is_offered_where_nobody_may_edit(session: Session) -> None:
    put(session, best=1)
    path = session.workspace.path
    with Workspace.open(path, read_only=True) as workspace:
        reader = Session(workspace, workspace.records())
        assert reader.undo_steps(5) == []
        assert reader.drafts.offers == []
