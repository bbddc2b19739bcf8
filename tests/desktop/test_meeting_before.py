"""Before a meeting, with the keyboard: begun from a template, a list of people pasted, consent, papers printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.new import NewMeeting
from cami_desktop.desktop.places.meetings.paste import PeoplePaste
from cami_desktop.desktop.places.meetings.people import ParticipantsTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.places.meetings.tabs import AgendaTab
from cami_desktop.records import Record
from cami_desktop.records.kinds import AgendaItem, Meeting, Organisation, Participation, Person
from cami_desktop.records.meanings import MEANINGS
from cami_desktop.records.meeting_begin import templates
from tests.desktop.keys import CONTROL, SHIFT, enter, fill, focus, name, press, replace, tab_to
from tests.desktop.meeting_kit import meetings

LIST = (
    "Ф.И.О.\tОрганизация\tДолжность\tE-mail\n"
    "Айгерім Сәрсенова\tОхотзоопром\tэколог\ta@ozp.kz\n"
    "Isaev Aibek\tInstitute of Zoology\thead\t\n"
    "Петров Пётр\tInstitut of Zoology\t\t\n"
    "Петров Пётр\tInstitut of Zoology\t\t\n"
    "просим подтвердить участие\n"
)


@pytest.fixture
def place(window: MainWindow) -> Meetings:
    """The place of meetings, without any meeting yet."""
    return meetings(window)


@pytest.fixture
def meeting(place: Meetings) -> Meeting:
    """A meeting without participants; Исаев Айбек is in the register."""
    session = place.session
    made = session.save(session.new(Meeting, title="Кеңес", cycle="cami-2014", starts_on="2014-05-13"))
    zoology = session.save(session.new(Organisation, name="Institute of Zoology"))
    session.save(session.new(Person, name="Исаев Айбек Муратович", organisation=zoology.id))
    assert place.list.choose(made.id)
    return made


def people_tab(place: Meetings) -> ParticipantsTab:
    """The open participants."""
    tab = place.open_tab("participants")
    assert isinstance(tab, ParticipantsTab)
    QApplication.processEvents()
    return tab


def pasted(place: Meetings, qtbot: QtBot, text: str) -> PeoplePaste:
    """The preview of a list that was pasted with the keyboard into the line for a name."""
    QGuiApplication.clipboard().setText(text)
    tab = people_tab(place)
    tab.adder.person.setFocus()
    press(Qt.Key.Key_V, CONTROL)
    panel = tab.paste_panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.found is not None)
    assert name() == "Lines of the list"
    return panel


def states(panel: PeoplePaste) -> list[str]:
    """What becomes of the lines, as it is shown."""
    items = (panel.lines.topLevelItem(n) for n in range(panel.lines.topLevelItemCount()))
    return [item.text(1) for item in items if item is not None]


def test_a_meeting_is_made_from_a_template_with_the_keyboard_in_one_step(place: Meetings) -> None:
    press(Qt.Key.Key_D, CONTROL | SHIFT)
    assert name() == "Begin with"
    press(Qt.Key.Key_Down)
    panel = place.new_panel
    assert isinstance(panel, NewMeeting)
    assert panel.begins.currentText() == "Expert consultation"
    assert "agenda item" in panel.about.text()
    press(Qt.Key.Key_Up)
    fill("Begins on", "13.05.2014")
    fill("Ends on", "14.5.2014")
    tab_to("Attribution rule")
    assert panel.rule.text() == MEANINGS["attribution_rule"]["organisation_only"]
    tab_to("Title")
    replace("Ulttyq kenes")
    press(Qt.Key.Key_Return, CONTROL)
    session = place.session
    [made] = session.all(Meeting)
    template = templates()["national_stakeholder"]
    assert (made.title, made.starts_on, made.ends_on) == ("Ulttyq kenes", "2014-05-13", "2014-05-14")
    assert (made.meeting_kind, made.attribution, made.cycle) == (
        "national_stakeholder", "organisation_only", session.info.cycle,
    )  # fmt: skip
    assert [item.title for item in session.all(AgendaItem)] == [one.title["en"] for one in template.items]
    assert place.tabs.code == "agenda" and place.name.text() == "Ulttyq kenes"
    session.undo()
    assert session.all(Meeting) == [] and session.all(AgendaItem) == []


def test_a_date_that_cannot_be_is_told_and_escape_makes_nothing(place: Meetings) -> None:
    press(Qt.Key.Key_D, CONTROL | SHIFT)
    panel = place.new_panel
    assert isinstance(panel, NewMeeting)
    fill("Begins on", "31.02.2014")
    press(Qt.Key.Key_Return, CONTROL)
    assert "31.02.2014" in panel.message.text
    press(Qt.Key.Key_Escape)
    assert place.right.isVisible()
    assert place.session.all(Meeting) == []


def test_a_new_meeting_takes_the_participants_of_the_last_one_where_wished(place: Meetings, meeting: Meeting) -> None:
    session = place.session
    [person] = session.all(Person)
    session.save(session.new(Participation, meeting=meeting.id, person=person.id, role="chair", consent="written"))
    press(Qt.Key.Key_D, CONTROL | SHIFT)
    panel = place.new_panel
    assert isinstance(panel, NewMeeting)
    panel.people.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CONTROL)
    made = place.meeting
    assert made is not None and made.id != meeting.id
    [part] = session.all(Participation, lambda one: one.meeting == made.id)
    assert (part.person, part.role, part.consent) == (person.id, "chair", None)
    assert len(session.all(AgendaItem)) == len(templates()["national_stakeholder"].items)


def test_a_pasted_list_is_decided_with_figures_and_stored_in_one_step(
    place: Meetings, meeting: Meeting, qtbot: QtBot
) -> None:
    session = place.session
    [isaev] = session.all(Person)
    panel = pasted(place, qtbot, LIST)
    assert states(panel) == ["not understood", "new", "to be decided", "to be decided", "twice in the list"]
    assert not panel.apply_button.isEnabled()
    press(Qt.Key.Key_Return, CONTROL)
    assert session.all(Participation) == [], "nothing is stored while something is open"
    assert "Isaev Aibek" in panel.person.words.text()
    press(Qt.Key.Key_1)
    assert panel.found is not None and panel.found.plan.rows[1].person.choice == isaev.id
    assert "Institut of Zoology" in panel.organisation.words.text(), "the next open question"
    press(Qt.Key.Key_1)
    assert states(panel) == ["not understood", "new", "in the register", "new", "twice in the list"]
    press(Qt.Key.Key_Return, CONTROL)
    parts = session.all(Participation)
    assert len(parts) == 3
    assert {part.person for part in parts} >= {isaev.id}
    assert all(part.consent is None and part.meeting == meeting.id for part in parts)
    assert len(session.all(Organisation)) == 2, "no organisation was made twice"
    people = {person.name: person for person in session.all(Person)}
    assert set(people) == {"Исаев Айбек Муратович", "Айгерім Сәрсенова", "Петров Пётр"}
    assert people["Исаев Айбек Муратович"].position == "head"
    assert people["Айгерім Сәрсенова"].email == "a@ozp.kz"
    assert name() == "Participants"
    session.undo()
    assert session.all(Participation) == [] and len(session.all(Person)) == 1


def test_a_line_may_be_left_out_taken_as_a_name_or_be_somebody_new(
    place: Meetings, meeting: Meeting, qtbot: QtBot
) -> None:
    panel = pasted(place, qtbot, LIST)
    press(Qt.Key.Key_Home, CONTROL)
    assert states(panel)[0] == "not understood"
    press(Qt.Key.Key_0)
    assert "not understood" not in states(panel)
    assert panel.found is not None
    assert panel.found.plan.rows[-1].listed.name == "просим подтвердить участие"
    press(Qt.Key.Key_Delete)
    assert states(panel)[-1] == "left out"
    assert panel.lines.choose(panel.found.plan.rows[1])
    press(Qt.Key.Key_0)
    press(Qt.Key.Key_0)
    assert panel.apply_button.isEnabled()
    panel.apply()
    session = place.session
    assert {person.name for person in session.all(Person)} == {
        "Исаев Айбек Муратович", "Айгерім Сәрсенова", "Isaev Aibek", "Петров Пётр",
    }  # fmt: skip
    assert "Institut of Zoology" in {one.name for one in session.all(Organisation)}


def test_who_takes_part_already_is_told_and_the_rest_can_be_new_at_once(
    place: Meetings, meeting: Meeting, qtbot: QtBot
) -> None:
    session = place.session
    [person] = session.all(Person)
    session.save(session.new(Participation, meeting=meeting.id, person=person.id, role="chair"))
    panel = pasted(place, qtbot, "Исаев Айбек Муратович\nАйбек Исаев\nЮлия Ким\n")
    assert states(panel) == ["takes part already", "to be decided", "new"]
    panel.rest_button.setFocus()
    press(Qt.Key.Key_Space)
    assert states(panel) == ["takes part already", "new", "new"]
    assert focus() is panel.apply_button
    press(Qt.Key.Key_Space)
    assert len(session.all(Participation)) == 3


def test_escape_leaves_everything_as_it_is_and_no_list_is_told(
    place: Meetings, meeting: Meeting, qtbot: QtBot
) -> None:
    pasted(place, qtbot, LIST)
    press(Qt.Key.Key_Escape)
    tab = people_tab(place)
    assert not tab.pasting
    assert tab.browser.isVisible()
    assert place.session.all(Participation) == []
    told: list[str] = []
    place.session.told.connect(lambda text, _tone: told.append(text))
    QGuiApplication.clipboard().setText("  \n ")
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    assert not tab.pasting
    assert tab.browser.isVisible()
    assert "no list" in told[-1]


def test_what_was_not_understood_can_be_copied(place: Meetings, meeting: Meeting, qtbot: QtBot) -> None:
    panel = pasted(place, qtbot, LIST)
    assert panel.copy_unread() == "6\tпросим подтвердить участие\tno name was found"


def test_consent_of_many_participants_is_set_at_once_and_explained(place: Meetings, meeting: Meeting) -> None:
    session = place.session
    made: list[Record] = [session.new(Person, name=f"Person {n}") for n in range(3)]
    people = session.save_all(made)
    session.save_all(
        [session.new(Participation, meeting=meeting.id, person=one.id, role="observer") for one in people]
    )
    tab = people_tab(place)
    assert MEANINGS["meeting_role"]["observer"] in tab.about.text()
    assert MEANINGS["consent"]["not_asked"] in tab.about.text()
    table = tab.browser.table
    table.setFocus()
    table.selectAll()
    press(Qt.Key.Key_E, CONTROL | SHIFT)
    panel = tab.browser.bulk_panel
    assert panel is not None
    panel.field.setCurrentIndex(panel.field.findData("consent"))
    panel.begin()
    enter("written")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CONTROL)
    assert {one.consent for one in session.all(Participation)} == {"written"}
    assert MEANINGS["consent"]["written"] in tab.about.text()


def test_the_role_that_is_chosen_is_explained_beside_the_line(place: Meetings, meeting: Meeting) -> None:
    tab = people_tab(place)
    assert MEANINGS["meeting_role"]["participant"] in tab.role_words.text()
    tab.adder.role.put("interpreter")
    assert MEANINGS["meeting_role"]["interpreter"] in tab.role_words.text()


@pytest.mark.parametrize("code", ["participants", "agenda"])
def test_a_paper_is_printed_in_a_chosen_language_without_a_name_in_its_file_name(
    place: Meetings, meeting: Meeting, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    asked: list[str] = []
    target = tmp_path / "paper"

    def answer(_parent: object, _title: str, proposal: str, _wish: str) -> tuple[str, str]:
        asked.append(proposal)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    told: list[str] = []
    place.session.told.connect(lambda text, _tone: told.append(text))
    tab = place.open_tab(code)
    assert isinstance(tab, ParticipantsTab | AgendaTab)
    printer: QPushButton = tab.printer
    languages = printer.menu().actions()
    assert languages[0].text() == "English"
    next(action for action in languages if action.text() == "Қазақша").trigger()
    qtbot.waitUntil(lambda: bool(told))
    written = target.with_name("paper.pdf")
    assert written.read_bytes().startswith(b"%PDF-")
    assert str(written) in told[-1]
    assert printer.isEnabled()
    assert Path(asked[0]).name.isascii() and "2014-05-13" in asked[0] and asked[0].endswith("_kk.pdf")
