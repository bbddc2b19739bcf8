"""The gallery: it shows both themes, every control in every state, and the states are told apart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import theme
from cami_desktop.desktop.gallery import Gallery
from cami_desktop.desktop.gallery_controls import SAMPLES, Sample, in_state
from cami_desktop.desktop.theme import DARK, LIGHT


def pictures(qtbot: QtBot, sample: Sample) -> dict[str, QImage]:
    """How each state of a control is painted."""
    holder = QWidget()
    theme.dress(holder)
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    shown = {state: in_state(sample, state) for state in sample.states}
    for control in shown.values():
        layout.addWidget(control)
    holder.show()
    # Else the first control would take it.
    holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    holder.setFocus()
    QApplication.processEvents()
    return {state: control.grab().toImage() for state, control in shown.items()}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_state_of_a_control_looks_different(app: QApplication, qtbot: QtBot, sample: Sample) -> None:
    found = pictures(qtbot, sample)
    states = list(found)
    same = [
        f"{one} = {other}"
        for number, one in enumerate(states)
        for other in states[number + 1 :]
        if found[one] == found[other]
    ]
    assert same == []


def test_the_light_theme_stands_beside_the_dark_one(app: QApplication, qtbot: QtBot) -> None:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show()
    for number in range(gallery.count()):
        gallery.setCurrentIndex(number)
        QApplication.processEvents()
        picture = gallery.whole_page().grab().toImage()
        assert picture.pixelColor(2, 2).name() == LIGHT.window
        assert picture.pixelColor(picture.width() - 3, 2).name() == DARK.window
    assert theme.colours() is LIGHT
