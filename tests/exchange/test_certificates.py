"""Certificates: who may issue them, what a request must hold, what `show` says, what a revocation list says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import certificates, keys, trust
from cami_desktop.exchange.certificates import Revocation, RevocationReason
from tests.exchange.signing import ASKED, MADE, PASSPHRASE, Office, other_byte


def _request(*names: x509.NameAttribute[str]) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(names))
    return builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).public_bytes(Encoding.PEM)


def test_the_issued_certificate_holds_the_country_and_comes_with_the_root(office: Office) -> None:
    pem = certificates.issue(office.root, keys.request(office.own), serial=77, valid_days=30, now=MADE)
    issued, root = trust.certificates_in(pem)
    assert root == office.root.certificate
    assert (keys.country_of(issued.subject), issued.serial_number) == ("KG", 77)
    assert issued.not_valid_after_utc == MADE + timedelta(days=30)
    assert trust.issued_by(issued, root)
    assert trust.may_sign(issued)
    assert not trust.may_issue(issued)


def test_a_certificate_never_outlives_its_root(office: Office) -> None:
    pem = certificates.issue(office.root, keys.request(office.own), valid_days=100_000, now=MADE)
    issued, root = trust.certificates_in(pem)
    assert issued.not_valid_after_utc == root.not_valid_after_utc


def test_a_request_without_a_country_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="no country"):
        certificates.issue(office.root, _request(x509.NameAttribute(NameOID.COMMON_NAME, "Nobody")))


def test_a_request_that_was_altered_is_refused(office: Office) -> None:
    wish = x509.load_pem_x509_csr(keys.request(office.own)).public_bytes(Encoding.DER)
    at = wish.index(b"KG")
    altered = x509.load_der_x509_csr(wish[:at] + b"KZ" + wish[at + 2 :]).public_bytes(Encoding.PEM)
    with pytest.raises(Refused, match="altered"):
        certificates.issue(office.root, altered)


@pytest.mark.parametrize("wish", [b"", b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n", b"\0" * 100_000])
def test_something_else_is_not_a_request(office: Office, wish: bytes) -> None:
    with pytest.raises(DamagedInput, match="not a certificate request"):
        certificates.issue(office.root, wish)


def test_a_coordinator_can_neither_issue_nor_revoke(office: Office) -> None:
    with pytest.raises(Refused, match="not a root key"):
        certificates.issue(office.enrolled, keys.request(office.own))
    with pytest.raises(Refused, match="not a root key"):
        certificates.revoke(office.enrolled, [])


def test_a_coordinators_certificate_vouches_for_nobody(office: Office) -> None:
    forged = certificates.build_certificate(
        subject=office.own.certificate.subject,
        issuer=office.enrolled.certificate.subject,
        public_key=office.own.private_key.public_key(),
        signed_with=office.enrolled.private_key,
        not_before=MADE,
        not_after=ASKED,
        root=False,
    )
    assert not trust.issued_by(forged, office.enrolled.certificate)


def test_show_says_the_same_fingerprint_for_key_request_and_certificate(office: Office, tmp_path: Path) -> None:
    (tmp_path / "R.csr").write_bytes(keys.request(office.own))
    (tmp_path / "C.pem").write_bytes(office.enrolled.certificate_pem + office.root.certificate_pem)
    key = certificates.show(office.folder / "KG.p12", PASSPHRASE)
    wish, issued = certificates.show(tmp_path / "R.csr"), certificates.show(tmp_path / "C.pem")
    assert (key.kind, wish.kind, issued.kind) == ("key", "request", "certificate")
    assert key.fingerprint == wish.fingerprint == issued.fingerprint
    assert key.words == wish.words == issued.words
    assert (wish.country, wish.serial, wish.not_after) == ("KG", None, None)
    assert issued.as_dict()["not_after"] == office.enrolled.certificate.not_valid_after_utc.isoformat()
    assert not issued.self_signed
    assert certificates.show(office.folder / "root.pem").self_signed


def test_show_needs_the_passphrase_of_a_key_and_refuses_other_files(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="only with the passphrase"):
        certificates.show(office.folder / "KG.p12")
    (tmp_path / "note.txt").write_text("hello", encoding="ascii")
    for path in (tmp_path / "note.txt", tmp_path / "nowhere.pem"):
        with pytest.raises(DamagedInput):
            certificates.show(path)


def test_a_revocation_list_says_who_when_and_why(office: Office) -> None:
    entries = [Revocation(7, MADE, RevocationReason.KEY_COMPROMISE), Revocation(8, MADE)]
    crl = certificates.revoke(office.root, entries, now=MADE)
    lists = trust.revocations(office.root.certificate, trust.Trust(crls=(crl,)))
    assert lists.entries == {
        7: trust.RevokedEntry(MADE, "key_compromise"),
        8: trust.RevokedEntry(MADE, "unspecified"),
    }
    assert (lists.newest, lists.not_believed) == (MADE, 0)


def test_a_revocation_list_of_somebody_else_is_not_believed(office: Office, tmp_path: Path) -> None:
    stranger = keys.new_root(tmp_path / "root.p12", keys.name_of(office.root.certificate.subject), PASSPHRASE, now=MADE)
    forged = certificates.revoke(stranger, [Revocation(7, MADE)], now=MADE)
    real = certificates.revoke(office.root, [Revocation(7, MADE)], now=MADE)
    lists = trust.revocations(office.root.certificate, trust.Trust(crls=(forged, other_byte(real), b"rubbish")))
    assert (lists.entries, lists.not_believed) == ({}, 3)


def test_a_key_on_another_curve_is_refused(office: Office, tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    names = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "KG"), x509.NameAttribute(NameOID.COMMON_NAME, "N")])
    wish = x509.CertificateSigningRequestBuilder().subject_name(names).sign(other, hashes.SHA256())
    with pytest.raises(DamagedInput, match="P-256"):
        certificates.issue(office.root, wish.public_bytes(Encoding.PEM))
    path = tmp_path / "R.csr"
    path.write_bytes(wish.public_bytes(Encoding.PEM))
    with pytest.raises(DamagedInput, match="P-256"):
        certificates.show(path)
