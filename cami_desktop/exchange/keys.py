"""Signing keys in PKCS#12 files: made, opened, requested for, given their certificate; issuing is in `certificates`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop import files
from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import keyfile
from cami_desktop.exchange.fingerprint import fingerprint, words
from cami_desktop.words import _

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

SHORTEST_PASSPHRASE = 8
LARGEST_KEY_FILE = 1 << 20

ROOT_DAYS = 20 * 365
OWN_DAYS = 3 * 365
"""How long a root and a self-signed coordinator's certificate are valid."""

CLOCK_LEEWAY = timedelta(days=1)
"""Certificates begin this much earlier than made, since the clocks of two offices disagree."""


@dataclass(frozen=True)
class SigningKey:
    """An opened key: the private part, its certificate and the certificates above it (the root last)."""

    private_key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key in hexadecimal."""
        return fingerprint(self.private_key.public_key())

    @property
    def words(self) -> list[str]:
        """The fingerprint as words to compare by telephone."""
        return words(self.fingerprint)

    @property
    def name(self) -> str:
        """The holder's name as the certificate has it."""
        return name_of(self.certificate.subject)

    @property
    def country(self) -> str | None:
        """The holder's country code as the certificate has it; a root has none."""
        return country_of(self.certificate.subject)

    @property
    def certificate_pem(self) -> bytes:
        """The certificate alone, in PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return self.certificate.public_bytes(Encoding.PEM)


def new_key(path: Path, name: str, country: str, passphrase: str, *, now: datetime | None = None) -> SigningKey:
    """Make a coordinator's key with a self-signed certificate (CN=name, C=country) in a new PKCS#12 file.

    Raises Refused for an unfit name, country or passphrase and for a file that exists or cannot be written.
    """
    subject = subject_name(name, country)
    key = _make(subject, passphrase, days=OWN_DAYS, root=False, now=now)
    files.write_file(path, keyfile.sealed(key, passphrase), overwrite=False, private=True)
    return key


def new_root(path: Path, name: str, passphrase: str, *, now: datetime | None = None) -> SigningKey:
    """Make the Secretariat's root key in a new PKCS#12 file, and its certificate beside it with the suffix .pem.

    The root signs certificates and revocation lists, and also receipts and catalogue editions. Raises Refused like
    `new_key`; then neither file was written.
    """
    public = path.with_suffix(".pem")
    if public.exists():
        raise Refused(
            _("{path} exists already.").format(path=public),
            kept=_("No key was made."),
            do=_("Choose another name, or move the old file away first."),
        )
    key = _make(subject_name(name, None), passphrase, days=ROOT_DAYS, root=True, now=now)
    files.write_file(path, keyfile.sealed(key, passphrase), overwrite=False, private=True)
    files.write_file(public, key.certificate_pem, overwrite=False)
    return key


def load_key(path: Path, passphrase: str) -> SigningKey:
    """Open a key file. Raises Refused for a wrong passphrase, DamagedInput when it is no key file of ours."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12

    data = _read_key_file(path)
    try:
        loaded = pkcs12.load_pkcs12(data, passphrase.encode())
    except ValueError as error:
        raise Refused(
            _("The passphrase does not open the key {path}.").format(path=path),
            do=_("Check the keyboard language and capital letters; if the file may be damaged, use its copy."),
            details=str(error),
        ) from error
    except Exception as error:  # the parser of a hostile file may raise anything; nothing of it matters here
        raise _not_a_key(path, str(error)) from error
    private_key, certificate = loaded.key, loaded.cert
    if certificate is None or not isinstance(private_key, ec.EllipticCurvePrivateKey):
        raise _not_a_key(path, "no EC key with a certificate inside")
    if private_key.curve.name != "secp256r1" or private_key.public_key() != certificate.certificate.public_key():
        raise _not_a_key(path, "not on P-256, or key and certificate do not belong together")
    return SigningKey(private_key, certificate.certificate, tuple(c.certificate for c in loaded.additional_certs))


def request(key: SigningKey) -> bytes:
    """Return a certificate request (PKCS#10, PEM) for a key; it holds nothing secret."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    builder = x509.CertificateSigningRequestBuilder().subject_name(key.certificate.subject)
    return builder.sign(key.private_key, hashes.SHA256()).public_bytes(Encoding.PEM)


def accept(path: Path, passphrase: str, certificate_pem: bytes) -> SigningKey:
    """Put the certificate that the Secretariat issued, and its root, into the key file.

    certificate_pem: the issued certificate followed by the root. The old file stays until the new one is whole on disk.
    Raises Refused for another key's certificate or a broken chain, DamagedInput for something that is no certificate.
    """
    from cami_desktop.exchange.trust import certificates_in, issued_by

    key = load_key(path, passphrase)
    issued, *above = certificates_in(certificate_pem)
    if issued.public_key() != key.private_key.public_key():
        raise Refused(
            _("This certificate was issued for another key than {path}.").format(path=path),
            kept=_("The key file was not changed."),
            do=_("Ask the Secretariat for the certificate that answers the request of this key."),
        )
    chain = [issued, *above]
    if not above or any(not issued_by(lower, upper) for lower, upper in pairwise(chain)):
        raise Refused(
            _("The certificate does not come with the Secretariat's root certificate that signed it."),
            kept=_("The key file was not changed."),
            do=_("Ask the Secretariat to send the whole file again."),
        )
    enrolled = SigningKey(key.private_key, issued, tuple(above))
    files.write_file(path, keyfile.sealed(enrolled, passphrase), overwrite=True, private=True)
    return enrolled


def name_of(subject: x509.Name) -> str:
    """Return the common name of a subject, or the whole subject where it has none."""
    from cryptography.x509.oid import NameOID

    found = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else subject.rfc4514_string()


def country_of(subject: x509.Name) -> str | None:
    """Return the two-letter country code of a subject, or None."""
    from cryptography.x509.oid import NameOID

    found = subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
    return str(found[0].value) if found else None


def subject_name(name: str, country: str | None) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    name = name.strip()
    if not name or len(name) > 64 or not name.isprintable():
        raise Refused(
            _("The name in a certificate must have 1 to 64 printable characters."), kept=_("No key was made.")
        )
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if country is not None:
        if not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
            raise Refused(
                _("“{country}” is not a country code of two capital letters.").format(country=country),
                kept=_("No key was made."),
            )
        parts.insert(0, x509.NameAttribute(NameOID.COUNTRY_NAME, country))
    return x509.Name(parts)


def _make(subject: x509.Name, passphrase: str, *, days: int, root: bool, now: datetime | None) -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    from cami_desktop.exchange.certificates import build_certificate

    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(
            _("The passphrase is too short: it needs at least {n} characters.").format(n=SHORTEST_PASSPHRASE),
            kept=_("No key was made."),
            do=_("Take four or more words that nobody would guess together."),
        )
    start = (now or datetime.now(UTC)).replace(microsecond=0)
    private_key = ec.generate_private_key(ec.SECP256R1())
    certificate = build_certificate(
        subject=subject,
        issuer=subject,
        public_key=private_key.public_key(),
        signed_with=private_key,
        not_before=start - CLOCK_LEEWAY,
        not_after=start + timedelta(days=days),
        root=root,
    )
    return SigningKey(private_key, certificate)


def _read_key_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_KEY_FILE + 1)
    except OSError as error:
        raise DamagedInput(
            _("The key {path} cannot be read.").format(path=path),
            do=_("Check the name of the file, and that the memory stick is in place."),
            details=str(error),
        ) from error
    # Every DER SEQUENCE of more than 255 bytes begins so; it tells "no key file" from "wrong passphrase".
    if len(data) > LARGEST_KEY_FILE or data[:2] != b"\x30\x82" or len(data) != 4 + int.from_bytes(data[2:4], "big"):
        raise _not_a_key(path, "not one DER sequence")
    return data


def _not_a_key(path: Path, details: str) -> DamagedInput:
    return DamagedInput(
        _("The file {path} is not a key of CAMI Desktop, or it is damaged.").format(path=path),
        do=_("Choose the .p12 file that was made with the key, or its copy."),
        details=details,
    )
