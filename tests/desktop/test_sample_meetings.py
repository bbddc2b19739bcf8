"""Each of the five national meetings of the sample opens with its agenda, notes in order, contributions, decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.contributions import ContributionsTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.meetings.tabs import ListTab
from cami_desktop.loop.sample import fill
from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Contribution, Decision, Meeting, Note
from cami_desktop.workspace.workspace import Workspace

TABS: Mapping[str, type[Record]] = {
    "agenda": AgendaItem, "notes": Note, "contributions": Contribution, "decisions": Decision,
}  # fmt: skip


def shown(tab: ListTab) -> list[Record]:
    """The records of a tab from above."""
    rows = tab.browser.table.rows
    return [one for row in range(rows.rowCount()) if (one := rows.record(row)) is not None]


@pytest.mark.parametrize("country", ["KZ", "KG", "TJ", "TM", "UZ"])
def test_the_meeting_opens_with_all_that_belongs_to_it(
    country: str, open_window: Callable[[Path], MainWindow], tmp_path: Path
) -> None:
    path = tmp_path / "sample.cami"
    with Workspace.create(path, country=country, who="Test") as workspace:
        workspace.backups.wanted = False
        fill(workspace, country)
    place = open_window(path).show_place("meetings")
    assert isinstance(place, Meetings)
    session = place.session
    (meeting,) = session.all(Meeting)
    assert place.list.choose(meeting.id) and place.name.text() == meeting.title
    for code, cls in TABS.items():
        tab = place.open_tab(code)
        assert isinstance(tab, ListTab)
        mine = {record.id for record in session.all(cls) if record.values()["meeting"] == meeting.id}
        assert mine and {record.id for record in shown(tab)} == mine
        if cls is AgendaItem:
            numbers = [int(str(record.values()["number"])) for record in shown(tab)]
            assert numbers == sorted(numbers)
        if cls is Note:
            times = [str(record.values()["noted_at"]) for record in shown(tab)]
            assert times == sorted(times)
        if isinstance(tab, ContributionsTab):
            one = next(record for record in session.all(Contribution) if record.notes)
            assert tab.show_record(one) and set(tab.origin.table.values) == set(one.notes)
