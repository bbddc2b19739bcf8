"""The Submit place: checked, signed, handed over, verified; what goes wrong is told there and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.submit.parts import key_beside
from cami_desktop.desktop.places.submit.place import Submit
from cami_desktop.exchange.keys import load_key
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.answer import answer
from cami_desktop.loop.receive import receive
from cami_desktop.loop.trusting import trust, trust_of
from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.workspace.ledger import Question, Submission
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import enter, name, press, tab_to
from tests.exchange import signing
from tests.loop.kit import country

PATIENCE = 60_000
"""Milliseconds in which a package is written, also on a busy machine."""


@pytest.fixture
def home(tmp_path: Path, office: signing.Office) -> Path:
    """A folder with the workspace of Kyrgyzstan and a copy of its coordinator's key."""
    made = country(tmp_path / "KG.cami", office)
    made.workspace.close()
    (tmp_path / "KG.p12").write_bytes((office.folder / "KG.p12").read_bytes())
    return tmp_path


@pytest.fixture
def place(home: Path, open_window: Callable[[Path], MainWindow], qtbot: QtBot) -> Submit:
    """The Submit place, after it looked at what would be handed over."""
    window = open_window(home / "KG.cami")
    found = window.show_place("submit")
    assert isinstance(found, Submit)
    qtbot.waitUntil(lambda: found.scope is not None, timeout=PATIENCE)
    return found


def open_key(place: Submit, qtbot: QtBot, secret: str = signing.PASSPHRASE) -> None:
    """Type the passphrase and wait for the answer."""
    place.sign.key.secret.setFocus()
    enter(secret)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(place.sign.key.message.text) and place.sign.key.opener.isEnabled(), timeout=PATIENCE)


def hand_over(place: Submit, qtbot: QtBot) -> Path:
    """Sign, and wait until it is done; returns the package."""
    place.sign.signer.setFocus()
    press(Qt.Key.Key_Space)
    assert place.refuses_to_go()
    qtbot.waitUntil(lambda: place.job is None, timeout=PATIENCE)
    assert place.result.path is not None, place.sign.message.text
    return place.result.path


def test_a_person_submits_by_keyboard_and_the_file_verifies(place: Submit, home: Path, qtbot: QtBot) -> None:
    assert name() == "Passphrase", "the first thing that a person must give"
    assert place.sign.signer.isEnabled() is False
    open_key(place, qtbot)
    assert "Айгүл Тестова" in place.sign.key.message.text
    assert place.sign.key.words.text().count(" ") == 7
    assert place.sign.signer.hasFocus(), "the next key signs"
    place.sign.key.open_key()
    assert place.sign.key.opener.isEnabled(), "an open key is not asked for its passphrase once more"
    package = hand_over(place, qtbot)
    assert package == home / "packages" / "CAMI_KG_cami-2014_001.asice"
    with Workspace.open(home / "KG.cami", read_only=True) as workspace:
        verdict = verify_package(package, trust_of(workspace))
    assert verdict.verdict == "genuine"
    assert place.result.digest.text() == verdict.digest
    assert package.name in place.result.lines[0].text
    assert not place.result_card.isHidden()
    qtbot.waitUntil(lambda: len(place.ledger.sent.values) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: place.scope is not None and place.scope.number == 2, timeout=PATIENCE)


def test_a_wrong_passphrase_is_told_on_the_page_and_nothing_is_written(
    place: Submit, home: Path, qtbot: QtBot
) -> None:
    before = sorted(path.name for path in home.iterdir())
    open_key(place, qtbot, "wrong")
    assert place.sign.key.message.text.startswith("The passphrase does not open the key")
    assert place.sign.opened is None
    assert place.sign.signer.isEnabled() is False
    assert sorted(path.name for path in home.iterdir()) == before
    assert place.session.workspace.ledger(Submission) == []
    open_key(place, qtbot)
    assert place.sign.opened is not None, "the right one opens it afterwards"


def test_what_changed_since_the_last_submission_is_listed_and_leads_to_the_record(
    place: Submit, qtbot: QtBot, home: Path
) -> None:
    open_key(place, qtbot)
    hand_over(place, qtbot)
    session = place.session
    [estimate] = session.all(PopulationEstimate)
    estimate.best = 3_000
    session.save(estimate)
    wanted = (PopulationEstimate.kind, estimate.id, "")
    qtbot.waitUntil(lambda: place.scope_part.changes.values == [wanted], timeout=PATIENCE)
    assert "Submission 2" in place.scope_part.about.text()
    with qtbot.waitSignal(session.wanted) as caught:
        place.scope_part.changes.opened.emit(wanted)
    assert caught.args == list(wanted)


def test_an_error_blocks_the_button_and_leads_to_check(place: Submit, qtbot: QtBot) -> None:
    open_key(place, qtbot)
    assert place.sign.signer.isEnabled()
    session = place.session
    [estimate] = session.all(PopulationEstimate)
    estimate.minimum, estimate.best = 5_000, 4_000
    session.save(estimate)
    qtbot.waitUntil(lambda: place.sign.signer.isEnabled() is False, timeout=PATIENCE)
    assert "Errors block the submission" in place.check.message.text
    with qtbot.waitSignal(session.place_wanted) as caught:
        place.check.go.click()
    assert caught.args[0] == "check"


def test_a_folder_that_cannot_be_written_is_told_on_the_page(place: Submit, home: Path, qtbot: QtBot) -> None:
    (home / "file").write_text("no folder")
    open_key(place, qtbot)
    place.sign.folder.put(home / "file" / "packages")
    place.sign.sign()
    qtbot.waitUntil(lambda: place.job is None, timeout=PATIENCE)
    assert "cannot be written" in place.sign.message.text
    assert "Nothing was written" in place.sign.message.text
    assert place.session.workspace.ledger(Submission) == []


def test_a_receipt_marks_its_submission_and_lists_its_questions(
    place: Submit, home: Path, qtbot: QtBot, office: signing.Office
) -> None:
    open_key(place, qtbot)
    package = hand_over(place, qtbot)
    with Workspace.create(home / "region.cami", role="regional", who="Secretariat") as region:
        trust(region, office.folder / "root.pem")
        receive(region, [package])
        answered = answer(region, package, home / "receipts", office.root)
    place.ledger.read_receipt(answered.package)
    qtbot.waitUntil(lambda: "genuine" in place.ledger.message.text, timeout=PATIENCE)
    [sent] = place.session.workspace.ledger(Submission, direction="sent")
    assert sent.state == "received"
    questions = place.session.workspace.ledger(Question)
    assert {item.id for item in questions} == {item.id for item in answered.questions}
    qtbot.waitUntil(lambda: len(place.ledger.asked.values) == len(questions), timeout=PATIENCE)
    package.write_bytes(b"not a package")
    place.ledger.read_receipt(package)
    qtbot.waitUntil(lambda: "was not taken in" in place.ledger.message.text, timeout=PATIENCE)


def test_a_person_without_a_key_makes_one_and_is_enrolled(
    place: Submit, home: Path, qtbot: QtBot, office: signing.Office
) -> None:
    from cami_desktop.exchange import certificates

    place.keys_button.setFocus()
    press(Qt.Key.Key_Space)
    assert name() == "Name of person or office"
    make = place.keys.make
    make.name.setText("Coordinator of Kyrgyzstan")
    make.file.put(home / "mine.p12")
    tab_to("Passphrase")
    enter("a long passphrase")
    press(Qt.Key.Key_Tab)
    enter("another passphrase")
    press(Qt.Key.Key_Return)
    assert make.message.text == "The two passphrases differ."
    make.second.clear()
    enter("a long passphrase")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Made mine.p12" in make.message.text, timeout=PATIENCE)
    key = load_key(home / "mine.p12", "a long passphrase")
    assert (key.name, key.country) == ("Coordinator of Kyrgyzstan", "KG")
    assert make.words.text() == " ".join(key.words)
    assert place.sign.key.file.path == home / "mine.p12"

    issued = home / "mine.pem"
    issued.write_bytes(certificates.issue(office.root, (home / "mine.csr").read_bytes()))
    accept = place.keys.accept
    assert accept.key.path == home / "mine.p12"
    accept.certificate.put(issued)
    accept.secret.setText("a long passphrase")
    accept.accept()
    qtbot.waitUntil(lambda: "now holds the certificate" in accept.message.text, timeout=PATIENCE)
    assert load_key(home / "mine.p12", "a long passphrase").chain


def test_a_root_is_trusted_only_after_its_words_were_shown(place: Submit, qtbot: QtBot, office: signing.Office) -> None:
    part = place.keys.trust
    part.file.put(office.folder / "root.pem")
    assert part.truster.isEnabled() is False
    part.look()
    qtbot.waitUntil(part.truster.isEnabled, timeout=PATIENCE)
    assert part.words.text() == " ".join(office.root.words)
    part.trust()
    qtbot.waitUntil(lambda: "is trusted from now on" in part.message.text, timeout=PATIENCE)


def test_the_key_beside_a_workspace_is_proposed(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    for file in ("root.p12", "KZ.p12", "UZ.p12"):
        (keys / file).touch()
    assert key_beside(tmp_path / "KZ.cami", "KZ") == keys / "KZ.p12"
    assert key_beside(tmp_path / "region.cami", "") == keys / "root.p12"
    assert key_beside(tmp_path / "TJ.cami", "TJ") is None
