"""CAdES-BES: detached CMS signatures made and checked over bytes or their digest; whom to trust is not asked here."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.sign.signers import SimpleSigner

    from cami_desktop.exchange.keys import SigningKey

LARGEST_SIGNATURE = 1 << 20

# The DER of the algorithm identifier of SHA-256, without and with the NULL that some writers add (RFC 5754, 2).
_SHA256 = (bytes.fromhex("300b0609608648016503040201"), bytes.fromhex("300d06096086480165030402010500"))


class BadSignature(ValueError):
    """A signature does not hold; the text says which check failed, in the standard's terms, for the details."""


@dataclass(frozen=True)
class SignedBy:
    """A signature that holds: the signer's certificate, the others that came with it, and the claimed time."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    signed_at: datetime | None


def sign_detached(content: bytes, key: SigningKey, signed_at: datetime) -> bytes:
    """Return a detached CAdES baseline B signature (DER) over `content`, the certificate chain inside.

    Source: ETSI EN 319 122-1; ESS signing-certificate-v2 is RFC 5035.
    """
    import asyncio

    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    signing = signer(key).async_sign_general_data(
        content,
        "sha256",
        use_cades=True,
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=whole_seconds(signed_at)),
    )
    return bytes(asyncio.run(signing).dump())


def check_detached(signature: bytes, content_sha256: bytes) -> SignedBy:
    """Check a detached CAdES or PAdES signature against the SHA-256 of what it signs.

    Only our own profile is accepted: one signer, ECDSA on P-256 with SHA-256, signed attributes with content type,
    message digest and signing-certificate-v2. Raises BadSignature.
    """
    try:
        return _check(signature, content_sha256)
    except BadSignature:
        raise
    except Exception as error:  # the lazy parser raises many kinds on hostile bytes; all mean "does not hold"
        raise BadSignature(f"unreadable signature: {type(error).__name__}") from error


def signer(key: SigningKey) -> SimpleSigner:
    """Return the pyHanko signer of a key, with its certificate and the chain above."""
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    def converted(certificate: x509.Certificate) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

    own = converted(key.certificate)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    # The signer's own certificate is added by pyHanko; in the store it would travel twice.
    store.register_multiple(converted(above) for above in key.chain)
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=own, signing_key=asn1_keys.PrivateKeyInfo.load(private), cert_registry=store, embed_roots=True
    )


def whole_seconds(moment: datetime) -> datetime:
    """Return a time in UTC without fractions, as certificates and signatures carry it."""
    if moment.tzinfo is None:
        raise ValueError("a signing time needs a time zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def _check(signature: bytes, content_sha256: bytes) -> SignedBy:
    # tsp is never called: importing it teaches cms the attribute signing-certificate-v2.
    from asn1crypto import cms, tsp  # noqa: F401

    if len(signature) > LARGEST_SIGNATURE:
        raise BadSignature("signature too long")
    info = cms.ContentInfo.load(signature, strict=True)
    if info["content_type"].native != "signed_data":
        raise BadSignature("not SignedData")
    data = info["content"]
    if data["encap_content_info"]["content_type"].native != "data" or data["encap_content_info"]["content"].native:
        raise BadSignature("not detached")
    by = _only_signer(data)
    attributes = _attributes(by["signed_attrs"])
    if attributes["content_type"].native != "data":
        raise BadSignature("content type differs")
    if attributes["message_digest"].native != content_sha256:
        raise BadSignature("message digest differs")
    certificates = [_loaded(choice.chosen) for choice in data["certificates"] if choice.name == "certificate"]
    own = _bound_certificate(attributes, by["sid"], certificates)
    # RFC 5652, 5.4: what is signed is the attributes with the tag of a SET, not the implicit tag they travel with.
    verify_ecdsa(own, by["signature"].native, b"\x31" + by["signed_attrs"].dump()[1:])
    time = attributes.get("signing_time")
    others = tuple(certificate for certificate in certificates if certificate != own)
    _refuse_strangers(own, others)
    return SignedBy(own, others, whole_seconds(time.native) if time is not None else None)


def _only_signer(data: Any) -> Any:
    """Return the one signer of SignedData after checking all that the signature itself does not protect."""
    if len(data["signer_infos"]) != 1:
        raise BadSignature("not exactly one signer")
    by = data["signer_infos"][0]
    digests = [*data["digest_algorithms"], by["digest_algorithm"]]
    if len(digests) != 2 or any(algorithm.dump() not in _SHA256 for algorithm in digests):
        raise BadSignature("digest is not SHA-256")
    if by["signature_algorithm"]["algorithm"].native != "sha256_ecdsa":
        raise BadSignature("signature is not ECDSA with SHA-256")
    if data["version"].native != "v1" or by["version"].native != "v1":
        raise BadSignature("unknown version")
    if data["crls"].native or by["unsigned_attrs"].native:
        raise BadSignature("something unsigned inside")
    return by


def _refuse_strangers(own: x509.Certificate, others: tuple[x509.Certificate, ...]) -> None:
    """Check that the certificates inside are the signer's and the chain above it up to a self-signed one.

    Trust is not asked here; but nothing may travel with a signature that does not belong to it.
    """
    from cami_desktop.exchange.trust import issued_by

    below = own
    for above in others:
        if not issued_by(below, above):
            raise BadSignature("a certificate inside does not belong to the signer's")
        below = above
    below.verify_directly_issued_by(below)


def verify_ecdsa(certificate: x509.Certificate, signature: bytes, signed: bytes) -> None:
    """Check an ECDSA P-256 SHA-256 signature (DER of r and s). Raises BadSignature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise BadSignature("key is not on P-256")
    try:
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise BadSignature("signature value is wrong") from None


def _attributes(signed_attrs: Any) -> dict[str, Any]:
    """Return the one value of every signed attribute; an attribute twice or with two values is no signature of ours."""
    found: dict[str, Any] = {}
    for attribute in signed_attrs:
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise BadSignature(f"signed attribute {name} is not single")
        found[name] = attribute["values"][0]
    for needed in ("content_type", "message_digest", "signing_certificate_v2"):
        if needed not in found:
            raise BadSignature(f"signed attribute {needed} is missing")
    return found


def _loaded(inside: Any) -> x509.Certificate:
    """Load a certificate and look at all that is asked of it later, so that what is broken in it shows here."""
    from cryptography import x509

    with warnings.catch_warnings():
        # The library warns of odd certificates on the terminal; here they are refused or harmless.
        warnings.simplefilter("ignore")
        certificate = x509.load_der_x509_certificate(inside.dump())
        certificate.subject.rfc4514_string()
        certificate.issuer.rfc4514_string()
        ordered = certificate.not_valid_before_utc < certificate.not_valid_after_utc
        # A signature of whole bytes; libraries overlook other counts of unused bits.
        if not ordered or len(certificate.extensions) > 50 or inside["signature_value"].contents[:1] != b"\0":
            raise BadSignature("a certificate inside is odd")
    return certificate


def _bound_certificate(attributes: dict[str, Any], sid: Any, certificates: list[x509.Certificate]) -> x509.Certificate:
    """Return the certificate that the signed attribute names by digest (RFC 5035); the signer id must agree."""
    from cryptography.hazmat.primitives.serialization import Encoding

    named = attributes["signing_certificate_v2"]["certs"][0]
    if named["hash_algorithm"]["algorithm"].native != "sha256":
        raise BadSignature("signing-certificate-v2 is not SHA-256")
    for certificate in certificates:
        der = certificate.public_bytes(Encoding.DER)
        if hashlib.sha256(der).digest() == named["cert_hash"].native:
            if sid.name != "issuer_and_serial_number":
                raise BadSignature("signer is not named by issuer and serial")
            same_issuer = sid.chosen["issuer"].dump() == certificate.issuer.public_bytes()
            if not same_issuer or sid.chosen["serial_number"].native != certificate.serial_number:
                raise BadSignature("signer id names another certificate")
            return certificate
    raise BadSignature("the certificate that signing-certificate-v2 names is not inside")
