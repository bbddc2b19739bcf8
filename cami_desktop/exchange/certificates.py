"""The Secretariat's side of keys: certificates issued and revoked; `show` for key, certificate and request files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import keys, trust
from cami_desktop.exchange.fingerprint import fingerprint, words
from cami_desktop.words import _

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

ISSUED_DAYS = 3 * 365
LIST_DAYS = 365
LARGEST_REQUEST = 1 << 16


class RevocationReason(StrEnum):
    """Why a certificate is withdrawn; the values are the names of RFC 5280, 5.3.1."""

    KEY_COMPROMISE = "key_compromise"
    SUPERSEDED = "superseded"
    LEFT_OFFICE = "affiliation_changed"
    CEASED = "cessation_of_operation"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True)
class Revocation:
    """A certificate withdrawn: its serial number, since when, and why."""

    serial: int
    at: datetime
    reason: RevocationReason = RevocationReason.UNSPECIFIED


@dataclass(frozen=True)
class Shown:
    """What a key, certificate or request file says; dates in UTC, None where a request has no such thing."""

    kind: str
    subject: str
    name: str
    country: str | None
    fingerprint: str
    words: list[str]
    serial: str | None
    issuer: str | None
    not_before: datetime | None
    not_after: datetime | None
    self_signed: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain values for JSON, dates as ISO 8601."""
        plain = asdict(self)
        for field in ("not_before", "not_after"):
            plain[field] = plain[field].isoformat() if plain[field] else None
        return plain


def issue(
    root: keys.SigningKey,
    request_pem: bytes,
    *,
    serial: int | None = None,
    valid_days: int = ISSUED_DAYS,
    now: datetime | None = None,
) -> bytes:
    """Return the certificate for a request, followed by the root (PEM).

    Only subject name, country and public key are taken from the request. Raises Refused when the request is not signed
    by its own key, has no country, or the root may not issue; DamagedInput when it is no request.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    if not trust.may_issue(root.certificate):
        raise Refused(_("This key is not a root key; it cannot issue certificates."), kept=_("Nothing was issued."))
    wish = _load_request(request_pem)
    subject = keys.subject_name(keys.name_of(wish.subject), keys.country_of(wish.subject) or "")
    start = (now or datetime.now(UTC)).replace(microsecond=0)
    certificate = build_certificate(
        subject=subject,
        issuer=root.certificate.subject,
        public_key=_p256(wish.public_key()),
        signed_with=root.private_key,
        not_before=max(start - keys.CLOCK_LEEWAY, root.certificate.not_valid_before_utc),
        not_after=min(start + timedelta(days=valid_days), root.certificate.not_valid_after_utc),
        root=False,
        serial=serial,
    )
    return certificate.public_bytes(Encoding.PEM) + root.certificate_pem


def revoke(
    root: keys.SigningKey,
    withdrawn: list[Revocation],
    *,
    now: datetime | None = None,
    next_update_days: int = LIST_DAYS,
) -> bytes:
    """Return the root's revocation list (CRL, PEM). It is always the whole list: pass the earlier entries again."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    if not trust.may_issue(root.certificate):
        raise Refused(_("This key is not a root key; it cannot revoke certificates."), kept=_("Nothing was revoked."))
    start = (now or datetime.now(UTC)).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.subject)
        .last_update(start)
        .next_update(start + timedelta(days=next_update_days))
        # Seconds since 1970 grow by themselves: no counter has to be kept between two lists.
        .add_extension(x509.CRLNumber(int(start.timestamp())), critical=False)
        .add_extension(_issuer_id(root.private_key.public_key()), critical=False)
    )
    for entry in withdrawn:
        line = x509.RevokedCertificateBuilder().serial_number(entry.serial).revocation_date(entry.at)
        if entry.reason is not RevocationReason.UNSPECIFIED:
            line = line.add_extension(x509.CRLReason(x509.ReasonFlags[entry.reason.value]), critical=False)
        builder = builder.add_revoked_certificate(line.build())
    return builder.sign(root.private_key, hashes.SHA256()).public_bytes(Encoding.PEM)


def show(path: Path, passphrase: str | None = None) -> Shown:
    """Say what a .p12, certificate or request file holds.

    Raises Refused for a key file without its passphrase, DamagedInput for anything else that cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(trust.LARGEST_PEM + 1)
    except OSError as error:
        raise DamagedInput(_("The file {path} cannot be read.").format(path=path), details=str(error)) from error
    if b"-----BEGIN CERTIFICATE REQUEST-----" in data:
        return _show_request(_load_request(data))
    if b"-----BEGIN CERTIFICATE-----" in data:
        return show_certificate(trust.certificates_in(data)[0])
    if passphrase is None and data[:1] == b"\x30":
        raise Refused(
            _("The key {path} shows its certificate only with the passphrase.").format(path=path),
            do=_("Give the passphrase of this key."),
        )
    return show_certificate(keys.load_key(path, passphrase or "").certificate, kind="key")


def show_certificate(certificate: x509.Certificate, *, kind: str = "certificate") -> Shown:
    """Say what a certificate holds. Raises DamagedInput for one that is not on P-256."""
    print_ = fingerprint(_p256(certificate.public_key()))
    return Shown(
        kind=kind,
        subject=certificate.subject.rfc4514_string(),
        name=keys.name_of(certificate.subject),
        country=keys.country_of(certificate.subject),
        fingerprint=print_,
        words=words(print_),
        serial=f"{certificate.serial_number:x}",
        issuer=certificate.issuer.rfc4514_string(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        self_signed=certificate.issuer == certificate.subject,
    )


def build_certificate(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    public_key: EllipticCurvePublicKey,
    signed_with: EllipticCurvePrivateKey,
    not_before: datetime,
    not_after: datetime,
    root: bool,
    serial: int | None = None,
) -> x509.Certificate:
    """Return a certificate of our two profiles: a root (signs certificates, lists, receipts) or a signer's.

    There is no extended key usage: openssl, NSS and LibreOffice then take it for documents as well as for mail.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=root, path_length=0 if root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(_issuer_id(signed_with.public_key()), critical=False)
    )
    return builder.sign(signed_with, hashes.SHA256())


def _issuer_id(public_key: EllipticCurvePublicKey) -> x509.AuthorityKeyIdentifier:
    from cryptography import x509

    return x509.AuthorityKeyIdentifier.from_issuer_public_key(public_key)


def _load_request(pem: bytes) -> x509.CertificateSigningRequest:
    from cryptography import x509

    try:
        if len(pem) > LARGEST_REQUEST:
            raise ValueError("too long for a request")
        wish = x509.load_pem_x509_csr(pem)
        signed = wish.is_signature_valid
        country = keys.country_of(wish.subject)
    except Exception as error:  # a broken request may raise many kinds; all mean the same to the reader
        raise DamagedInput(
            _("This is not a certificate request, or it is damaged."),
            do=_("Ask the coordinator to make and send the request again."),
            details=str(error),
        ) from error
    if not signed:
        raise Refused(
            _("The certificate request is not signed by its own key; it was altered on the way."),
            do=_("Ask the coordinator to make and send the request again."),
        )
    if not country:
        raise Refused(
            _("The certificate request names no country."),
            do=_("Ask the coordinator to make a key with the country's code, and a new request."),
        )
    return wish


def _p256(public_key: object) -> EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    if isinstance(public_key, ec.EllipticCurvePublicKey) and public_key.curve.name == "secp256r1":
        return public_key
    raise DamagedInput(
        _("This key is not of the kind that CAMI Desktop uses (ECDSA on the curve P-256)."),
        do=_("Make the key with CAMI Desktop."),
    )


def _show_request(wish: x509.CertificateSigningRequest) -> Shown:
    print_ = fingerprint(_p256(wish.public_key()))
    return Shown(
        kind="request",
        subject=wish.subject.rfc4514_string(),
        name=keys.name_of(wish.subject),
        country=keys.country_of(wish.subject),
        fingerprint=print_,
        words=words(print_),
        serial=None,
        issuer=None,
        not_before=None,
        not_after=None,
        self_signed=False,
    )
