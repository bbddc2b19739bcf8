"""Help: F1 explains the field in focus and the place; every place has its page, every field of every kind its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cami_desktop.catalogue import load
from cami_desktop.desktop.help_texts import field_help, page_help
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.panels import START
from cami_desktop.desktop.places.registry import PLACES
from cami_desktop.records import KINDS
from cami_desktop.words import using
from tests.desktop.keys import focus, press


def open_estimate(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    from cami_desktop.records.kinds import PopulationEstimate

    estimate = session.all(PopulationEstimate)[0]
    window.show_record(estimate.kind, estimate.id, "method")
    QApplication.processEvents()


def test_f1_explains_the_field_in_focus_and_stays_with_the_focus(window: MainWindow) -> None:
    open_estimate(window)
    before = focus()
    press(Qt.Key.Key_F1)
    panel = window.panels.help
    assert panel is not None and panel.isVisible()
    text = panel.text.toPlainText()
    assert text.startswith("Survey method") and "What can be chosen" in text and "Leaves the country" in text
    assert focus() is before
    press(Qt.Key.Key_Tab)
    assert not panel.text.toPlainText().startswith("Survey method")
    press(Qt.Key.Key_F1)
    assert not panel.isVisible()


def test_the_help_follows_the_place_and_gives_way_to_the_history(window: MainWindow) -> None:
    window.panels.show_help(True)
    panel = window.panels.help
    assert panel is not None
    window.show_place("check")
    assert "Everything that the rules found" in panel.text.toPlainText()
    window.show_history(True)
    assert not panel.isVisible()
    window.panels.show_help(True)
    assert window.history is not None and not window.history.isVisible()


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_place_has_its_page(code: str, root: Path) -> None:
    names = {entry.place_id for entry in PLACES} | {START}
    written = {path.stem for path in (root / "resources" / "help" / code).glob("*.md")}
    assert names == written
    with using(code):
        assert all(page_help(name).startswith("# ") for name in names)


def test_every_field_can_be_explained() -> None:
    catalogue = load()
    for cls in KINDS.values():
        for field in cls.fields():
            text = field_help(field, catalogue)
            assert text.startswith("## ") and len(text.splitlines()) >= 3
