"""What is wider than its room goes on in a new line, and headings stand where their figures do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import theme
from cami_desktop.desktop.flow import Flow
from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.session import Session
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.widgets import Message, button, column, row
from cami_desktop.records.kinds import Decision

PADDING = 7
"""Pixels that the style sheet leaves at each side of a heading."""


def test_signs_of_a_legend_go_on_in_a_new_line(app: QApplication, qtbot: QtBot) -> None:
    page, box = QWidget(), QWidget()
    qtbot.addWidget(page)
    signs = [QLabel(f"sign number {n}") for n in range(6)]
    box.setLayout(Flow(signs, space=12))
    column(page, box, None)
    page.resize(1_000, 200)
    page.show()
    assert {sign.y() for sign in signs} == {0}
    page.resize(300, 200)
    QApplication.processEvents()
    assert len({sign.y() for sign in signs}) > 1
    assert all(box.rect().contains(sign.geometry()) for sign in signs)


def test_the_heading_of_figures_stands_right_and_is_not_cut(app: QApplication, qtbot: QtBot) -> None:
    table = PlainTable("Threats", ("Threat", "Незначительное", "Countries"), (80, 30))
    window = QMainWindow()
    theme.dress(window)
    qtbot.addWidget(window)
    window.setCentralWidget(table)
    window.show()
    table.fill([Row(("Fences", 3, "2 of 5"))])
    head = table.headerItem()
    sides = [bool(Qt.AlignmentFlag(head.textAlignment(n)) & Qt.AlignmentFlag.AlignRight) for n in range(3)]
    assert sides == [False, True, False]
    words = table.header().fontMetrics().horizontalAdvance("Незначительное")
    assert table.header().sectionSize(1) >= words + 2 * PADDING


def test_a_text_and_its_translation_stand_below_each_other_in_a_narrow_form(
    app: QApplication, session: Session, qtbot: QtBot
) -> None:
    form = RecordForm(session, Decision)
    qtbot.addWidget(form)
    form.show_record(Decision(text="Снять ограждение", text_en="Take the fence down"))
    form.resize(900, 700)
    form.show()
    text, translation = form.rows["text"], form.rows["text_en"]

    def places() -> tuple[bool, bool]:
        QApplication.processEvents()
        one, other = (item.mapTo(form, item.rect().topLeft()) for item in (text, translation))
        return one.x() < other.x(), one.y() < other.y()

    assert places() == (True, False)
    form.resize(320, 700)
    assert places() == (False, True)


def test_the_sign_of_a_message_stands_beside_its_words_next_to_a_button(app: QApplication, qtbot: QtBot) -> None:
    page, message = QWidget(), Message(small=False)
    qtbot.addWidget(page)
    page.setLayout(row(message, button("Look at them", lambda: None)))
    message.say("3 warnings", "warning")
    page.resize(400, 60)
    page.show()
    sign, words = message.findChildren(QLabel)
    assert abs(sign.geometry().center().y() - words.geometry().center().y()) <= 2
