"""The tour: from the start page through the sample to a signed package; it survives a change of language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.submit.place import Submit
from cami_desktop.desktop.tour import STEPS, sample_folder
from cami_desktop.loop.sample import PASSPHRASE
from cami_desktop.records.kinds import Meeting, Note, PopulationEstimate
from cami_desktop.workspace.ledger import Submission
from tests.desktop.keys import press


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in sample_folder("KG").parents
    return tmp_path


def done(window: MainWindow) -> bool:
    tour = window.panels.tour
    return tour is not None and tour.state.text == "Done"


def test_a_newcomer_comes_from_the_start_page_to_a_signed_package(
    app: QApplication, home: Path, qtbot: QtBot
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    start = window.start
    start.country.setCurrentIndex(start.country.findData("KG"))
    start.who.setText("Айгерим")
    start.sampler.click()
    qtbot.waitUntil(lambda: window.panels.tour is not None, timeout=60_000)
    tour, session = window.panels.tour, window.session
    assert tour is not None and session is not None
    assert session.workspace.who == "Айгерим"

    qtbot.waitUntil(lambda: tour.forward.hasFocus() and tour.forward.isVisible())
    press(Qt.Key.Key_F9)
    assert window.place_id == "species" and not done(window)
    assert window.places["species"].memory().endswith("/population")
    session.save(session.new(PopulationEstimate, taxon="saiga", year=2024, best=12))
    qtbot.waitUntil(lambda: done(window))

    press(Qt.Key.Key_F9)
    session.undo()
    qtbot.waitUntil(lambda: done(window))

    press(Qt.Key.Key_F9)
    assert window.place_id == "meetings" and window.places["meetings"].memory().endswith("/notes")
    meeting = session.all(Meeting)[0]
    session.save(session.new(Note, text="Хорошо", meeting=meeting.id))
    qtbot.waitUntil(lambda: done(window))

    window.speak("ru")
    assert window.panels.tour is not None and window.panels.tour.at == 3
    window.speak("en")

    press_on = window.panels.tour
    assert press_on is not None
    press_on.forward.click()
    press_on.forward.click()
    submit = window.places["submit"]
    assert isinstance(submit, Submit) and PASSPHRASE in press_on.text.text()
    submit.sign.key.secret.setText(PASSPHRASE)
    submit.sign.key.secret.returnPressed.emit()
    qtbot.waitUntil(lambda: submit.sign.opened is not None and submit.sign.signer.isEnabled(), timeout=30_000)
    submit.sign.sign()
    qtbot.waitUntil(lambda: bool(session.workspace.ledger(Submission, direction="sent")), timeout=60_000)
    qtbot.waitUntil(lambda: done(window))
    press_on.forward.click()
    assert press_on.at == len(STEPS) - 1
    press_on.end.click()
    assert window.panels.tour is None
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.who == "Айгерим", "the next start notes changes under the same name"
    assert list((session.workspace.path.parent / "packages").glob("*.asice"))
    window.close()


def test_the_sample_is_opened_again_when_it_is_there(app: QApplication, home: Path, qtbot: QtBot) -> None:
    folder = sample_folder("KG")
    folder.mkdir(parents=True)
    from cami_desktop.workspace.workspace import Workspace

    with Workspace.create(folder / "KG sample.cami", country="KG", who="Before") as workspace:
        workspace.save(Note(text="Mine"))
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.files.sample("KG", "")
    qtbot.waitUntil(lambda: window.panels.tour is not None, timeout=30_000)
    assert window.session is not None
    assert [note.text for note in window.session.all(Note)] == ["Mine"]
    window.close()
