"""A restore takes back what was recorded, and not what has left the house: numbers, receipts, certificates."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.exchange import keys
from cami_desktop.loop import enrol
from cami_desktop.loop.receive import receive
from cami_desktop.loop.submit import changes_since_last, submit
from cami_desktop.records.kinds import Gap, Note, Organisation
from cami_desktop.workspace.backup import Reason, backup_folder
from cami_desktop.workspace.cipher import is_protected
from cami_desktop.workspace.ledger import Certificate, Question, Submission, TrustedRoot
from cami_desktop.workspace.protection import protect
from cami_desktop.workspace.restore import Restored, restore
from cami_desktop.workspace.workspace import Workspace, utc_now
from tests.exchange.signing import Office
from tests.loop.kit import Country


def put(backup: Path, file: Path, **options: Any) -> Restored:
    return restore(backup, file, who="Coordinator", clock=utc_now, **options)


def sent(file: Path, **options: Any) -> list[Submission]:
    with Workspace.open(file, read_only=True, **options) as workspace:
        return workspace.ledger(Submission, direction="sent")


def again(kg: Country, file: Path, **options: Any) -> Submission:
    """Hand in the next package of a workspace."""
    with Workspace.open(file, **options) as workspace:
        return submit(workspace, kg.folder, kg.key, report_language="en").submission


def reopened(kg: Country, file: Path) -> Country:
    kg.workspace = Workspace.open(file, who="Coordinator")
    return kg


@pytest.fixture
def file(kg: Country) -> Path:
    return kg.workspace.path


@pytest.fixture
def backup(kg: Country) -> Path:
    """A backup after the first submission; then the workspace changed and handed in a second one, and was closed."""
    kg.submit()
    made = kg.workspace.back_up(Reason.WORK)
    assert made is not None
    kg.change(best=2950)
    kg.workspace.save(Organisation(name="Общество", organisation_type="ngo_national"))
    kg.workspace.save(Note(meeting=kg.meeting.id, text="Лишнее", noted_at="2014-05-14 11:00:00"))
    kg.submit()
    kg.workspace.close()
    return made.path


def test_a_number_that_was_sent_is_never_given_out_again(backup: Path, kg: Country, file: Path) -> None:
    before = sent(file)
    assert put(backup, file).carried == 1
    assert [(item.number, item.digest) for item in sent(file)] == [(item.number, item.digest) for item in before]
    third = again(kg, file)
    assert (third.number, third.previous) == (3, before[1].digest)


def test_what_changed_since_names_what_the_restore_took_back(backup: Path, kg: Country, file: Path) -> None:
    put(backup, file)
    with reopened(kg, file).workspace as workspace:
        workspace.save(Gap(area="knowledge", text="После восстановления"))
        found = {(item.kind, item.what, item.fields[:1]) for item in changes_since_last(workspace, workspace.records())}
    assert ("population_estimate", "updated", ("best",)) in found, "2950 was sent, 2900 stands here again"
    assert ("organisation", "deleted", ()) in found, "it was sent and is not here any more"
    assert ("gap", "added", ("area",)) in found
    assert not {kind for kind, _what, _fields in found} & {"note", "meeting"}, "a note may never have left"


def test_the_undo_of_a_restore_knows_what_was_sent_in_between(backup: Path, kg: Country, file: Path) -> None:
    done = put(backup, file)
    third = again(kg, file)
    assert done.before is not None and put(done.before, file).carried == 1
    assert [item.number for item in sent(file)] == [1, 2, 3]
    with Workspace.open(file) as workspace:
        found = {(item.kind, item.what) for item in changes_since_last(workspace, workspace.records())}
    assert {("population_estimate", "updated"), ("organisation", "added")} <= found, "number 3 went without them"
    assert again(kg, file).previous == third.digest


def test_two_restores_after_each_other_forget_nothing(backup: Path, kg: Country, file: Path) -> None:
    put(backup, file)
    put(backup, file)
    assert [item.number for item in sent(file)] == [1, 2]
    with Workspace.open(file) as workspace:
        found = {(item.kind, item.what) for item in changes_since_last(workspace, workspace.records())}
    assert {("population_estimate", "updated"), ("organisation", "deleted")} == found


def test_a_damaged_state_before_is_helped_out_by_the_newest_backup(backup: Path, kg: Country, file: Path) -> None:
    file.write_bytes(b"SQLite format 3\x00" + b"\xa5" * 9000)
    assert put(backup, file).carried == 1, "the backup made at closing knows number 2"
    assert again(kg, file).number == 3


def test_a_restore_elsewhere_knows_what_the_backups_beside_know(
    backup: Path, kg: Country, file: Path, tmp_path: Path
) -> None:
    stick, other = tmp_path / "stick", tmp_path / "other" / "KG.cami"
    backup_folder(file).rename(stick)
    other.parent.mkdir()
    assert put(stick / backup.name, other).carried == 1
    assert again(kg, other).number == 3
    for path in stick.iterdir():
        if path.name != backup.name:
            path.unlink()
    alone = other.with_name("alone.cami")
    assert put(stick / backup.name, alone).carried == 0, "nothing at hand knows of number 2"


def test_a_number_used_twice_because_nobody_could_know_is_told_as_a_fork(
    kg: Country, region: Workspace, tmp_path: Path
) -> None:
    """A backup of before the first submission is restored on a computer that has nothing else: number 1 again."""
    made = kg.workspace.back_up(Reason.WORK)
    first = kg.submit().package
    kg.workspace.close()
    assert made is not None
    stick, other = tmp_path / "stick.cami", tmp_path / "other" / "KG.cami"
    made.path.rename(stick)
    other.parent.mkdir()
    assert put(stick, other).carried == 0
    kg.folder = other.parent
    assert again(kg, other).number == 1
    told = [receive(region, [package])[0] for package in (first, other.parent / first.name)]
    assert [item.standing.link for item in told if item.standing] == ["first", "fork"]
    assert "A fork: there are two different submissions with the number 1" in told[1].reasons[0]


def test_another_country_keeps_its_own_numbers(backup: Path, kg: Country, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "KZ.cami"
    with Workspace.create(other, country="KZ") as workspace:
        workspace.save(Gap(area="knowledge", text="Нет учёта"))
        made = workspace.back_up(Reason.WORK)
    assert made is not None and put(made.path, file).carried == 0
    assert sent(file) == []


def test_a_workspace_made_anew_for_the_same_country_goes_on_with_the_numbers(
    backup: Path, kg: Country, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "new.cami"
    with Workspace.create(other, country="KG") as workspace:
        workspace.save(Gap(area="knowledge", text="Нет учёта"))
        made = workspace.back_up(Reason.WORK)
    assert made is not None and put(made.path, file).carried == 2
    assert again(kg, file).number == 3


def test_a_receipt_stays_with_its_questions(kg: Country, file: Path) -> None:
    first = kg.submit().submission
    made = kg.workspace.back_up(Reason.WORK)
    assert made is not None
    stored = kg.workspace.ledger(Submission)[0]
    with kg.workspace.transaction("receipt", origin="receipt") as change:
        change.note(dataclasses.replace(stored, state="received", outcome={"added": 9}))
        change.note(Question("q1", first.digest, kg.site.id, "site", "name", "Where is it?"))
    kg.workspace.close()
    put(made.path, file)
    with Workspace.open(file, read_only=True) as workspace:
        (entry,) = workspace.ledger(Submission)
        assert (entry.state, entry.outcome) == ("received", {"added": 9})
        assert [item.text for item in workspace.ledger(Question)] == ["Where is it?"]


def test_a_protected_workspace_is_read_with_its_passphrase(backup: Path, kg: Country, file: Path) -> None:
    protect(file, new="барс и сайгак")
    put(backup, file, passphrase="барс и сайгак")
    assert is_protected(file)
    assert again(kg, file, passphrase="барс и сайгак").number == 3


def test_certificates_issued_and_withdrawn_stay_so(region: Workspace, office: Office, tmp_path: Path) -> None:
    request = tmp_path / "KG.csr"
    request.write_bytes(keys.request(office.own))
    first = enrol.issue(region, request, tmp_path / "first.pem", office.root)
    made = region.back_up(Reason.WORK)
    assert made is not None
    enrol.issue(region, request, tmp_path / "second.pem", office.root)
    enrol.revoke(region, first.serial or "", "key_compromise", office.root)
    trusted = region.ledger(TrustedRoot)
    file = region.path
    region.close()
    put(made.path, file)
    with Workspace.open(file, read_only=True) as workspace:
        found = workspace.ledger(Certificate)
        assert [bool(item.revoked_at) for item in found if item.serial == first.serial] == [True]
        assert len(found) == 2 and workspace.ledger(TrustedRoot)[0].crl == trusted[0].crl is not None
