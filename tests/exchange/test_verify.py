"""The verdict on a package: each of the six words, and the findings that lead to it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.exchange import asic, certificates, keys, opc, pades, verdict
from cami_desktop.exchange.certificates import Revocation, RevocationReason
from cami_desktop.exchange.trust import Trust
from cami_desktop.exchange.verify import verify_package
from tests.exchange import signing
from tests.exchange.signing import ASKED, MADE, PASSPHRASE, SIGNED, Office, entry, other_byte, rewritten


def ids(result: verdict.Verdict) -> list[str]:
    """Return the ids of all findings."""
    return [found.id for found in result.findings]


def built(folder: Path, key: keys.SigningKey, entries: dict[str, Any], at: datetime = SIGNED) -> Path:
    path = folder / "p.asice"
    asic.build_container(path, entries, key, signed_at=at)
    return path


def test_a_genuine_package_says_who_for_what_and_when(office: Office, genuine: Path) -> None:
    result = verify_package(genuine, office.trust, ASKED)
    assert (result.verdict, result.findings) == ("genuine", [])
    assert (result.signer, result.country, result.signed_at) == ("Айгүл Тестова", "KG", SIGNED)
    assert result.fingerprint == office.own.fingerprint
    assert result.digest == hashlib.sha256(genuine.read_bytes()).hexdigest()
    assert result.manifest is not None
    assert result.manifest["number"] == 3
    assert set(result.entries) == {"submission.xlsx", "report.pdf", "manifest.json", "attachments/a1.jpg"}
    plain = json.loads(json.dumps(result.as_dict()))
    assert {"verdict", "signer", "country", "signed_at", "findings", "counts"} <= set(plain)
    assert plain["counts"] == {"taxa": 1}


def test_without_the_root_the_signer_is_unknown(genuine: Path) -> None:
    result = verify_package(genuine, Trust(), ASKED)
    assert (result.verdict, ids(result)) == ("unknown-signer", ["signer-unknown"])


def test_another_root_of_the_same_name_vouches_for_nothing(genuine: Path, tmp_path: Path) -> None:
    stranger = keys.new_root(tmp_path / "root.p12", "CAMI Secretariat (test)", PASSPHRASE, now=MADE)
    result = verify_package(genuine, Trust((stranger.certificate_pem,)), ASKED)
    assert (result.verdict, ids(result)) == ("unknown-signer", ["signer-unknown"])


def test_a_self_signed_coordinator_is_unknown_until_enrolled(office: Office, tmp_path: Path) -> None:
    result = verify_package(signing.package(tmp_path / "p.asice", office.own), office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("unknown-signer", ["signer-self-signed"])


def test_every_changed_entry_is_altered(office: Office, genuine: Path, tmp_path: Path) -> None:
    names = ["submission.xlsx", "report.pdf", "manifest.json", "attachments/a1.jpg"]
    for name in [*names, asic.MANIFEST_NAME, asic.SIGNATURE_NAME]:
        changed = rewritten(genuine, tmp_path / "p.asice", changed={name: other_byte(entry(genuine, name))})
        result = verify_package(changed, office.trust, ASKED)
        assert result.verdict == "altered", name
        assert name not in result.entries


def test_entries_added_or_taken_out_are_altered(office: Office, genuine: Path, tmp_path: Path) -> None:
    added = rewritten(genuine, tmp_path / "a.asice", added={"attachments/b2.jpg": b"x"})
    result = verify_package(added, office.trust, ASKED)
    assert result.verdict == "altered"
    assert ids(result) == ["entry-added", "attachment-unknown"]
    gone = rewritten(genuine, tmp_path / "g.asice", changed={"report.pdf": None})
    result = verify_package(gone, office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("altered", ["entry-removed"])


@pytest.mark.parametrize("name", ["mimetype", "manifest.json", asic.MANIFEST_NAME, asic.SIGNATURE_NAME])
def test_a_package_without_its_frame_is_damaged(office: Office, genuine: Path, tmp_path: Path, name: str) -> None:
    result = verify_package(rewritten(genuine, tmp_path / "p.asice", changed={name: None}), office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("damaged", ["part-missing"])


def test_a_forged_list_with_fitting_digests_breaks_the_signature(office: Office, genuine: Path, tmp_path: Path) -> None:
    forged = entry(genuine, "manifest.json").replace(b'"number": 3', b'"number": 4')
    names = ["submission.xlsx", "report.pdf", "attachments/a1.jpg"]
    digests = {name: hashlib.sha256(entry(genuine, name)).hexdigest() for name in names}
    listing = asic.manifest_xml(digests | {"manifest.json": hashlib.sha256(forged).hexdigest()})
    changed: dict[str, bytes | None] = {"manifest.json": forged, asic.MANIFEST_NAME: listing}
    result = verify_package(rewritten(genuine, tmp_path / "p.asice", changed=changed), office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("altered", ["signature-invalid"])
    assert result.manifest is None


@pytest.mark.parametrize(
    "listing",
    [b"", b"<x/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', b"<ASiCManifest xmlns='http://uri.etsi.org/02918/v1.2.1#'/>"],
)
def test_an_unreadable_list_is_altered(office: Office, genuine: Path, tmp_path: Path, listing: bytes) -> None:
    changed = rewritten(genuine, tmp_path / "p.asice", changed={asic.MANIFEST_NAME: listing})
    assert ids(verify_package(changed, office.trust, ASKED)) == ["list-unreadable"]


def test_the_signature_of_another_package_does_not_fit(office: Office, genuine: Path, tmp_path: Path) -> None:
    foreign = signing.package(tmp_path / "other.asice", office.enrolled, number=9)
    swapped = rewritten(
        genuine, tmp_path / "p.asice", changed={asic.SIGNATURE_NAME: entry(foreign, asic.SIGNATURE_NAME)}
    )
    assert ids(verify_package(swapped, office.trust, ASKED)) == ["signature-invalid"]


def test_documents_of_another_signer_or_without_signature_are_altered(office: Office, tmp_path: Path) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"report.pdf": pades.sign_pdf(signing.report(), office.root, reason="x", signed_at=SIGNED)}, "other-signer"),
        ({"submission.xlsx": opc.sign_workbook(signing.workbook(), office.own, SIGNED)}, "other-signer"),
        ({"report.pdf": signing.report()}, "unsigned"),
        ({"submission.xlsx": signing.workbook()}, "unsigned"),
    ]
    parts = signing.parts(office.enrolled)
    signed_pdf = parts["report.pdf"]
    assert isinstance(signed_pdf, bytes)
    cases.append(({"report.pdf": signed_pdf + b"\n% later"}, "later-changes"))
    cases.append(({"report.pdf": other_byte(signed_pdf, 100)}, "invalid"))
    for number, (changes, finding) in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        result = verify_package(built(folder, office.enrolled, parts | changes), office.trust, ASKED)
        assert (result.verdict, ids(result)) == ("altered", [f"document-{finding}"])


def test_documents_that_claim_another_time_are_noted(office: Office, tmp_path: Path) -> None:
    parts = signing.parts(office.enrolled)
    parts["report.pdf"] = pades.sign_pdf(
        signing.report(), office.enrolled, reason="x", signed_at=SIGNED - timedelta(days=2)
    )
    result = verify_package(built(tmp_path, office.enrolled, parts), office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("genuine", ["clocks-differ"])


def test_attachments_must_be_as_described(office: Office, tmp_path: Path) -> None:
    for number, (described, held, finding) in enumerate(
        [
            ({"a1": b"one"}, {"a1": b"two"}, ["attachment-differs"]),
            ({"a1": b"one", "a2": b"two"}, {"a1": b"one"}, ["attachment-missing"]),
            ({}, {"a1": b"one"}, ["attachment-unknown"]),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        parts = {"manifest.json": signing.manifest(described)}
        parts |= {f"attachments/{id_}.jpg": data for id_, data in held.items()}
        result = verify_package(built(folder, office.enrolled, parts), office.trust, ASKED)
        assert (result.verdict, ids(result)) == ("altered", finding)


@pytest.mark.parametrize(
    "manifest",
    [
        *(b"", b"[]", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b"[" * 100_000, b"\xff\xfe{}"),
        b'{"kind":"national","country":"KG","attachments":7}',
    ],
)
def test_a_manifest_that_cannot_be_understood_is_damaged(office: Office, tmp_path: Path, manifest: bytes) -> None:
    result = verify_package(built(tmp_path, office.enrolled, {"manifest.json": manifest}), office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("damaged", ["manifest-unreadable"])


def test_a_coordinator_speaks_for_his_own_country_only(office: Office, tmp_path: Path) -> None:
    path = signing.package(tmp_path / "p.asice", office.enrolled, country="KZ")
    result = verify_package(path, office.trust, ASKED)
    assert (result.verdict, ids(result)) == ("unknown-signer", ["wrong-country"])
    assert "KG" in result.findings[0].message
    assert "KZ" in result.findings[0].message


def test_only_the_root_signs_receipts_and_it_signs_nothing_else(office: Office, tmp_path: Path) -> None:
    for number, (key, kind, word, finding) in enumerate(
        [
            (office.root, "receipt", "genuine", []),
            (office.root, "national", "unknown-signer", ["wrong-role"]),
            (office.enrolled, "receipt", "unknown-signer", ["wrong-role"]),
            (office.enrolled, "working", "genuine", []),
        ]
    ):
        path = signing.package(tmp_path / f"{number}.asice", key, kind=kind)
        result = verify_package(path, office.trust, ASKED)
        assert (result.verdict, ids(result)) == (word, finding)


def test_the_roots_own_packages_bear_its_name_and_no_country(office: Office, tmp_path: Path) -> None:
    result = verify_package(signing.package(tmp_path / "r.asice", office.root, kind="receipt"), office.trust, ASKED)
    assert (result.signer, result.country) == ("CAMI Secretariat (test)", None)


def test_a_key_that_has_ended_since_is_told_apart_from_one_that_had_ended(office: Office, genuine: Path) -> None:
    later = office.enrolled.certificate.not_valid_after_utc + timedelta(days=1)
    result = verify_package(genuine, office.trust, later)
    assert (result.verdict, ids(result)) == ("genuine-expired", ["expired-since"])
    assert result.acceptable


def test_signing_with_an_ended_certificate_is_not_vouched_for(office: Office, tmp_path: Path) -> None:
    ended = office.enrolled.certificate.not_valid_after_utc + timedelta(days=1)
    path = built(tmp_path, office.enrolled, {"manifest.json": signing.manifest({})}, ended)
    result = verify_package(path, office.trust, ended + timedelta(days=1))
    assert (result.verdict, ids(result)) == ("unknown-signer", ["signed-after-expiry"])


@pytest.mark.parametrize(
    ("signed_at", "finding"),
    [(datetime(2019, 1, 1, tzinfo=UTC), "clock-behind"), (datetime(2027, 1, 1, tzinfo=UTC), "clock-ahead")],
)
def test_wrong_clocks_are_reported_not_obeyed(
    office: Office, tmp_path: Path, signed_at: datetime, finding: str
) -> None:
    path = built(tmp_path, office.enrolled, {"manifest.json": signing.manifest({})}, signed_at)
    result = verify_package(path, office.trust, ASKED)
    assert (result.verdict, ids(result), result.signed_at) == ("genuine", [finding], signed_at)


@pytest.mark.parametrize(
    ("days", "reason", "word", "findings"),
    [
        (-1, RevocationReason.SUPERSEDED, "revoked", ["revoked"]),
        (-1, RevocationReason.KEY_COMPROMISE, "revoked", ["revoked"]),
        (+1, RevocationReason.SUPERSEDED, "genuine-expired", ["revoked-since"]),
        (+1, RevocationReason.LEFT_OFFICE, "genuine-expired", ["revoked-since"]),
        # A thief can write any signing time, so a stolen key's signatures are never believed.
        (+1, RevocationReason.KEY_COMPROMISE, "revoked", ["revoked"]),
        (+1, RevocationReason.UNSPECIFIED, "revoked", ["revoked"]),
        (+90, RevocationReason.KEY_COMPROMISE, "genuine", []),
    ],
)
def test_withdrawn_before_after_and_not_yet(
    office: Office, genuine: Path, days: int, reason: RevocationReason, word: str, findings: list[str]
) -> None:
    serial = office.enrolled.certificate.serial_number
    crl = certificates.revoke(office.root, [Revocation(serial, SIGNED + timedelta(days=days), reason)], now=ASKED)
    result = verify_package(genuine, replace(office.trust, crls=(crl,)), ASKED)
    assert (result.verdict, ids(result)) == (word, findings)


def test_old_and_foreign_revocation_lists_are_only_noted(office: Office, genuine: Path) -> None:
    old = certificates.revoke(office.root, [], now=MADE, next_update_days=1)
    result = verify_package(genuine, replace(office.trust, crls=(old, b"rubbish")), ASKED)
    assert (result.verdict, ids(result)) == ("genuine", ["crl-not-believed", "crl-old"])


def test_a_changed_package_by_an_unknown_signer_is_altered_first(office: Office, genuine: Path, tmp_path: Path) -> None:
    changed = rewritten(genuine, tmp_path / "p.asice", changed={"report.pdf": b"%PDF"})
    result = verify_package(changed, Trust(), ASKED)
    assert result.verdict == "altered"
    assert "signer-unknown" in ids(result)


def test_every_finding_has_a_sentence_whose_places_are_filled() -> None:
    values = {"name": "N", "date": "D", "kind": "K", "signer": "S", "country": "C"}
    for id_ in verdict.FINDINGS:
        assert "{" not in verdict.finding(id_, **values).message


def test_a_process_that_only_verifies_comes_to_the_same_verdict(genuine: Path, office: Office) -> None:
    """Signing loads more than verifying does; nothing that verifying needs may hang on it."""
    program = (
        "import sys; from pathlib import Path; from cami_desktop.exchange.trust import Trust;"
        "from cami_desktop.exchange.verify import verify_package;"
        "trust = Trust(roots=(Path(sys.argv[2]).read_bytes(),));"
        "print(verify_package(Path(sys.argv[1]), trust).verdict)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(genuine), str(office.folder / "root.pem")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "genuine"
