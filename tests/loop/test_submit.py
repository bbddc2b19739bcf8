"""Submitting: what is written is what was recorded; refused while errors stand; finished after a kill."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange.trust import Trust
from cami_desktop.exchange.verify import verify_package
from cami_desktop.loop.package import read_package
from cami_desktop.loop.submit import FindingsStand, changes_since_last, content, submit
from cami_desktop.records.kinds import Attachment, Gap
from cami_desktop.workspace.ledger import Submission
from cami_desktop.workspace.workspace import Workspace
from tests.exchange import signing
from tests.loop.kit import Country


def test_a_submission_is_signed_counted_and_entered_into_the_ledger(kg: Country, office: signing.Office) -> None:
    handed = kg.submit()
    verdict = verify_package(handed.package, office.trust)
    assert (verdict.verdict, verdict.country) == ("genuine", "KG")
    assert handed.package.name == "CAMI_KG_cami-2014_001.asice"
    assert handed.submission.digest == hashlib.sha256(handed.package.read_bytes()).hexdigest()
    assert kg.workspace.ledger(Submission) == [handed.submission] or handed.submission.id is None
    assert read_package(handed.package).records.counts() == handed.submission.counts


def test_submissions_form_a_chain_and_tell_what_changed(kg: Country) -> None:
    first = kg.submit()
    kg.change(best=2950)
    gap = kg.workspace.save(Gap(area="knowledge", text="Новый пробел"))
    kg.workspace.remove(type(kg.site), kg.site.id)
    changed = {(item.kind, item.what): item for item in changes_since_last(kg.workspace, kg.workspace.records())}
    assert changed["population_estimate", "updated"].fields == ("best",)
    assert changed["gap", "added"].id == gap.id
    assert changed["site", "deleted"].id == kg.site.id
    second = kg.submit()
    assert (second.submission.number, second.submission.previous) == (2, first.submission.digest)
    with zipfile.ZipFile(second.package) as package:
        assert json.loads(package.read("manifest.json"))["previous"] == first.submission.digest


def test_errors_stand_in_the_way_and_nothing_is_written(kg: Country) -> None:
    kg.change(minimum=5000)
    with pytest.raises(FindingsStand, match="The minimum is larger") as caught:
        kg.submit()
    assert [item.rule for item in caught.value.findings] == ["order-of-figures"]
    assert list(kg.folder.iterdir()) == [] and kg.workspace.ledger(Submission) == []


def test_a_working_package_may_hold_errors(kg: Country) -> None:
    kg.change(minimum=5000)
    assert kg.submit(kind="working").package.name == "CAMI_KG_cami-2014_001_working.asice"


def test_a_key_of_another_country_is_refused(kg: Country, office: signing.Office, tmp_path: Path) -> None:
    with (
        Workspace.create(tmp_path / "KZ.cami", country="KZ") as other,
        pytest.raises(Refused, match="speaks for KG, the workspace for KZ"),
    ):
        submit(other, kg.folder, office.enrolled)


def test_a_key_not_yet_enrolled_signs_and_the_signer_is_unknown(kg: Country, office: signing.Office) -> None:
    kg.key = office.own
    handed = kg.submit()
    assert verify_package(handed.package, office.trust).verdict == "unknown-signer"
    assert handed.submission.verdict == "unknown-signer"


def test_a_folder_that_is_a_file_is_refused_in_one_sentence(kg: Country, tmp_path: Path) -> None:
    kg.folder = tmp_path / "file"
    kg.folder.write_text("x")
    with pytest.raises(Refused, match="cannot be written") as caught:
        kg.submit()
    assert caught.value.kept == "Nothing was written."
    assert kg.workspace.ledger(Submission) == []


def test_a_missing_attachment_is_named_before_anything_is_written(kg: Country) -> None:
    kg.workspace.save(Attachment(record=kg.meeting.id, file_name="лист.pdf", size=3, sha256="0" * 64))
    with pytest.raises(DamagedInput, match=r"лист\.pdf is missing or was altered"):
        kg.submit()
    assert kg.workspace.ledger(Submission) == []


def test_a_hand_over_killed_before_the_last_rename_is_finished_by_the_next(kg: Country) -> None:
    handed = kg.submit()
    handed.package.rename(handed.package.with_name(f".{handed.package.name}.part"))
    kg.change(best=2999)
    second = kg.submit()
    assert handed.package.is_file()
    assert (second.submission.number, second.submission.previous) == (2, handed.submission.digest)


def test_what_may_not_leave_the_country_is_withheld_and_the_workspace_keeps_it(kg: Country) -> None:
    sent = content(kg.workspace, "national")
    site, person = sent.get(kg.site.id), sent.get(kg.person.id)
    assert site is not None and person is not None
    assert site.tracked()["latitude"] == 41.9 and site.tracked()["longitude"] == 78.1
    assert person.absent == {"email": "withheld"} and person.tracked()["name"] == "Представитель Агентства"
    kept = kg.workspace.get(type(kg.site), kg.site.id)
    assert kept is not None and kept.latitude == 41.87654


@pytest.mark.parametrize("rule", ["organisation_only", "country_only", "chatham_house", "internal"])
def test_the_attribution_rule_holds_in_everything_that_leaves(kg: Country, rule: str) -> None:
    kg.said.attribution = rule
    kg.workspace.save(kg.said)
    sent = content(kg.workspace, "national").get(kg.said.id)
    if rule == "internal":
        assert sent is None
        return
    assert sent is not None
    assert sent.tracked()["participation"] is None and sent.absent["participation"] == "withheld"
    assert sent.tracked()["notes"] == []
    organisation = kg.speaker.organisation if rule == "organisation_only" else None
    assert sent.tracked()["organisation"] == organisation


def test_a_refused_consent_takes_the_name_out_of_every_part_of_the_package(kg: Country) -> None:
    kg.person.consent = "refused"
    kg.workspace.save(kg.person)
    handed = kg.submit()
    records = read_package(handed.package).records
    person = records.get(kg.person.id)
    assert person is not None and person.tracked()["name"] is None and person.absent["name"] == "withheld"
    with zipfile.ZipFile(handed.package) as package:
        workbook = package.extract("submission.xlsx", kg.folder)
    with zipfile.ZipFile(workbook) as sheets:
        assert not any("Представитель Агентства".encode() in sheets.read(name) for name in sheets.namelist())


def test_a_self_signed_package_is_never_trusted_on_first_use(kg: Country, office: signing.Office) -> None:
    kg.key = office.own
    assert verify_package(kg.submit().package, Trust()).verdict == "unknown-signer"
