"""What is typed and not stored is kept in the file each second, survives a kill, and is offered back calmly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.drafts import LINE, Drafts
from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.species.place import Species
from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.records.kinds import Meeting, Note, PopulationEstimate, Source
from cami_desktop.workspace.drafts import Draft
from cami_desktop.workspace.workspace import Workspace

from .keys import enter, focus, name, press, replace

ROOT = Path(__file__).resolve().parents[2]

TYPES_UNTIL_KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
from cami_desktop.desktop.application import make_application
from cami_desktop.desktop.main_window import MainWindow
from tests.desktop.keys import replace

app = make_application([], "en")
window = MainWindow(who="Aigerim")
window.show()
window.activateWindow()
window.open_file(Path(sys.argv[1]))

def begin():
    if window.session is None or not window.stack.isVisible() or not window.places:
        QTimer.singleShot(20, begin)
        return
    record = next(r for r in window.session.records if r.kind == "population_estimate" and not r.deleted)
    window.show_record(record.kind, record.id, "best")
    QTimer.singleShot(100, type_)

def type_():
    replace("1 2oo")
    look()

def look():
    if window.session.workspace.drafts():
        print("kept", flush=True)
    else:
        QTimer.singleShot(20, look)

begin()
QTimer.singleShot(20_000, app.quit)
app.exec()
"""


def drafts_in(path: Path) -> list[Draft]:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.drafts()


def stored_drafts(session: Session) -> list[tuple[str, str]]:
    session.flush()
    session.drafts.writer.finish()
    return [(draft.field, draft.text) for draft in session.workspace.drafts()]


def population(window: MainWindow, field: str = "best") -> RecordForm:
    """Go to a field of the first estimate, with the keyboard in it."""
    assert window.session is not None
    record = window.session.all(PopulationEstimate)[0]
    window.show_record(record.kind, record.id, field)
    QApplication.processEvents()
    place = window.places["species"]
    assert isinstance(place, Species)
    form = place.open_tab("population").findChild(RecordForm)
    assert form is not None
    return form


def browser_of(form: RecordForm) -> RecordBrowser:
    """The table and form that a form belongs to."""
    widget = form.parentWidget()
    while not isinstance(widget, RecordBrowser):
        assert widget is not None
        widget = widget.parentWidget()
    return widget


def test_a_text_that_was_being_typed_when_the_program_was_killed_is_offered_back(
    path: Path, tmp_path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-c", TYPES_UNTIL_KILLED, str(path), str(tmp_path)],
        stdout=subprocess.PIPE, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"kept"
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.wait()
    child.stdout.close()

    window = open_window(path)
    QApplication.processEvents()
    bar = window.offered
    assert bar.isVisible()
    assert "Typed and not stored on" in bar.words.text()
    assert "Population estimate “" in bar.words.text()
    assert "Best estimate: “1 2oo”" in bar.words.text()
    stored = window.session.all(PopulationEstimate)[0].best  # type: ignore[union-attr]
    QTest.mouseClick(bar.take, Qt.MouseButton.LeftButton)
    assert name() == "Best estimate"
    assert focus().text() == "1 2oo"  # type: ignore[attr-defined]
    assert window.session is not None
    assert window.session.all(PopulationEstimate)[0].best == stored
    assert not bar.isVisible()
    replace("1 200")
    press(Qt.Key.Key_Return)
    assert window.session.all(PopulationEstimate)[0].best == 1_200
    assert stored_drafts(window.session) == []


def test_a_field_that_is_typed_in_is_kept_and_forgotten_when_it_is_stored(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    form = population(window)
    replace("4321")
    qtbot.waitUntil(lambda: [draft.text for draft in session.workspace.drafts()] == ["4321"], timeout=5_000)
    press(Qt.Key.Key_Return)
    assert form.record is not None
    assert form.record.values()["best"] == 4_321
    assert stored_drafts(session) == []


def test_a_text_that_is_taken_back_by_hand_leaves_no_draft(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    form = population(window)
    before = form.rows["best"].editor.typed()
    replace("77")
    form.drafting.keep_dirty()
    replace(before)
    press(Qt.Key.Key_Return)
    assert stored_drafts(session) == []


def test_a_refused_text_is_shown_again_and_outlives_the_session(
    window: MainWindow, path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    session = window.session
    assert session is not None
    form = population(window)
    replace("many")
    press(Qt.Key.Key_Return)
    assert form.rows["best"].complaint
    other = session.all(PopulationEstimate)[1]
    window.show_record(other.kind, other.id)
    assert form.rows["best"].editor.typed() != "many"
    first = session.all(PopulationEstimate)[0]
    window.show_record(first.kind, first.id)
    assert form.rows["best"].editor.typed() == "many"
    assert form.rows["best"].complaint
    assert not window.offered.isVisible()
    window.close()
    QApplication.processEvents()

    again = open_window(path)
    QApplication.processEvents()
    assert "Best estimate: “many”" in again.offered.words.text()
    again.offered.discard.click()
    assert "many" in again.status.message.text
    assert not again.offered.isVisible()
    assert again.session is not None
    assert stored_drafts(again.session) == []


def test_a_record_that_could_not_begin_is_offered_and_begun_again_with_what_the_place_filled_in(
    window: MainWindow, path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    session = window.session
    assert session is not None
    form = population(window)
    before = len(session.all(PopulationEstimate))
    browser_of(form).new_record()
    form.focus_field("year")
    enter("last spring")
    press(Qt.Key.Key_Return)
    assert form.rows["year"].complaint
    assert form.record is not None
    assert form.record.id == ""
    assert len(session.all(PopulationEstimate)) == before
    window.close()
    QApplication.processEvents()

    again = open_window(path)
    QApplication.processEvents()
    assert "Population estimate (new), Year: “last spring”" in again.offered.words.text()
    again.offered.take.click()
    QApplication.processEvents()
    assert focus().text() == "last spring"  # type: ignore[attr-defined]
    replace("2016")
    press(Qt.Key.Key_Return)
    assert again.session is not None
    made = [record for record in again.session.all(PopulationEstimate) if record.year == 2016]
    assert [record.taxon for record in made] == ["saiga"]
    assert stored_drafts(again.session) == []


def test_what_was_refused_in_a_new_record_stays_in_sight_when_another_one_is_shown(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    form = population(window)
    browser = browser_of(form)
    browser.new_record()
    form.focus_field("year")
    enter("soon")
    first = session.all(PopulationEstimate)[0]
    window.show_record(first.kind, first.id)
    assert "Year: “soon”" in window.offered.words.text()
    browser.new_record()
    assert form.rows["year"].editor.typed() == "soon"
    assert not window.offered.isVisible()


def notes(window: MainWindow, meeting: Meeting) -> NotesTab:
    place = window.show_place("meetings")
    assert isinstance(place, Meetings)
    assert place.list.choose(meeting.id)
    tab = place.open_tab("notes")
    assert isinstance(tab, NotesTab)
    return tab


def test_what_is_typed_for_one_meeting_is_not_stored_in_another(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    first, second = (session.save(session.new(Meeting, title=title)) for title in ("Council", "Field visit"))
    tab = notes(window, first)
    tab.entry.text.setFocus()
    enter("Рыбаки просят")
    tab = notes(window, second)
    assert tab.entry.text.text() == ""
    tab.entry.store()
    assert [note for note in session.all(Note) if note.text == "Рыбаки просят"] == []
    tab = notes(window, first)
    assert tab.entry.text.text() == "Рыбаки просят"
    tab.entry.store()
    session.flush()
    assert [note.meeting for note in session.all(Note) if note.text == "Рыбаки просят"] == [first.id]


def test_the_entry_line_of_the_notes_keeps_its_text_over_a_crash_and_another_language(
    window: MainWindow, path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    session = window.session
    assert session is not None
    meeting = session.save(session.new(Meeting, title="Council"))
    tab = notes(window, meeting)
    tab.entry.text.setFocus()
    enter("Рыбаки просят")
    tab.entry.drafting.keep()
    window.speak("ru")
    QApplication.processEvents()
    window.speak("en")
    QApplication.processEvents()
    tab = notes(window, meeting)
    assert tab.entry.text.text() == "Рыбаки просят"
    window.close()
    QApplication.processEvents()

    again = open_window(path)
    QApplication.processEvents()
    assert again.session is not None
    (offer,) = again.session.drafts.offers
    assert offer.context is not None
    assert (offer.kind, offer.context.typed_in, offer.context.values["meeting"]) == ("note", LINE, meeting.id)
    again.offered.take.click()
    assert focus().text() == "Рыбаки просят"  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return)
    assert [note.text for note in again.session.all(Note)] == ["Рыбаки просят"]
    assert stored_drafts(again.session) == []


def test_several_texts_are_listed_and_later_offers_them_at_the_next_opening(
    path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    with Workspace.open(path, who="Test") as workspace:
        (source,) = workspace.all(Source)
        workspace.keep_draft("source", source.id, "citation", "Aerial survey rep")
        workspace.keep_draft("population_estimate", workspace.all(PopulationEstimate)[2].id, "best", "9x")
    window = open_window(path)
    QApplication.processEvents()
    assert "2 texts were typed" in window.offered.words.text()
    assert window.offered.list.count() == 2
    window.top.languages.setFocus()
    for wanted in ("Take it over", "Discard", "Later"):
        press(Qt.Key.Key_Tab)
        assert focus().text() == wanted  # type: ignore[attr-defined]
    press(Qt.Key.Key_Tab)
    assert name() == "Typed and not stored"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert not window.offered.list.isVisible()
    window.offered.later.click()
    assert not window.offered.isVisible()
    window.close()
    QApplication.processEvents()
    assert len(drafts_in(path)) == 1


def test_a_text_whose_field_is_not_shown_is_copied_and_stays_offered(
    path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    with Workspace.open(path, who="Test") as workspace:
        workspace.keep_draft("note", "018f0000-0000-7000-8000-000000000000", "text", "Left over")
    window = open_window(path)
    QApplication.processEvents()
    assert "Note (new), Text: “Left over”" in window.offered.words.text()
    window.offered.take.click()
    assert QApplication.clipboard().text() == "Left over"
    assert window.offered.isVisible()


def test_drafts_that_cannot_be_kept_are_told_once_and_the_text_stays(session: Session, qtbot: QtBot) -> None:
    told: list[str] = []
    session.told.connect(lambda text, _tone: told.append(text))
    drafts: Drafts = session.drafts
    record = session.all(PopulationEstimate)[0]
    session.workspace.path.rename(session.workspace.path.with_name("away.cami"))
    try:
        for text in ("1", "12"):
            drafts.keep(record.kind, record.id, "best", text)
            qtbot.waitUntil(lambda: bool(told), timeout=5_000)
        drafts.finish()
        QApplication.processEvents()
    finally:
        session.workspace.path.with_name("away.cami").rename(session.workspace.path)
    assert len(told) == 1
    assert "cannot be kept as a draft" in told[0]
    assert drafts.text(record.id, "best") == "12"


def test_the_window_stays_once_where_closing_would_lose_a_text(
    path: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    window = open_window(path)
    assert window.session is not None
    record = window.session.all(PopulationEstimate)[0]
    away = path.with_name("away.cami")
    path.rename(away)
    try:
        window.session.drafts.keep(record.kind, record.id, "best", "12")
        qtbot.waitUntil(lambda: window.top.saved.text() == "Not all is saved", timeout=5_000)
        window.close()
        assert window.isVisible()
        assert "closing once more loses it" in window.status.message.text
    finally:
        away.rename(path)
    window.session.drafts.keep(record.kind, record.id, "best", "123")
    qtbot.waitUntil(lambda: window.top.saved.text() != "Not all is saved", timeout=5_000)
    window.close()
    # Closing waits for a job that may be under way.
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5_000)


def test_what_is_not_saved_is_shown_where_the_disk_does_not_answer_at_all(
    path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    qtbot.waitUntil(lambda: window.jobs.idle, timeout=5_000)
    record = window.session.all(PopulationEstimate)[0]
    away = path.with_name("away.cami")
    path.rename(away)
    # What is open already would go on reading.
    window.session.workspace._engine.dispose()
    try:
        window.session.drafts.keep(record.kind, record.id, "best", "12")
        qtbot.waitUntil(lambda: window.top.saved.text() == "Not all is saved", timeout=5_000)
        window.session.undo()
        qtbot.waitUntil(lambda: "does not answer" in window.status.message.text, timeout=5_000)
    finally:
        away.rename(path)
    window.session.drafts.keep(record.kind, record.id, "best", "123")
    qtbot.waitUntil(lambda: window.top.saved.text() != "Not all is saved", timeout=5_000)


@pytest.mark.parametrize("stored", [True, False])
def test_a_context_without_its_texts_is_nothing_to_offer(path: Path, app: QApplication, stored: bool) -> None:
    with Workspace.open(path, who="Test") as workspace:
        id_ = workspace.all(Source)[0].id if stored else "018f0000-0000-7000-8000-000000000001"
        workspace.keep_draft("source", id_, "", '{"values": {}}')
        session = Session(workspace, workspace.records())
        assert session.drafts.offers == []
        assert stored_drafts(session) == []
