"""Where room is short: long texts fold and unfold, lines end in a sign, and what answers a button comes into view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.folded import ROOMY, Folding
from cami_desktop.desktop.forms.short_line import ShortLine
from cami_desktop.desktop.widgets import Reply
from tests.desktop.keys import bring_up, press

LONG = "Increase the capacity of rangers and of the staff of law enforcement to stop illegal hunting and trade. " * 4


def below_a_gap(folding: Folding) -> QWidget:
    """A widget with the folded text at its top and the rest free."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.addWidget(folding)
    layout.addStretch(1)
    return holder


def test_a_long_text_takes_two_lines_until_more_of_it_is_wanted(app: QApplication, qtbot: QtBot) -> None:
    folding = Folding("heading")
    holder = below_a_gap(folding)
    bring_up(qtbot, holder, 400, 700)
    folding.setText(LONG)
    qtbot.waitUntil(folding.more.isVisible)
    line = folding.label.fontMetrics().lineSpacing()
    QApplication.processEvents()
    assert folding.label.height() <= 2 * line + 1
    assert folding.label.text() == LONG, "those who listen hear all of it"
    folding.more.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: folding.label.height() > 4 * line)
    assert folding.more.text() == "Less"
    folding.setText("A short one")
    qtbot.waitUntil(folding.more.isHidden)


def test_where_there_is_room_nothing_folds(app: QApplication, qtbot: QtBot) -> None:
    folding = Folding()
    holder = below_a_gap(folding)
    bring_up(qtbot, holder, 400, ROOMY + 50)
    folding.setText(LONG)
    qtbot.waitUntil(lambda: folding.label.height() > 4 * folding.label.fontMetrics().lineSpacing())
    assert folding.more.isHidden()


def test_a_line_that_is_too_short_ends_in_a_sign_until_it_is_typed_in(app: QApplication, qtbot: QtBot) -> None:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    line, other = ShortLine(), ShortLine()
    layout.addWidget(line)
    layout.addWidget(other)
    bring_up(qtbot, holder, 200, 120)
    line.setText("Committee of forestry and wildlife of the ministry")
    line.setCursorPosition(0)
    other.setText("IUCN")
    other.setFocus()
    assert line.shown_text().endswith("…")
    assert line.shown_text().startswith("Committee")
    assert other.shown_text() == "IUCN"
    away = line.grab().toImage()
    line.setFocus()
    assert line.grab().toImage() != away
    assert line.text().endswith("ministry")


def test_what_answers_a_button_below_the_edge_comes_into_view(app: QApplication, qtbot: QtBot) -> None:
    area, page, part, reply = QScrollArea(), QWidget(), QWidget(), Reply()
    column, inner = QVBoxLayout(page), QVBoxLayout(part)
    gap = QLabel()
    gap.setFixedHeight(2_000)
    inner.addWidget(QLabel("Reads the whole file"))
    inner.addWidget(reply)
    column.addWidget(gap)
    column.addWidget(part)
    area.setWidgetResizable(True)
    area.setWidget(page)
    bring_up(qtbot, area, 400, 300)
    reply.say("Nothing is wrong with the file.", "good")
    qtbot.waitUntil(lambda: not reply.visibleRegion().isEmpty())
    assert not part.visibleRegion().isEmpty()
    area.verticalScrollBar().setValue(0)
    reply.say("")
    QApplication.processEvents()
    assert area.verticalScrollBar().value() == 0
