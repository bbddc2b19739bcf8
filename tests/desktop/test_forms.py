"""Forms: each type of field is typed, understood, stored and shown; choices are found by any of their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.application import speak
from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.forms.choice import ChoiceEditor
from cami_desktop.desktop.forms.choices import choices_for, matches
from cami_desktop.desktop.forms.grid import lines, paired, span
from cami_desktop.desktop.forms.many import ManyEditor
from cami_desktop.desktop.session import Session
from cami_desktop.records import Record
from cami_desktop.records.kinds import (
    AgendaItem,
    Contribution,
    Meeting,
    Note,
    Organisation,
    PopulationEstimate,
    Site,
    SpeciesStatus,
    ThreatAssessment,
)
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import CONTROL, enter, focus, name, press, replace


@pytest.fixture
def make(session: Session, qtbot: QtBot) -> Iterator[Any]:
    """Shows the form of a new record of a kind."""

    def shown(record: Record) -> RecordForm:
        form = RecordForm(session, type(record))
        qtbot.addWidget(form)
        form.resize(900, 700)
        form.show_record(record)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    yield shown


def typed(form: RecordForm, field: str, text: str) -> Any:
    """Type into a field, leave it, and return what is stored."""
    form.focus_field(field)
    replace(text)
    press(Qt.Key.Key_Tab)
    return getattr(form.record, field)


@pytest.mark.parametrize(
    ("record", "field", "text", "value", "shown"),
    [
        (PopulationEstimate(taxon="saiga"), "best", "12 500", 12_500, "12,500"),
        (PopulationEstimate(taxon="saiga"), "best", "0", 0, "0"),
        (PopulationEstimate(taxon="saiga"), "year", "2014", 2014, "2014"),
        (PopulationEstimate(taxon="saiga"), "coverage_percent", "62,5", 62.5, "62.5"),
        (Meeting(title="M"), "starts_on", "20.05.2014", "2014-05-20", "20 May 2014"),
        (Meeting(title="M"), "starts_on", "май 2014", "2014-05", "May 2014"),
        (AgendaItem(title="A"), "starts_at", "9.30", "09:30", "09:30"),
        (Note(text="N"), "noted_at", "20.05.2014 9:30", None, None),
        (Note(text="N"), "noted_at", "20.05.2014 09:30", "2014-05-20 09:30:00", "20 May 2014, 09:30"),
        (Site(name="S"), "sensitive", "yes", True, "yes"),
        (Site(name="S"), "latitude", "−12,5", -12.5, "-12.5"),
        (Organisation(name="O"), "remarks", "one\ntwo", "one\ntwo", "one\ntwo"),
        (ThreatAssessment(threat="5.1.1"), "taxon", "сайг", "saiga", "Saiga antelope · Saiga tatarica"),
        (ThreatAssessment(taxon="saiga"), "threat", "5.1.1", "5.1.1", None),
    ],
)
def test_what_is_typed_is_understood_and_shown_back(
    make: Any, record: Record, field: str, text: str, value: Any, shown: str | None
) -> None:
    form = make(record)
    stored = typed(form, field, text)
    if value is None:
        assert stored is None
        assert form.rows[field].message.text
        return
    assert stored == value
    if shown is not None:
        assert form.rows[field].editor.typed() == shown


def test_a_choice_is_found_by_its_name_in_any_language_and_by_its_latin_name(session: Session) -> None:
    choices = choices_for(session, ThreatAssessment.field("taxon"))()
    for word in ("saiga", "сайгак", "ақбөкен", "акбокен", "Saiga tat"):
        assert matches(choices, word)[0].value == "saiga", word


def test_the_list_of_a_choice_opens_narrows_and_takes_with_enter(make: Any) -> None:
    form = make(PopulationEstimate(taxon="saiga"))
    form.focus_field("method")
    editor = form.rows["method"].editor
    assert isinstance(editor, ChoiceEditor)
    press(Qt.Key.Key_Down)
    assert editor.line.is_open
    everything = len(editor.line.list.rows.rows)  # type: ignore[union-attr]
    enter("aer")
    narrowed = len(editor.line.list.rows.rows)  # type: ignore[union-attr]
    assert 0 < narrowed < everything
    press(Qt.Key.Key_Return)
    assert not editor.line.is_open
    assert form.record is not None
    assert form.record.values()["method"].startswith("aerial")


def test_the_list_of_a_choice_explains_what_is_marked_where_the_catalogue_does(make: Any) -> None:
    form = make(ThreatAssessment(taxon="saiga"))
    form.focus_field("severity")
    line = form.rows["severity"].editor.line
    press(Qt.Key.Key_Down)
    view = line.list.view
    assert (view.note.isVisible(), view.note.text()) == (True, "score 3")
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert (view.note.text(), view.accessibleDescription()) == ("score 2", "score 2")
    last = view.visualRect(view.model().index(view.model().rowCount() - 1, 0))
    assert view.viewport().mapTo(view, last.bottomLeft()).y() < view.note.y(), "no choice lies below the explanation"
    form.focus_field("trend")
    line = form.rows["trend"].editor.line
    press(Qt.Key.Key_Down)
    assert not line.list.view.note.isVisible()


def test_a_word_that_is_not_in_the_list_is_refused_and_stays(make: Any) -> None:
    form = make(PopulationEstimate(taxon="saiga"))
    form.focus_field("method")
    enter("by magic")
    press(Qt.Key.Key_Tab)
    assert "is not in the list" in form.rows["method"].message.text
    assert form.rows["method"].editor.typed() == "by magic"


@pytest.mark.parametrize(
    ("field", "refused"), [("best", "many"), ("year", "twenty"), ("method", "by magic"), ("remarks", "")]
)
def test_esc_shows_again_what_is_stored_after_a_value_was_refused(
    session: Session, make: Any, field: str, refused: str
) -> None:
    values = {"taxon": "saiga", "best": 1_200, "year": 2014, "method": "aerial_transect", "remarks": "Seen twice"}
    form = make(session.save(session.new(PopulationEstimate, **values)))
    form.focus_field(field)
    editor = form.rows[field].editor
    before = editor.typed()
    replace(refused or "not yet left")
    if refused:
        press(Qt.Key.Key_Tab)
        assert form.rows[field].complaint
        form.focus_field(field)
    else:
        assert editor.dirty
    press(Qt.Key.Key_Escape)
    assert (editor.typed(), editor.dirty, form.rows[field].complaint) == (before, False, "")
    assert not session.drafts.text(form.record.id, field)
    press(Qt.Key.Key_Tab)
    assert session.find(form.record.id) == form.record
    assert editor.typed() == before


def test_esc_closes_the_list_of_a_choice_before_it_gives_up_what_was_typed(session: Session, make: Any) -> None:
    form = make(session.save(session.new(PopulationEstimate, taxon="saiga", method="aerial_transect")))
    form.focus_field("method")
    editor = form.rows["method"].editor
    before = editor.typed()
    replace("aer")
    assert editor.line.is_open
    QTest.keyClick(editor.line.list.view, Qt.Key.Key_Escape)
    assert not editor.line.is_open
    assert editor.typed() == "aer"
    press(Qt.Key.Key_Escape)
    assert editor.typed() == before


def test_an_unknown_code_is_shown_as_such_and_kept(session: Session, make: Any) -> None:
    record = session.save(session.new(PopulationEstimate, taxon="saiga", method="dowsing"))
    form = make(record)
    assert form.rows["method"].editor.typed() == "dowsing (unknown code)"
    typed(form, "remarks", "still there")
    assert form.record.method == "dowsing"
    assert "does not know the code" in form.rows["method"].message.text


def test_several_codes_are_ticked_with_the_keyboard(make: Any, session: Session) -> None:
    form = make(Contribution(text="C"))
    form.focus_field("taxa")
    editor = form.rows["taxa"].editor
    assert isinstance(editor, ManyEditor)
    enter("s")
    assert editor.popup is not None
    assert editor.popup.isVisible()
    assert editor.popup.search.text() == "s"
    for word in ("saiga", "kulan"):
        replace(word)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert form.record is not None
    assert form.record.values()["taxa"] == ["saiga", "kulan"]
    assert editor.line.text().startswith("Saiga antelope, ")
    assert name() == "Taxa"


def test_the_impact_follows_from_what_is_typed(make: Any) -> None:
    form = make(ThreatAssessment(taxon="saiga", threat="5.1.1"))
    for field, word in (("timing", "ongoing"), ("scope", "whole"), ("severity", "very rapid")):
        typed(form, field, word)
    assert form.record.impact == "high"
    assert form.rows["impact"].editor.typed() == "High impact"
    line = form.rows["impact"].editor.control
    assert isinstance(line, QLineEdit)
    assert line.isReadOnly()


def test_a_blank_gets_its_reason_from_a_menu(make: Any, session: Session) -> None:
    form = make(SpeciesStatus(taxon="saiga", cycle="cami-2014"))
    form.focus_field("migration")
    press(Qt.Key.Key_B, CONTROL)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.accessibleName() == "Why the field is blank"
    press_in = [action.text() for action in menu.actions()]
    assert press_in == [code.text() for code in session.catalogue.codes("absent_reason").values()]
    menu.actions()[2].trigger()
    menu.close()
    assert form.record is not None
    assert form.record.absent == {"migration": "not_asked"}


def test_a_form_begun_does_not_complain_about_fields_nobody_has_come_to_yet(make: Any, session: Session) -> None:
    form = make(PopulationEstimate(taxon="saiga"))
    assert not any(row.message.text for row in form.rows.values())
    form.focus_field("year")
    press(Qt.Key.Key_Tab)
    assert "Year is needed." in form.rows["year"].message.text
    typed(form, "year", "2014")
    assert not form.rows["year"].message.text
    assert not form.rows["source"].message.text
    form.show_record(form.record)
    assert "is needed" in form.rows["source"].message.text


def test_required_fields_units_and_help_are_told(make: Any) -> None:
    form = make(PopulationEstimate(taxon="saiga"))
    assert form.rows["year"].name.text() == "Year *"
    assert form.rows["coverage_percent"].editor.control.accessibleName() == "Coverage, %"
    assert "only like figures are ever added" in form.rows["level"].toolTip()
    assert "Needed before a submission" in form.rows["level"].editor.control.accessibleDescription()


def test_long_texts_grow_and_stop_growing(make: Any) -> None:
    form = make(Organisation(name="O"))
    control = form.rows["remarks"].editor.control
    before = control.height()
    typed(form, "remarks", "\n".join(str(n) for n in range(6)))
    six = control.height()
    typed(form, "remarks", "\n".join(str(n) for n in range(60)))
    assert before < six < control.height() < 400


def test_a_text_and_its_translation_stand_side_by_side_and_tab_follows_what_is_read(make: Any) -> None:
    form = make(Contribution(text="C"))
    QApplication.processEvents()
    original, english, between = (form.rows[name] for name in ("text", "text_en", "language"))
    assert paired([original, between, english]) == [[original, english], [between]]
    assert original.mapToGlobal(original.rect().topLeft()).y() == english.mapToGlobal(english.rect().topLeft()).y()
    form.focus_field("text")
    press(Qt.Key.Key_Tab)
    assert name() == "Working translation into English"


def test_lines_of_a_form_are_filled_in_order() -> None:
    assert lines([1, 1, 2, 1, 3, 1], 3) == [[0, 1], [2, 3], [4], [5]]
    assert lines([3], 1) == [[0]]


def test_a_long_text_crosses_a_narrow_form(make: Any) -> None:
    form = make(SpeciesStatus(taxon="saiga"))
    row = form.rows["habitat"]
    assert [span([row], columns) for columns in (1, 2, 3, 4)] == [1, 2, 3, 2]


def test_nothing_can_be_typed_in_a_regional_workspace(app: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    with Workspace.create(tmp_path / "region.cami", role="regional") as workspace:
        session = Session(workspace, workspace.records())
        form = RecordForm(session, Organisation)
        qtbot.addWidget(form)
        form.show_record(Organisation(id="x", name="O", country="KZ"))
        line = form.rows["name"].editor.control
        assert isinstance(line, QLineEdit)
        assert line.isReadOnly()


def test_the_form_speaks_the_language_in_force(app: QApplication, session: Session, qtbot: QtBot) -> None:
    speak(app, "ru")
    form = RecordForm(session, PopulationEstimate)
    qtbot.addWidget(form)
    form.show_record(session.all(PopulationEstimate)[10])
    assert form.rows["year"].name.text() == "Год *"
    assert form.rows["best"].editor.typed() == "11\u00a0000"
    assert form.rows["taxon"].editor.typed() == "Сайгак · Saiga tatarica"


def test_another_form_on_the_same_record_follows(session: Session, make: Any) -> None:
    record = session.all(PopulationEstimate)[0]
    one, other = make(record), make(record)
    typed(other, "remarks", "seen from the other")
    assert one.rows["remarks"].editor.typed() == "seen from the other"
    assert focus() is not None
