"""Whom a reader believes: root certificates and revocation lists as bytes, and the chain from a signer to a root."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cami_desktop.errors import DamagedInput
from cami_desktop.words import _

if TYPE_CHECKING:
    from cryptography import x509

LARGEST_PEM = 1 << 20
MOST_CERTIFICATES = 10


@dataclass(frozen=True)
class Trust:
    """What a reader trusts: roots and revocation lists, each PEM (a PEM may hold several)."""

    roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class RevokedEntry:
    """One line of a revocation list: when, and the reason's name as in RFC 5280 (`unspecified` where none is given)."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class RevocationLists:
    """What the trusted revocation lists say about one issuer's certificates."""

    entries: dict[int, RevokedEntry]
    newest: datetime | None
    next_update: datetime | None
    not_believed: int


def certificates_in(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM file in their order. Raises DamagedInput when there is none or it is broken."""
    from cryptography import x509

    try:
        if len(pem) > LARGEST_PEM:
            raise ValueError("too long for certificates")
        found = x509.load_pem_x509_certificates(pem)
        if len(found) > MOST_CERTIFICATES:
            raise ValueError("too many certificates")
        for certificate in found:
            certificate.public_key()
    except Exception as error:  # a broken certificate may raise many kinds; all mean the same to the reader
        raise DamagedInput(
            _("This is not a certificate file, or it is damaged."),
            do=_("Ask for the file again; it must contain the line BEGIN CERTIFICATE."),
            details=str(error),
        ) from error
    return found


def issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Tell whether `issuer`, a certificate authority allowed to issue, signed `certificate` (RFC 5280, 6.1)."""
    if not may_issue(issuer):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except Exception:  # wrong names, wrong signature, unfit key types: each means "no"
        return False
    return True


def may_issue(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate says of itself that it may sign other certificates."""
    from cryptography import x509

    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return False
    return constraints.ca and usage.key_cert_sign


def may_sign(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate allows its key to sign documents (digitalSignature or contentCommitment)."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return False
    return usage.digital_signature or usage.content_commitment


def find_root(certificate: x509.Certificate, trust: Trust) -> x509.Certificate | None:
    """Return the trusted root that issued a signer's certificate (or that it is), or None.

    Only roots of `trust` count, never one that came with the file; there are no authorities between.
    """
    for pem in trust.roots:
        for root in certificates_in(pem):
            if certificate == root or issued_by(certificate, root):
                return root
    return None


def revocations(root: x509.Certificate, trust: Trust) -> RevocationLists:
    """Read the revocation lists that `root` signed. Lists of other or wrong signers are counted, not believed."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    entries: dict[int, RevokedEntry] = {}
    newest: datetime | None = None
    next_update: datetime | None = None
    not_believed = 0
    key = root.public_key()
    for pem in trust.crls:
        try:
            crl = x509.load_pem_x509_crl(pem)
            believed = crl.issuer == root.subject and isinstance(key, ec.EllipticCurvePublicKey)
            believed = believed and crl.is_signature_valid(key)  # type: ignore[arg-type]
            lines = list(crl) if believed else []
        except Exception:  # an unreadable list says nothing
            believed = False
        if not believed:
            not_believed += 1
            continue
        for line in lines:
            entry = RevokedEntry(line.revocation_date_utc, _reason(line))
            known = entries.get(line.serial_number)
            if known is None or entry.at < known.at:
                entries[line.serial_number] = entry
        if newest is None or crl.last_update_utc > newest:
            newest, next_update = crl.last_update_utc, crl.next_update_utc
    return RevocationLists(entries, newest, next_update, not_believed)


def _reason(line: x509.RevokedCertificate) -> str:
    from cryptography import x509

    try:
        return line.extensions.get_extension_for_class(x509.CRLReason).value.reason.name
    except (x509.ExtensionNotFound, ValueError):
        return x509.ReasonFlags.unspecified.name


def pem_of(certificate: x509.Certificate) -> bytes:
    """Return a certificate in PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)
