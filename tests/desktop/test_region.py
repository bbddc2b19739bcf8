"""The Secretariat's place: what came in, the matrix, following a figure, and packages from the drop to the merge."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.region.handout import HandoutTab
from cami_desktop.desktop.places.region.inbox import packages_in
from cami_desktop.desktop.places.region.place import Region
from cami_desktop.desktop.places.region.records import RecordsTab
from cami_desktop.desktop.places.region.tabs import OverviewTab, ThreatsTab, TotalsTab
from cami_desktop.desktop.places.registry import place_of, places_for
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.receive import receive
from cami_desktop.loop.sample import PASSPHRASE
from cami_desktop.loop.trusting import trust, trust_of
from cami_desktop.records.kinds import Meeting, Organisation, PopulationEstimate
from cami_desktop.synthesis.matrix import CellKind
from cami_desktop.workspace.ledger import Submission
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import press

PATIENCE = 60_000
"""Milliseconds in which packages are verified and merged, also on a busy machine."""


@pytest.fixture
def home(demo: Path, tmp_path: Path) -> Path:
    """A copy of what the demo wrote for the Secretariat."""
    for name in ("region.cami", "root.pem"):
        shutil.copy(demo / name, tmp_path / name)
    for name in ("packages", "keys"):
        shutil.copytree(demo / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def open_region(open_window: Callable[[Path], MainWindow], qtbot: QtBot) -> Callable[[Path], Region]:
    """Opens a regional workspace and waits for its picture."""

    def open_on(path: Path) -> Region:
        place = open_window(path).places["region"]
        assert isinstance(place, Region)
        qtbot.waitUntil(lambda: place.picture is not None, timeout=PATIENCE)
        return place

    return open_on


@pytest.fixture
def place(home: Path, open_region: Callable[[Path], Region]) -> Region:
    """The region of the demo."""
    return open_region(home / "region.cami")


@pytest.fixture
def empty(home: Path, open_region: Callable[[Path], Region]) -> Region:
    """A region to which nothing was sent yet, but which trusts the root."""
    with Workspace.create(home / "new.cami", role="regional", who="Secretariat") as made:
        trust(made, home / "root.pem")
    return open_region(home / "new.cami")


def drop(place: Region, *paths: Path) -> None:
    """Drop files on the place."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, buttons, keys))


def overview(place: Region) -> OverviewTab:
    """The first tab."""
    tab = place.tabs.page("overview")
    assert isinstance(tab, OverviewTab)
    return tab


def test_a_regional_workspace_opens_with_the_submissions_received_and_the_matrix(place: Region) -> None:
    tab = overview(place)
    assert place.tabs.code == "overview"
    assert tab.deliveries.topLevelItemCount() == 5
    assert tab.matrix.cells.countries == ("KZ", "KG", "TJ", "TM", "UZ")
    assert tab.matrix.choose("saiga", "KZ")
    index = tab.matrix.currentIndex()
    assert "\n" in index.data(), "figure above, year and trend below"
    assert "Saiga antelope · Kazakhstan: Value reported" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_cells_without_a_value_are_told_apart_in_words(place: Region) -> None:
    assert place.picture is not None
    tab = overview(place)
    tab.everyone.setChecked(True)
    matrix = place.picture.matrix
    seen: dict[CellKind, str] = {}
    for (taxon, country), cell in matrix.cells.items():
        index = tab.matrix.cells.index_of(taxon, country)
        seen.setdefault(cell.kind, index.data())
    words = {kind: text for kind, text in seen.items() if kind is not CellKind.VALUE}
    assert len(words) >= 3
    assert len(set(words.values())) == len(words)


def test_a_figure_is_followed_to_its_record_and_submission(place: Region, qtbot: QtBot) -> None:
    tab = overview(place)
    assert tab.matrix.choose("saiga", "KZ")
    cell = tab.matrix.cells.cell(tab.matrix.currentIndex())
    assert cell is not None and cell.figure is not None
    record = place.session.find(cell.figure.record)
    assert isinstance(record, PopulationEstimate)
    [submission] = place.session.workspace.ledger(Submission, country="KZ")
    facts = [label.text() for label in tab.detail.findChildren(type(tab.detail.name))]
    assert any(submission.digest[:8] in text and submission.signer in text for text in facts)
    assert tab.detail.records.choose(record.id)
    tab.detail.records.setFocus()
    press(Qt.Key.Key_Return)
    assert place.tabs.code == "records"
    records = place.tabs.page("records")
    assert isinstance(records, RecordsTab)
    browser = records.browsers["population_estimate"]
    assert browser.table.current == record
    assert browser.form.rows["best"].editor.control.isReadOnly()  # type: ignore[attr-defined]


def test_totals_and_threats_are_shown_with_what_is_behind_them(place: Region) -> None:
    assert place.picture is not None
    totals = place.tabs.open("totals")
    assert isinstance(totals, TotalsTab)
    assert totals.table.topLevelItemCount() == len(place.picture.latest)
    assert totals.detail.records.topLevelItemCount() > 0
    totals.every_year.setChecked(True)
    assert totals.table.topLevelItemCount() == len(place.picture.totals)
    threats = place.tabs.open("threats")
    assert isinstance(threats, ThreatsTab)
    assert threats.table.topLevelItemCount() == len(place.picture.threats.overall)
    threats.within.setCurrentIndex(threats.within.findText("Saiga antelope"))
    threats.within.activated.emit(threats.within.currentIndex())
    assert 0 < threats.table.topLevelItemCount() < len(place.picture.threats.overall)


def test_tables_and_matrix_are_copied_as_text(place: Region) -> None:
    tab = overview(place)
    lines = tab.matrix.copy().splitlines()
    assert lines[0].split("\t") == ["", "Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
    assert QGuiApplication.clipboard().text().splitlines() == lines
    tab.deliveries.setFocus()
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Country\tNumber")


def test_dropping_packages_shows_verdict_and_plan_and_merges_only_when_asked(
    empty: Region, home: Path, qtbot: QtBot
) -> None:
    assert "No submission yet" in empty.message.text
    good, bad = home / "packages" / "CAMI_KZ_cami-2014_001.asice", home / "broken.asice"
    bad.write_bytes(good.read_bytes()[:4000])
    drop(empty, good, bad)
    inbox = empty.inbox
    assert empty.tabs.code == "inbox"
    qtbot.waitUntil(lambda: len(inbox.results) == 2 and inbox.job is None, timeout=PATIENCE)
    found = {path.name: result for path, result in inbox.results.items()}
    assert found[good.name].outcome == "planned"
    verdict = found[good.name].verdict
    assert verdict is not None
    assert verdict.verdict == "genuine"
    assert found[bad.name].outcome == "refused"
    item = inbox.table.topLevelItem(0)
    assert item is not None
    assert [item.text(column) for column in range(4)] == [
        good.name, "genuine", "Kazakhstan, number 1", "ready to merge",
    ]  # fmt: skip
    assert item.text(4) == f"{sum(found[good.name].counts.values())} new"
    assert empty.session.workspace.counts()["population_estimate"] == 0, "nothing is merged yet"
    assert inbox.merger.text() == "Merge 1 package"

    inbox.merger.setFocus()
    press(Qt.Key.Key_Space)
    assert empty.refuses_to_go()
    qtbot.waitUntil(lambda: "1 package merged" in inbox.message.text, timeout=PATIENCE)
    assert empty.session.workspace.counts()["population_estimate"] > 50
    assert len(empty.session.all(PopulationEstimate)) > 50, "the window shows them too"
    qtbot.waitUntil(lambda: empty.picture is not None and empty.picture.delivered == ("KZ",), timeout=PATIENCE)
    assert empty.message.text == ""

    qtbot.waitUntil(lambda: inbox.job is None)
    drop(empty, good)
    qtbot.waitUntil(lambda: inbox.job is None and not inbox.ready, timeout=PATIENCE)
    assert inbox.results[good.resolve()].outcome == "already-received"
    assert inbox.merger.isEnabled() is False


def test_a_merge_taken_back_leaves_the_window_too(empty: Region, home: Path, qtbot: QtBot) -> None:
    session = empty.session
    packages = sorted((home / "packages").glob("*.asice"))[:1]
    assert receive(session.workspace, packages)[0].outcome == "merged"
    session.reload()
    assert len(session.records) > 100
    assert session.undo() is None, "a job takes it back"
    qtbot.waitUntil(lambda: not session.held.held, timeout=PATIENCE)
    assert len(session.records) == 0 and session.workspace.ledger(Submission) == []
    session.redo()
    qtbot.waitUntil(lambda: not session.held.held, timeout=PATIENCE)
    assert len(session.records) > 100


def test_a_folder_gives_its_packages_and_other_files_are_told_apart(place: Region, home: Path) -> None:
    assert len(packages_in([home / "packages", home / "root.pem"])) == 5
    place.inbox.look_at([home / "root.pem"])
    assert "No package" in place.inbox.message.text
    assert place.inbox.job is None


def test_receipts_and_synthesis_are_handed_out(place: Region, home: Path, qtbot: QtBot) -> None:
    tab = place.tabs.open("handout")
    assert isinstance(tab, HandoutTab)
    part = tab.receipts
    qtbot.waitUntil(lambda: len(part.received) == 5, timeout=PATIENCE)
    for other in sorted((home / "packages").iterdir())[1:]:
        other.unlink()
    part.look()
    assert len(part.waiting) == 1
    assert part.writer.isEnabled() is False
    part.key.secret.setText(PASSPHRASE)
    part.key.open_key()
    qtbot.waitUntil(part.writer.isEnabled, timeout=PATIENCE)
    part.write()
    qtbot.waitUntil(lambda: "1 receipt written" in part.message.text, timeout=PATIENCE)
    [receipt] = (home / "receipts").glob("*_receipt.asice")
    assert verify_package(receipt, trust_of(place.session.workspace)).verdict == "genuine"
    qtbot.waitUntil(lambda: part.waiting == [], timeout=PATIENCE)

    tab.synthesis.write()
    qtbot.waitUntil(lambda: "Written" in tab.synthesis.message.text, timeout=PATIENCE)
    assert sorted(path.name for path in (home / "synthesis").iterdir()) == ["regional.pdf", "regional.xlsx"]


def test_each_role_has_its_own_places_and_every_record_has_one() -> None:
    assert [entry.place_id for entry in places_for("regional")] == ["region", "register", "check", "safety"]
    assert "region" not in [entry.place_id for entry in places_for("national")]
    assert place_of(PopulationEstimate.kind, "national") == "species"
    assert place_of(Meeting.kind, "regional") == "region"
    assert place_of(Organisation.kind, "regional") == "register"
