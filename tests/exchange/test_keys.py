"""Key files: made once, never overwritten, opened only with their passphrase, given their certificate."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import certificates, keys
from cami_desktop.exchange.fingerprint import fingerprint, words
from tests.exchange.signing import MADE, PASSPHRASE, Office, other_byte


def test_a_key_opens_again_with_its_passphrase(office: Office) -> None:
    opened = keys.load_key(office.folder / "KG.p12", PASSPHRASE)
    assert (opened.name, opened.country) == ("Айгүл Тестова", "KG")
    assert opened.certificate == office.enrolled.certificate
    assert opened.chain == (office.root.certificate,)
    assert opened.fingerprint == office.own.fingerprint


def test_a_wrong_passphrase_is_refused_in_one_plain_sentence(office: Office) -> None:
    with pytest.raises(Refused, match="passphrase does not open the key"):
        keys.load_key(office.folder / "KG.p12", PASSPHRASE + "!")


@pytest.mark.parametrize("content", [b"", b"not a key", b"\x30\x82\x00\x05abcde", b"\x30\x82\xff\xff" + bytes(100)])
def test_something_else_is_not_a_key(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.p12"
    path.write_bytes(content)
    with pytest.raises((DamagedInput, Refused)):
        keys.load_key(path, PASSPHRASE)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match=r"nowhere\.p12"):
        keys.load_key(tmp_path / "nowhere.p12", PASSPHRASE)


def test_a_cut_or_changed_key_file_does_not_open(office: Office, tmp_path: Path) -> None:
    data = (office.folder / "KG.p12").read_bytes()
    path = tmp_path / "broken.p12"
    for broken in (data[:-1], data + b"\0", other_byte(data), other_byte(data, 60)):
        path.write_bytes(broken)
        with pytest.raises((DamagedInput, Refused)):
            keys.load_key(path, PASSPHRASE)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "KG.p12"
    path.write_bytes(b"precious")
    with pytest.raises(Refused, match="exists already"):
        keys.new_key(path, "Name", "KG", PASSPHRASE)
    assert path.read_bytes() == b"precious"
    assert [entry.name for entry in tmp_path.iterdir()] == ["KG.p12"]


def test_a_root_is_not_made_when_its_certificate_file_is_taken(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text("precious", encoding="ascii")
    with pytest.raises(Refused, match="exists already"):
        keys.new_root(tmp_path / "root.p12", "Root", PASSPHRASE)
    assert [entry.name for entry in tmp_path.iterdir()] == ["root.pem"]


@pytest.mark.parametrize(
    ("name", "country", "passphrase"),
    [
        *(("", "KG", PASSPHRASE), ("x" * 65, "KG", PASSPHRASE), ("a\nb", "KG", PASSPHRASE), ("N", "KG", "short")),
        *(("N", "kg", PASSPHRASE), ("N", "KGZ", PASSPHRASE), ("N", "КГ", PASSPHRASE), ("N", "", PASSPHRASE)),
    ],
)
def test_unfit_names_countries_and_passphrases_make_no_key(
    tmp_path: Path, name: str, country: str, passphrase: str
) -> None:
    with pytest.raises(Refused):
        keys.new_key(tmp_path / "key.p12", name, country, passphrase)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps permissions otherwise")
def test_only_the_owner_reads_a_key_file(office: Office) -> None:
    assert (office.folder / "KG.p12").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be written"):
        keys.new_key(tmp_path / "none" / "key.p12", "Name", "KG", PASSPHRASE)


def test_accept_refuses_the_certificate_of_another_key_and_keeps_the_file(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "KZ.p12"
    other = keys.new_key(path, "Other", "KZ", PASSPHRASE, now=MADE)
    before = path.read_bytes()
    foreign = certificates.issue(office.root, keys.request(office.own), now=MADE)
    with pytest.raises(Refused, match="another key"):
        keys.accept(path, PASSPHRASE, foreign)
    own = certificates.issue(office.root, keys.request(other), now=MADE)
    alone = own.partition(b"-----END CERTIFICATE-----\n")[0] + b"-----END CERTIFICATE-----\n"
    with pytest.raises(Refused, match="root certificate"):
        keys.accept(path, PASSPHRASE, alone)
    with pytest.raises(DamagedInput):
        keys.accept(path, PASSPHRASE, own[:200])
    with pytest.raises(Refused, match="passphrase"):
        keys.accept(path, "another passphrase", own)
    assert path.read_bytes() == before
    assert keys.accept(path, PASSPHRASE, own).country == "KZ"


def test_fingerprint_words_follow_the_published_scheme() -> None:
    # From the paper's table of internet addresses: 127.0.0.1 and 63.84.220.193.
    assert words("7f0000013f54dcc1" + "00" * 8)[:4] == ["lusab", "babad", "gutih", "tugad"]
    assert len(words("ab" * 32)) == 8


def test_different_keys_have_different_words() -> None:
    one, two = (fingerprint(ec.generate_private_key(ec.SECP256R1()).public_key()) for _ in range(2))
    assert words(one) != words(two)


def test_a_key_file_of_another_program_and_kind_is_refused(office: Office, tmp_path: Path) -> None:
    own, root = office.own, office.root
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    other = ec.generate_private_key(ec.SECP384R1())
    odd = [
        pkcs12.serialize_key_and_certificates(None, None, root.certificate, None, locked),
        pkcs12.serialize_key_and_certificates(None, other, None, None, locked),
    ]
    for data in odd:
        path = tmp_path / "odd.p12"
        path.write_bytes(data)
        with pytest.raises(DamagedInput, match="not a key of CAMI Desktop"):
            keys.load_key(path, PASSPHRASE)
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, own.private_key, own.certificate, None, locked))
    assert keys.load_key(path, PASSPHRASE).name == own.name
