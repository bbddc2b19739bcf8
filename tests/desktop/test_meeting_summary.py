"""The summary of a meeting in the window: real pages, saved as shown; draft, final, approved; what changed since."""

from __future__ import annotations

import copy
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.meetings.summary import SummaryTab
from cami_desktop.records.kinds import Contribution, Decision, Meeting
from tests.desktop.keys import CONTROL, SHIFT, name, press, replace
from tests.outside.tools import needs
from tests.synthesis.test_meeting_summary import SILENT, meeting_records


@pytest.fixture
def place(window: MainWindow) -> Meetings:
    """The place of meetings with one meeting."""
    found = window.show_place("meetings")
    assert isinstance(found, Meetings)
    records = meeting_records()
    found.session.save_all(records)
    assert found.list.choose(records[0].id)
    return found


@pytest.fixture
def tab(place: Meetings, qtbot: QtBot) -> SummaryTab:
    """The open summary, printed."""
    found = place.open_tab("summary")
    assert isinstance(found, SummaryTab)
    qtbot.waitUntil(lambda: found.pages.count > 0 and found.session.jobs is not None and found.session.jobs.idle)
    return found


def text_of(pdf: bytes, tmp_path: Path) -> str:
    needs("pdftotext")
    (tmp_path / "shown.pdf").write_bytes(pdf)
    return subprocess.run(["pdftotext", tmp_path / "shown.pdf", "-"], capture_output=True, check=True).stdout.decode()


def test_the_pages_that_will_be_printed_are_shown_and_follow_every_change(
    tab: SummaryTab, qtbot: QtBot, tmp_path: Path
) -> None:
    assert tab.pages.count == 2
    assert "Fences must open" in text_of(tab.pdf, tmp_path)
    assert not any(part in text_of(tab.pdf, tmp_path) for part in SILENT.split())
    tab.pages.go_to(2)
    qtbot.waitUntil(lambda: not tab.pages.drawing)
    before = tab.pdf
    changed = copy.deepcopy(tab.session.all(Contribution)[0])
    changed.text = "Fences must go"
    tab.session.save(changed)
    qtbot.waitUntil(lambda: tab.pdf != before and not tab.pages.drawing)
    assert "Fences must go" in text_of(tab.pdf, tmp_path)
    assert tab.pages.number == 2, "the same page is looked at"


def test_language_and_grouping_are_chosen_and_the_file_is_what_is_shown(
    tab: SummaryTab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tab.pdf
    tab.language.setCurrentIndex(tab.language.findData("ru"))
    tab.grouping.setCurrentIndex(tab.grouping.findData("pow_item"))
    qtbot.waitUntil(lambda: tab.pdf != before and tab.session.jobs is not None and tab.session.jobs.idle)
    target = tmp_path / "saved.pdf"
    asked: list[str] = []

    def ask(_parent: object, _title: str, proposal: str, _filter: str) -> tuple[str, str]:
        asked.append(proposal)
        return str(target.with_suffix("")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    tab.pages.room.setFocus()
    press(Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(target.exists)
    assert target.read_bytes() == tab.pdf
    assert Path(asked[0]).name == "CAMI_KZ_meeting_2014-05-13_draft_ru.pdf"


def test_a_copy_is_opened_to_be_printed(tab: SummaryTab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(QUrl(url).toLocalFile())))
    tab.pages.room.setFocus()
    press(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].read_bytes() == tab.pdf


def test_keys_lead_from_draft_to_approved_and_the_day_is_stored(tab: SummaryTab, qtbot: QtBot) -> None:
    def meeting() -> Meeting:
        return tab.session.all(Meeting)[0]

    tab.pages.room.setFocus()
    assert tab.state.steps.accessibleName() == "Draft"
    press(Qt.Key.Key_Return, CONTROL)
    assert meeting().status == "final"
    qtbot.waitUntil(tab.state.date.isVisible)
    tab.state.date.setFocus()
    replace("no day")
    press(Qt.Key.Key_Return)
    assert meeting().status == "final" and "no day" in tab.state.message.text
    assert name() == "Approved on"
    replace("03.06.2014")
    press(Qt.Key.Key_Return)
    assert (meeting().status, meeting().approved_on) == ("approved", "2014-06-03")
    assert "3 June 2014" in tab.state.about.text()
    tab.pages.room.setFocus()
    press(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert (meeting().status, meeting().approved_on) == ("draft", None)
    tab.session.undo()
    assert (meeting().status, meeting().approved_on) == ("approved", "2014-06-03"), "one step each"


def test_what_is_still_open_is_said_and_one_step_away(tab: SummaryTab, place: Meetings, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: tab.state.open_list.isVisible())
    assert "Still open" in tab.state.open_head.text()
    wanted: list[tuple[str, str, str]] = []
    tab.session.wanted.connect(lambda *where: wanted.append(where))
    tab.state.open_list.setFocus()
    press(Qt.Key.Key_Return)
    kind, id_, _field = wanted[0]
    assert tab.session.find(id_) is not None and kind in ("contribution", "decision", "participation", "agenda_item")


def test_a_change_of_what_was_approved_is_said_on_every_tab_and_listed(
    tab: SummaryTab, place: Meetings, qtbot: QtBot
) -> None:
    tab.state.forward()
    tab.state.forward()
    qtbot.waitUntil(lambda: tab.state.status == "approved")
    decision = copy.deepcopy(tab.session.all(Decision)[0])
    decision.due = "2016"
    tab.session.save(decision)
    qtbot.waitUntil(lambda: place.changed_bar.text == "Changed since it was approved: 1 field")
    qtbot.waitUntil(lambda: tab.state.change_list.isVisible())
    assert tab.state.change_list.value == ("decision", decision.id, "due")
    place.open_tab("details")
    QApplication.processEvents()
    assert place.changed_bar.isVisible()
    tab.session.undo()
    qtbot.waitUntil(lambda: place.changed_bar.text == "")


def test_contributions_that_stay_in_the_country_are_said_to_be_missing(tab: SummaryTab) -> None:
    meeting = copy.deepcopy(tab.session.all(Meeting)[0])
    assert tab.message.text == ""
    meeting.attribution = "internal"
    tab.session.save(meeting)
    assert "stays in the country" in tab.message.text
