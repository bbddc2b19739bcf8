"""A real workspace with a few real records, and the window on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import theme
from cami_desktop.desktop.application import make_application, speak
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.session import Session
from cami_desktop.records.kinds import Organisation, PopulationEstimate, Source, SpeciesStatus, ThreatAssessment
from cami_desktop.workspace.workspace import Workspace

FIRST_YEAR = 2003


@pytest.fixture
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QApplication]:
    """The application, light and in English, whatever the test before left behind, with settings of its own."""
    # Qt asks for the folder of settings only once in a process.
    home = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
    # What the test before left to be deleted would be dressed anew each time.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    make_application([], "en")
    if theme.colours() is not theme.LIGHT:
        theme.put_on(qapp, theme.LIGHT)
    yield qapp
    speak(qapp, "en")
    # The clipboard of the screen that nobody sees would free what Python put there after Python has ended: a crash.
    qapp.clipboard().setText("")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace file of Kazakhstan with a source, an organisation, a status and eleven estimates of the saiga."""
    path = tmp_path_factory.mktemp("made") / "kz.cami"
    with Workspace.create(path, country="KZ", who="Test") as workspace:
        source = workspace.save(Source(citation="Aerial survey report", source_type="official_statistics"))
        workspace.save(Organisation(name="Охотзоопром", organisation_type="national_government"))
        workspace.save(SpeciesStatus(taxon="saiga", cycle="cami-2014", presence="1", trend="increasing"))
        estimates = [
            PopulationEstimate(
                taxon="saiga", population="Betpak-dala", level="population", year=FIRST_YEAR + n, best=1_000 * (n + 1),
                unit="individuals", method="aerial_transect", source=source.id,
            )
            for n in range(11)
        ]  # fmt: skip
        workspace.save_all(estimates)
    return path


@pytest.fixture
def path(made_once: Path, tmp_path: Path) -> Path:
    """A copy of that workspace, alone in its folder."""
    folder = tmp_path / "own"
    folder.mkdir()
    return Path(shutil.copy(made_once, folder / "kz.cami"))


@pytest.fixture
def session(app: QApplication, path: Path) -> Iterator[Session]:
    """An open session without a window."""
    workspace = Workspace.open(path, who="Test")
    session = Session(workspace, workspace.records())
    yield session
    session.close()


@pytest.fixture
def open_window(app: QApplication, qtbot: QtBot) -> Iterator[Callable[[Path], MainWindow]]:
    """Opens the window on a file and waits until its first place is shown."""
    windows: list[MainWindow] = []

    def open_on(path: Path) -> MainWindow:
        window = MainWindow(who="Aigerim")
        windows.append(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.open_file(path)
        qtbot.waitUntil(lambda: bool(window.place_id) and window.stack.isVisible(), timeout=20_000)
        return window

    yield open_on
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(open_window: Callable[[Path], MainWindow], path: Path) -> MainWindow:
    """The window on the workspace."""
    return open_window(path)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A workspace with 2,000 threat assessments, for tables that scroll."""
    path = tmp_path / "big.cami"
    codes = ["1", "1.1", "2.3", "5.1.1", "11.2"]
    with Workspace.create(path, country="KZ", who="Test") as workspace:
        workspace.save_all(
            [ThreatAssessment(taxon="saiga", threat=codes[n % 5], population=f"group {n:04d}") for n in range(2_000)]
        )
    return path
