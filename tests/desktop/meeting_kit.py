"""The place of meetings in tests: opened, with a meeting, and its notes ready to be typed into."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.records.kinds import Meeting

DAY = "2014-05-13"


def meetings(window: MainWindow) -> Meetings:
    """The place of meetings."""
    found = window.show_place("meetings")
    assert isinstance(found, Meetings)
    QApplication.processEvents()
    return found


def begun(place: Meetings, **values: Any) -> Meeting:
    """A stored national meeting of one day, attributed and in Russian where nothing else is said."""
    usual = {
        "title": "Ulttyq kenes", "cycle": "cami-2014", "meeting_kind": "national_stakeholder", "starts_on": DAY,
        "attribution": "attributed", "languages": ["ru"],
    }  # fmt: skip
    return place.session.save(place.session.new(Meeting, **{**usual, **values}))


def open_notes(place: Meetings, meeting: Meeting) -> NotesTab:
    """The notes of a meeting, with the entry line in focus."""
    assert place.list.choose(meeting.id)
    found = place.open_tab("notes")
    assert isinstance(found, NotesTab)
    QApplication.processEvents()
    found.entry.text.setFocus()
    return found
