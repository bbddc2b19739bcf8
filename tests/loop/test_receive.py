"""Receiving: verified, planned, merged as a whole or not at all, counted, answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cami_desktop.errors import Refused
from cami_desktop.loop.dump import dump
from cami_desktop.loop.receive import receive
from cami_desktop.loop.resolve import resolve
from cami_desktop.records.kinds import Gap, PopulationEstimate
from cami_desktop.workspace.ledger import Conflict, Submission
from cami_desktop.workspace.workspace import Workspace
from tests.exchange import signing
from tests.loop.kit import Country, country


def test_a_genuine_submission_is_merged_and_counted(kg: Country, region: Workspace) -> None:
    handed = kg.submit()
    (result,) = receive(region, [handed.package])
    assert (result.outcome, result.counts["added"]) == ("merged", sum(handed.submission.counts.values()))
    (entry,) = region.ledger(Submission)
    assert (entry.direction, entry.number, entry.country, entry.verdict) == ("received", 1, "KG", "genuine")
    assert entry.counts == handed.submission.counts


def test_a_dry_run_changes_nothing(kg: Country, region: Workspace) -> None:
    package = kg.submit().package
    (result,) = receive(region, [package], dry_run=True)
    assert result.outcome == "planned" and result.counts["added"] > 0
    assert len(region.records()) == 0 and region.ledger(Submission) == []


def test_the_same_package_again_is_received_already(kg: Country, region: Workspace) -> None:
    package = kg.submit().package
    receive(region, [package])
    before = dump(region)
    (result,) = receive(region, [package])
    assert result.outcome == "already-received"
    assert dump(region) == before


def test_an_older_submission_that_arrives_late_undoes_nothing(kg: Country, region: Workspace) -> None:
    first = kg.submit().package
    kg.change(best=3100)
    second = kg.submit().package
    (result,) = receive(region, [second])
    assert "number 1 never arrived" in " ".join(result.reasons)
    (late,) = receive(region, [first])
    assert late.outcome == "merged" and "arrives late" in " ".join(late.reasons)
    stored = region.get(PopulationEstimate, kg.estimate.id)
    assert stored is not None and stored.best == 3100


def test_two_submissions_given_together_are_merged_in_the_order_of_their_numbers(
    kg: Country, region: Workspace
) -> None:
    first = kg.submit().package
    kg.change(best=3100)
    second = kg.submit().package
    results = receive(region, [second, first])
    assert [result.outcome for result in results] == ["merged", "merged"]
    assert [item.number for item in region.ledger(Submission)] == [1, 2]


def test_a_dry_run_of_two_submissions_sees_them_as_a_chain(kg: Country, region: Workspace) -> None:
    first = kg.submit().package
    kg.change(best=3100)
    second = kg.submit().package
    results = receive(region, [second, first, first], dry_run=True)
    assert [result.outcome for result in results] == ["planned", "planned", "already-received"]
    assert results[0].reasons == ["Follows the submission number 1."]


def test_a_removed_record_arrives_as_removed(kg: Country, region: Workspace) -> None:
    receive(region, [kg.submit().package])
    kg.workspace.remove(PopulationEstimate, kg.estimate.id)
    (result,) = receive(region, [kg.submit().package])
    assert result.counts["deleted"] == 1
    assert region.all(PopulationEstimate) == []


@pytest.mark.parametrize("cut", [0, 100, 20_000])
def test_a_package_cut_short_is_refused_and_nothing_changes(kg: Country, region: Workspace, cut: int) -> None:
    package = kg.submit().package
    package.write_bytes(package.read_bytes()[:cut])
    (result,) = receive(region, [package])
    assert result.outcome == "refused" and result.verdict is not None
    assert result.verdict.verdict == "damaged"
    assert len(region.records()) == 0


def test_an_altered_package_and_one_from_a_stranger_are_refused(
    kg: Country, region: Workspace, office: signing.Office, tmp_path: Path
) -> None:
    package = kg.submit().package
    altered = signing.rewritten(package, tmp_path / "altered.asice", changed={"report.pdf": b"%PDF-1.4 other"})
    kg.key = office.own
    stranger = kg.submit().package
    results = receive(region, [altered, stranger])
    assert [result.outcome for result in results] == ["refused", "refused"]
    assert [str(result.verdict.verdict) for result in results if result.verdict] == ["altered", "unknown-signer"]
    assert len(region.records()) == 0


def test_one_refused_package_does_not_keep_the_others_out(kg: Country, region: Workspace, tmp_path: Path) -> None:
    package = kg.submit().package
    broken = tmp_path / "broken.asice"
    broken.write_bytes(b"PK")
    results = receive(region, [broken, package])
    assert [result.outcome for result in results] == ["refused", "merged"]


def test_a_national_submission_does_not_belong_into_a_national_workspace(kg: Country, tmp_path: Path) -> None:
    copy = tmp_path / "copy.asice"
    shutil.copy(kg.submit().package, copy)
    (result,) = receive(kg.workspace, [copy])
    assert result.outcome == "refused" and "merged by the Secretariat" in result.reasons[0]


@pytest.fixture
def assistant(tmp_path: Path, office: signing.Office, kg: Country) -> Country:
    """An assistant's workspace of the same country, which has taken over the coordinator's records."""
    (tmp_path / "assistant").mkdir()
    made = country(tmp_path / "assistant" / "KG.cami", office)
    made.folder = tmp_path / "assistant-out"
    receive(made.workspace, [kg.submit(kind="working").package])
    made.estimate = kg.estimate
    return made


def test_edits_of_different_fields_on_two_laptops_join_by_themselves(kg: Country, assistant: Country) -> None:
    kg.change(season="spring")
    assistant.change(remarks="с вертолёта")
    (result,) = receive(kg.workspace, [assistant.submit(kind="working").package])
    joined = kg.workspace.get(PopulationEstimate, kg.estimate.id)
    assert joined is not None and (joined.season, joined.remarks) == ("spring", "с вертолёта")
    assert result.outcome == "merged" and kg.workspace.ledger(Conflict) == []


def test_the_same_field_edited_on_two_laptops_waits_for_a_person(kg: Country, assistant: Country) -> None:
    kg.change(best=3000)
    assistant.change(best=3200)
    (result,) = receive(kg.workspace, [assistant.submit(kind="working").package])
    assert (result.outcome, result.counts["conflict"]) == ("waits", 1)
    (conflict,) = kg.workspace.ledger(Conflict, state="open")
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs) == ("best", 2900, 3000, 3200)
    with pytest.raises(Refused.__mro__[1], match="waits for a decision"):
        kg.submit()
    resolve(kg.workspace, conflict.id or 0, "theirs", "Проверено по полевому дневнику")
    decided = kg.workspace.get(PopulationEstimate, kg.estimate.id)
    assert decided is not None and decided.best == 3200
    assert kg.workspace.history(kg.estimate.id)[-1].reason == "Проверено по полевому дневнику"
    (back,) = receive(assistant.workspace, [kg.submit(kind="working").package])
    assert back.outcome == "merged" and assistant.workspace.ledger(Conflict) == []


def test_a_conflict_is_decided_for_ours_or_another_value_and_that_wins_elsewhere(
    kg: Country, assistant: Country
) -> None:
    kg.change(best=3000)
    assistant.change(best=3200)
    receive(kg.workspace, [assistant.submit(kind="working").package])
    (conflict,) = kg.workspace.ledger(Conflict, state="open")
    resolve(kg.workspace, conflict.id or 0, "ours", "наш учёт позже")
    receive(assistant.workspace, [kg.submit(kind="working").package])
    taken = assistant.workspace.get(PopulationEstimate, kg.estimate.id)
    assert taken is not None and taken.best == 3000


def test_a_removal_against_an_edit_waits(kg: Country, assistant: Country) -> None:
    assistant.workspace.remove(PopulationEstimate, kg.estimate.id)
    kg.change(best=3000)
    (result,) = receive(kg.workspace, [assistant.submit(kind="working").package])
    assert result.outcome == "waits"
    (conflict,) = kg.workspace.ledger(Conflict, state="open")
    assert (conflict.field, conflict.ours, conflict.theirs) == ("deleted", False, True)


def test_a_record_of_another_country_inside_a_package_is_refused_by_name(kg: Country, region: Workspace) -> None:
    smuggled = Gap(id="0190b0c0-0000-7000-8000-0000000000aa", country="KZ", area="knowledge", text="Чужой пробел")
    smuggled.catalogue = "cami-2014"
    with kg.workspace.transaction("x", origin="test") as change:
        change.put_all([(None, smuggled, {})])
    (result,) = receive(region, [kg.submit().package])
    assert result.counts["refused"] == 1
    assert any("Чужой пробел" in reason for reason in result.reasons)
    assert region.get(Gap, smuggled.id) is None


def test_every_value_that_a_merge_replaced_is_in_the_history_with_its_rule(kg: Country, region: Workspace) -> None:
    receive(region, [kg.submit().package])
    kg.change(best=3100)
    receive(region, [kg.submit().package])
    last = [entry for entry in region.history(kg.estimate.id) if entry.field == "best"][-1]
    assert (last.before, last.after, last.reason) == (2900, 3100, "theirs-is-newer")
