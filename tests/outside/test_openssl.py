"""OpenSSL verifies the package's signature, and reads the key files with the protection that is promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cami_desktop.exchange import certificates, keys
from tests.exchange.signing import MADE, PASSPHRASE, Office, other_byte
from tests.outside.tools import needs, openssl_verifies, run, unpacked


def test_the_package_verifies_and_one_changed_byte_does_not(office: Office, genuine: Path, tmp_path: Path) -> None:
    needs("openssl")
    root = office.folder / "root.pem"
    signature, listing = unpacked(genuine, tmp_path)
    assert openssl_verifies(signature, listing, root)
    whole = listing.read_bytes()
    listing.write_bytes(other_byte(whole))
    assert not openssl_verifies(signature, listing, root)
    listing.write_bytes(whole)
    signature.write_bytes(other_byte(signature.read_bytes(), len(signature.read_bytes()) - 5))
    assert not openssl_verifies(signature, listing, root)


def test_another_root_does_not_verify(genuine: Path, tmp_path: Path) -> None:
    needs("openssl")
    keys.new_root(tmp_path / "other.p12", "CAMI Secretariat (test)", PASSPHRASE, now=MADE)
    assert not openssl_verifies(*unpacked(genuine, tmp_path), tmp_path / "other.pem")


@pytest.mark.parametrize("name", ["KG.p12", "root.p12"])
def test_the_key_file_is_protected_as_promised(office: Office, name: str) -> None:
    needs("openssl")
    done = run("openssl", "pkcs12", "-info", "-noout", "-in", office.folder / name, "-passin", f"pass:{PASSPHRASE}")
    assert done.returncode == 0, done.stderr
    assert "MAC: sha256, Iteration 600000" in done.stderr
    layers = re.findall(r"PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256", done.stderr)
    assert len(layers) == 2, done.stderr
    assert len(re.findall("Iteration", done.stderr)) == 3
    wrong = run("openssl", "pkcs12", "-info", "-noout", "-in", office.folder / name, "-passin", "pass:guess")
    assert wrong.returncode != 0


def test_certificate_request_and_revocation_list_are_what_openssl_understands(office: Office, tmp_path: Path) -> None:
    needs("openssl")
    request, crl, pem = tmp_path / "R.csr", tmp_path / "list.pem", tmp_path / "C.pem"
    request.write_bytes(keys.request(office.own))
    serial = office.enrolled.certificate.serial_number
    pem.write_bytes(office.enrolled.certificate_pem)
    crl.write_bytes(certificates.revoke(office.root, [certificates.Revocation(serial, MADE)]))
    assert run("openssl", "req", "-verify", "-noout", "-in", request).returncode == 0
    root = office.folder / "root.pem"
    assert run("openssl", "verify", "-x509_strict", "-CAfile", root, pem).returncode == 0
    revoked = run("openssl", "verify", "-crl_check", "-CRLfile", crl, "-CAfile", root, pem)
    assert "certificate revoked" in revoked.stdout + revoked.stderr


def test_openssl_computes_the_same_fingerprint(office: Office, tmp_path: Path) -> None:
    needs("openssl")
    public = tmp_path / "key.der"
    plain = run("openssl", "x509", "-pubkey", "-noout", "-in", office.folder / "root.pem")
    (tmp_path / "key.pem").write_text(plain.stdout, encoding="ascii")
    run("openssl", "pkey", "-pubin", "-in", tmp_path / "key.pem", "-outform", "DER", "-out", public)
    assert office.root.fingerprint in run("openssl", "dgst", "-sha256", public).stdout
