"""The window: opening, errors in words, places by key, language, theme, names for those who listen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings, theme
from cami_desktop.desktop.application import speak
from cami_desktop.desktop.forms.choice import ChoiceLine
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.register.place import Register
from cami_desktop.desktop.places.registry import PLACES, places_for
from cami_desktop.desktop.places.species.place import TABS, Species
from cami_desktop.desktop.places.species.tabs import PopulationTab
from cami_desktop.desktop.tables import RecordBrowser
from cami_desktop.records.kinds import Gap, Meeting, PopulationEstimate
from cami_desktop.words import LANGUAGES, language
from tests.desktop.keys import ALT, press

OWN = ("home", "species", "programme", "register", "check")


def widgets(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen now."""
    yield from (widget for widget in root.findChildren(QWidget) if widget.isVisible())


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader could only call by their kind."""
    found = []
    for widget in widgets(root):
        name = widget.accessibleName()
        if isinstance(widget, QAbstractButton):
            name = name or widget.text() or widget.toolTip()
        inside_bar = isinstance(widget.parent(), QTabBar | QLineEdit)
        controls = QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox | QAbstractItemView
        corner = widget.metaObject().className() == "QTableCornerButton"
        if isinstance(widget, controls) and not name and not inside_bar and not corner:
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("place_id", OWN)
def test_every_control_of_a_place_has_a_name(window: MainWindow, place_id: str, qtbot: QtBot) -> None:
    place = window.show_place(place_id)
    QApplication.processEvents()
    if isinstance(place, Species):
        for code in TABS:
            place.open_tab(code)
            QApplication.processEvents()
            assert nameless(window) == [], code
    assert nameless(window) == []


def test_the_start_page_has_names_too(app: QApplication, qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert nameless(window) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no workspace file"),
        (b"SQLite format 3\x00 but no more", "is not a CAMI workspace"),
        (b"", "is not a CAMI workspace"),
    ],
)
def test_what_cannot_be_opened_is_told_on_the_start_page(
    app: QApplication, qtbot: QtBot, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "thing.cami"
    if content is not None:
        path.write_bytes(content)
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.open_file(path)
    qtbot.waitUntil(lambda: words in window.start.problem.text, timeout=20_000)
    assert window.session is None
    assert (path.read_bytes() if content is not None else None) == content


def test_a_new_workspace_is_made_and_opened(app: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    path = tmp_path / "new.cami"
    window.new_file(path, "KG", "cami-2014", "Айгүл")
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    assert window.session is not None
    assert (window.session.info.country, window.session.workspace.who) == ("KG", "Айгүл")
    assert settings.recent() == [path.resolve()]
    window.close()


def test_places_are_reached_with_alt_and_a_digit(window: MainWindow, qtbot: QtBot) -> None:
    order = [entry.place_id for entry in places_for("national")]
    for place_id in OWN:
        press_on = ALT
        window.stack.setFocus()
        key = Qt.Key(Qt.Key.Key_1 + order.index(place_id))
        QApplication.processEvents()
        window.rail.buttons[place_id].setFocus()
        press(key, press_on)
        assert window.rail.buttons[place_id].isChecked()
        qtbot.waitUntil(lambda wanted=place_id: window.place_id == wanted)  # type: ignore[misc]


def test_the_language_changes_while_the_window_is_open_and_the_person_stays_where_they_were(window: MainWindow) -> None:
    place = window.show_place("species")
    assert isinstance(place, Species)
    place.recall("saiga/population")
    window.speak("ru")
    assert language() == "ru"
    assert window.top.name.text() == "Казахстан"
    again = window.places["species"]
    assert isinstance(again, Species)
    assert again.memory() == "saiga/population"
    assert again.name.text() == "Сайгак"
    assert again.latin.text() == "Saiga tatarica"
    assert settings.language() == "ru"
    window.speak("en")


def test_the_row_of_a_table_and_a_preview_of_a_paste_stay_when_the_language_changes(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    place = window.show_place("species")
    assert isinstance(place, Species)
    place.recall("saiga/population")
    record = session.all(PopulationEstimate)[4]
    assert place.show_record(record.kind, record.id)
    qtbot.waitUntil(lambda: session.looked_at[0] == record.id)
    window.speak("ru")
    again = window.places["species"]
    assert isinstance(again, Species) and again is not place
    tab = again.open_tab("population")
    assert isinstance(tab, PopulationTab)
    current = tab.browser.table.current
    assert current is not None and current.id == record.id
    QApplication.processEvents()
    tab.browser.table.setFocus()
    QApplication.clipboard().setText("Year\tBest estimate\n2021\t900\n2022\t950")
    tab.browser.paste()
    panel = tab.browser.paste_panel
    assert panel is not None
    planned = (len(panel.plan.new), len(panel.plan.changed))
    window.speak("en")
    tab = window.places["species"].open_tab("population")  # type: ignore[attr-defined]
    assert isinstance(tab, PopulationTab)
    browser = tab.browser
    qtbot.waitUntil(lambda: browser.previewing)
    assert browser.paste_panel is not None
    assert browser.table.current is not None and browser.table.current.id == record.id
    assert (len(browser.paste_panel.plan.new), len(browser.paste_panel.plan.changed)) == planned
    assert sum(planned) == 2
    QApplication.clipboard().setText("something else")
    window.speak("ru")
    QApplication.processEvents()
    assert not window.places["species"].open_tab("population").browser.previewing  # type: ignore[attr-defined]
    window.speak("en")


def test_places_of_the_language_before_are_gone_and_hear_nothing_more(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    for place_id in OWN:
        place = window.show_place(place_id)
        QApplication.processEvents()
        if isinstance(place, Species):
            for code in TABS:
                place.open_tab(code)
    window.speak("ru")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    session.save(session.new(Gap, area="knowledge", taxa=["saiga"], text="Winter counts"))
    session.undo()
    qtbot.wait(600)
    window.speak("en")


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_the_window_opens_in_every_language(
    app: QApplication, code: str, open_window: Callable[[Path], MainWindow], path: Path
) -> None:
    speak(app, code)
    window = open_window(path)
    assert window.show_place("species") is not None
    assert window.grab().toImage().isNull() is False


def test_the_dark_theme_paints_light_letters_on_dark_paper(window: MainWindow, app: QApplication) -> None:
    theme.put_on(app, theme.DARK)
    window._rebuild()
    QApplication.processEvents()
    picture = window.grab().toImage()
    corner = picture.pixelColor(picture.width() - 40, picture.height() - 60)
    assert corner.lightness() < 60
    label = next(label for label in window.findChildren(QLabel) if label.isVisible() and label.text())
    assert label.palette().windowText().color().lightness() > 180


def test_windows_are_dressed_and_what_is_made_outside_is_not(window: MainWindow, app: QApplication) -> None:
    assert not app.styleSheet() and theme.LIGHT.accent in window.styleSheet()
    theme.put_on(app, theme.DARK)
    window._rebuild()
    assert theme.DARK.accent in window.styleSheet() and theme.LIGHT.accent not in window.styleSheet()
    register = window.show_place("register")
    assert isinstance(register, Register)
    browser = register.tabs.page("organisation")
    assert isinstance(browser, RecordBrowser)
    line = browser.form.rows["organisation_type"].editor.control
    assert isinstance(line, ChoiceLine)
    line.open_list("")
    assert line.list is not None and theme.DARK.base in line.list.view.styleSheet()


def test_a_narrow_window_keeps_every_name_in_the_rail(window: MainWindow) -> None:
    window.resize(1024, 700)
    QApplication.processEvents()
    assert window.width() == 1024
    for item in window.rail.buttons.values():
        assert item.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        assert item.text()
        assert item.width() >= item.sizeHint().width()


def test_a_second_workspace_takes_the_place_of_the_first_which_is_closed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    first = window.session
    assert first is not None
    before = first.workspace.path
    other = tmp_path / "second.cami"
    window.new_file(other, "UZ", "cami-2014", "")
    qtbot.waitUntil(lambda: window.session is not None and window.session.workspace.path == other, timeout=20_000)
    assert not before.with_name(before.name + "-wal").exists()


def test_every_place_has_a_title_an_icon_and_its_own_id() -> None:
    for entry in PLACES:
        assert entry.title
        assert not theme.icon(entry.place_id).isNull()
    assert len({entry.place_id for entry in PLACES}) == len(PLACES)


def test_a_wrong_option_ends_with_two_and_a_sentence(root: Path) -> None:
    command = [sys.executable, "-m", "cami_desktop.desktop", "--lang", "xx"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_program_starts_shows_its_window_and_ends(root: Path, path: Path) -> None:
    code = (
        "import sys; from PySide6.QtCore import QTimer; from PySide6.QtWidgets import QApplication;"
        "import cami_desktop.desktop.main_window as m; from cami_desktop.desktop.__main__ import main;"
        "show = m.MainWindow.show\n"
        "def shown(self):\n"
        "    show(self)\n"
        "    print('early', sorted({'sqlalchemy', 'openpyxl', 'reportlab'} & set(sys.modules)))\n"
        "    timer = QTimer(self); timer.timeout.connect(lambda: self.session and self.close()); timer.start(50)\n"
        "m.MainWindow.show = shown\n"
        f"sys.exit(main([{str(path)!r}, '--lang', 'ru', '--who', 'Test']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "early []" in done.stdout
    assert [item.name for item in path.parent.iterdir() if item.is_file()] == [path.name]


def test_places_that_are_gone_no_longer_follow_changes(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    for place_id in window.entries:
        window.show_place(place_id)
    window.speak("ru")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    # An error in a slot of a deleted place would fail the test.
    stored = session.save(session.new(Meeting, title="Workshop", cycle=session.info.cycle))
    assert session.find(stored.id) is not None
