"""Checks the OPC digital signature of a workbook: every part's digest, the signature value, and what is not covered."""

from __future__ import annotations

import hashlib
import hmac
import io
import zipfile
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cami_desktop.exchange import limits, opc, xmlsafe
from cami_desktop.exchange.cades import BadSignature, verify_ecdsa

if TYPE_CHECKING:
    from cryptography import x509
    from lxml import etree

_MOST_PARTS = 10_000
_LARGEST_UNPACKED = 2 << 30
_LARGEST_XML = 32 << 20
_OWN_ITEMS = frozenset({opc.ORIGIN_ITEM, opc.ORIGIN_RELATIONSHIPS_ITEM, opc.SIGNATURE_ITEM})


@dataclass(frozen=True)
class WorkbookSignature:
    """What a workbook's signature is worth.

    valid: signature value and all listed digests hold; not_covered: parts or relationships that nobody signed.
    """

    signed: bool = False
    valid: bool = False
    certificate: x509.Certificate | None = None
    signed_at: datetime | None = None
    not_covered: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def whole(self) -> bool:
        """Whether the signature holds and covers the whole workbook."""
        return self.valid and not self.not_covered


def check_workbook_signature(workbook: bytes) -> WorkbookSignature:
    """Check the signature that `opc.sign_workbook` makes (one signature at its usual place). Never raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as package:
            _refuse_bombs(package)
            if opc.SIGNATURE_ITEM not in package.namelist():
                return WorkbookSignature(problem="no signature")
            return _Check(package).result()
    except (BadSignature, xmlsafe.UnsafeXml) as error:
        return WorkbookSignature(signed=True, problem=str(error))
    except Exception as error:  # a hostile ZIP makes the library raise many kinds; all mean "does not hold"
        return WorkbookSignature(signed=True, problem=f"unreadable workbook: {type(error).__name__}: {error}")


def _refuse_bombs(package: zipfile.ZipFile) -> None:
    infos = package.infolist()
    names = [info.filename.lower() for info in infos]
    if len(infos) > _MOST_PARTS or len(set(names)) != len(names):
        raise BadSignature("too many parts, or one name twice")
    if sum(info.file_size for info in infos) > _LARGEST_UNPACKED:
        raise BadSignature("unpacks to more than allowed")
    for info in infos:
        if info.flag_bits & 1:
            raise BadSignature(f"{info.filename} is encrypted")
        if limits.beyond_ratio(info.file_size, info.compress_size):
            raise BadSignature(f"{info.filename} is packed beyond the allowed ratio")


class _Check:
    """One check of one workbook; raises BadSignature, UnsafeXml or what the ZIP library raises."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.types = opc.ContentTypes(xmlsafe.parse(self._xml(opc.TYPES_ITEM)))
        self.root = xmlsafe.parse(self._xml(opc.SIGNATURE_ITEM))
        self.covered: set[str] = set()
        self.not_covered: list[str] = []

    def result(self) -> WorkbookSignature:
        if self.root.tag != _ds("Signature"):
            raise BadSignature("not an XML signature")
        certificate = self._certificate()
        self._check_value(certificate)
        package_object, properties = self._signed_targets()
        self._check_bound(properties, certificate)
        for reference in _only(package_object, "Manifest").iterchildren(_ds("Reference")):
            self._check_part(reference)
        for name in self.package.namelist():
            if (
                name not in self.covered
                and name not in _OWN_ITEMS
                and name != opc.TYPES_ITEM
                and not name.endswith("/")
            ):
                self.not_covered.append(name)
        return WorkbookSignature(True, True, certificate, _signing_time(properties), sorted(self.not_covered))

    def _certificate(self) -> x509.Certificate:
        from cryptography import x509

        data = _only(_only(self.root, "KeyInfo"), "X509Data")
        return x509.load_der_x509_certificate(b64decode(_only(data, "X509Certificate").text or ""))

    def _check_value(self, certificate: x509.Certificate) -> None:
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

        signed_info = _only(self.root, "SignedInfo")
        if _only(signed_info, "CanonicalizationMethod").get("Algorithm") != opc.C14N:
            raise BadSignature("unknown canonical form")
        if _only(signed_info, "SignatureMethod").get("Algorithm") != opc.ECDSA_SHA256:
            raise BadSignature("signature is not ECDSA with SHA-256")
        value = b64decode(_only(self.root, "SignatureValue").text or "")
        if len(value) != 64:
            raise BadSignature("signature value has a wrong length")
        pair = encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
        verify_ecdsa(certificate, pair, xmlsafe.canonical(signed_info))

    def _signed_targets(self) -> tuple[etree._Element, etree._Element]:
        """Check the references of SignedInfo; return the signed package object and the signed properties."""
        by_id: dict[str, etree._Element] = {}
        for element in self.root.iter():
            id_ = element.get("Id")
            if id_ is not None:
                # Two elements with one id would let a reader look at another one than was signed.
                if id_ in by_id:
                    raise BadSignature("one id twice")
                by_id[id_] = element
        signed: dict[str, etree._Element] = {}
        for reference in _only(self.root, "SignedInfo").iterchildren(_ds("Reference")):
            id_ = (reference.get("URI") or "").removeprefix("#")
            if id_ not in by_id or _transforms(reference) not in ([], [opc.C14N]):
                raise BadSignature("a reference inside the signature is unknown")
            _compare(reference, hashlib.sha256(xmlsafe.canonical(by_id[id_])).digest(), id_)
            signed[id_] = by_id[id_]
        package, properties = signed.get("idPackageObject"), signed.get("idSignedProperties")
        if package is None or properties is None:
            raise BadSignature("the list of parts or the signer's properties are not signed")
        in_place = package.tag == _ds("Object") and package.getparent() is self.root
        if not in_place or properties.tag != f"{{{opc.XADES}}}SignedProperties":
            raise BadSignature("the list of parts or the signer's properties are not signed")
        return package, properties

    def _check_bound(self, properties: etree._Element, certificate: x509.Certificate) -> None:
        """Check that the signed properties name the certificate by its digest (XAdES signing certificate)."""
        from cryptography.hazmat.primitives.serialization import Encoding

        digests = list(properties.iter(f"{{{opc.XADES}}}CertDigest"))
        if len(digests) != 1:
            raise BadSignature("the signer's certificate is not bound")
        der = certificate.public_bytes(Encoding.DER)
        _compare(digests[0], hashlib.sha256(der).digest(), "the signer's certificate")

    def _check_part(self, reference: etree._Element) -> None:
        part, mark, content_type = (reference.get("URI") or "").partition("?ContentType=")
        name = part.removeprefix("/")
        if not mark or name in self.covered or name not in self.package.namelist():
            raise BadSignature(f"a signed part is missing or listed twice: {name}")
        if self.types.of(part) != content_type:
            raise BadSignature(f"content type of {name} differs")
        transforms = _transforms(reference)
        if not transforms:
            digest = self._part_digest(name)
        elif transforms == [opc.RELATIONSHIP_TRANSFORM, opc.C14N] and name.endswith(".rels"):
            digest = self._relationships_digest(name, reference)
        else:
            raise BadSignature(f"unknown transform of {name}")
        _compare(reference, digest, name)
        self.covered.add(name)

    def _part_digest(self, name: str) -> bytes:
        digest = hashlib.sha256()
        with self.package.open(name) as part:
            while piece := part.read(limits.PIECE):
                digest.update(piece)
        return digest.digest()

    def _relationships_digest(self, name: str, reference: etree._Element) -> bytes:
        ids = {line.get("SourceId", "") for line in reference.iter(f"{{{opc.PACKAGE_DS}}}RelationshipReference")}
        relationships = xmlsafe.parse(self._xml(name))
        for line in relationships.iterchildren(f"{{{opc.RELATIONSHIPS}}}Relationship"):
            # The way to the signature itself cannot be signed by it.
            origin = name == opc.ROOT_RELATIONSHIPS_ITEM and line.get("Type") == opc.ORIGIN_RELATIONSHIP
            if line.get("Id") not in ids and not origin:
                self.not_covered.append(f"{name}#{line.get('Id')}")
        return hashlib.sha256(opc.transformed_relationships(relationships, ids)).digest()

    def _xml(self, name: str) -> bytes:
        if self.package.getinfo(name).file_size > _LARGEST_XML:
            raise BadSignature(f"{name} is too large")
        return self.package.read(name)


def _only(parent: etree._Element, tag: str) -> etree._Element:
    found = list(parent.iterchildren(_ds(tag)))
    if len(found) != 1:
        raise BadSignature(f"not exactly one {tag}")
    return found[0]


def _transforms(reference: etree._Element) -> list[str]:
    return [
        transform.get("Algorithm", "")
        for transforms in reference.iterchildren(_ds("Transforms"))
        for transform in transforms.iterchildren(_ds("Transform"))
    ]


def _compare(holder: etree._Element, digest: bytes, what: str) -> None:
    """Check the digest that an element carries in its children DigestMethod and DigestValue."""
    if _only(holder, "DigestMethod").get("Algorithm") != opc.SHA256:
        raise BadSignature(f"digest of {what} is not SHA-256")
    if not hmac.compare_digest(b64decode(_only(holder, "DigestValue").text or ""), digest):
        raise BadSignature(f"digest of {what} differs")


def _signing_time(properties: etree._Element) -> datetime | None:
    text = properties.findtext(f".//{{{opc.XADES}}}SigningTime") or ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _ds(tag: str) -> str:
    return f"{{{opc.DS}}}{tag}"
