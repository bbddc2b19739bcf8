"""Signs a workbook as a package of parts (OPC digital signature), so that office programs show who signed it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from base64 import b64encode
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import xmlsafe
from cami_desktop.words import _

if TYPE_CHECKING:
    from lxml import etree

    from cami_desktop.exchange.keys import SigningKey

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
PACKAGE_DS = "http://schemas.openxmlformats.org/package/2006/digital-signature"
OFFICE_DS = "http://schemas.microsoft.com/office/2006/digsig"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RELATIONSHIP_TRANSFORM = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

ORIGIN_RELATIONSHIP = f"{RELATIONSHIPS}/digital-signature/origin"
SIGNATURE_RELATIONSHIP = f"{RELATIONSHIPS}/digital-signature/signature"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
ORIGIN_TYPE = "application/vnd.openxmlformats-package.digital-signature-origin"
SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"

TYPES_ITEM = "[Content_Types].xml"
ROOT_RELATIONSHIPS_ITEM = "_rels/.rels"
SIGNATURE_FOLDER = "_xmlsignatures/"
ORIGIN_ITEM = "_xmlsignatures/origin.sigs"
ORIGIN_RELATIONSHIPS_ITEM = "_xmlsignatures/_rels/origin.sigs.rels"
SIGNATURE_ITEM = "_xmlsignatures/sig1.xml"

# The type stubs do not know that None names the default namespace.
_DEFAULT_DS: Any = {None: DS}
_DEFAULT_RELATIONSHIPS: Any = {None: RELATIONSHIPS}
_DEFAULT_OFFICE: Any = {None: OFFICE_DS}

_TIME_FORMAT = "YYYY-MM-DDThh:mm:ssTZD"


def sign_workbook(workbook: bytes, key: SigningKey, signed_at: datetime) -> bytes:
    """Return the .xlsx with an OPC digital signature over every part and relationship (ECMA-376-2, 12; XAdES-EPES).

    Raises Refused when it is signed already, DamagedInput when the bytes are no workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as source:
            return _signed(source, key, signed_at)
    except (zipfile.BadZipFile, xmlsafe.UnsafeXml, KeyError) as error:
        raise DamagedInput(_("This is not a workbook that can be signed."), details=str(error)) from error


def _signed(source: zipfile.ZipFile, key: SigningKey, signed_at: datetime) -> bytes:
    from cami_desktop.exchange.cades import whole_seconds

    if any(name.startswith(SIGNATURE_FOLDER) for name in source.namelist()):
        raise Refused(_("The workbook bears a signature already."), kept=_("It was not changed."))
    at = whole_seconds(signed_at)
    types = xmlsafe.parse(source.read(TYPES_ITEM))
    content_types = ContentTypes(types)
    references = [
        _part_reference(name, source, content_types)
        for name in sorted(source.namelist())
        if name != TYPES_ITEM and not name.endswith("/")
    ]
    target = io.BytesIO()
    date = (max(at.year, 1980), *at.timetuple()[1:6])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:

        def put(name: str, data: bytes) -> None:
            info = zipfile.ZipInfo(name, date_time=date)
            info.create_system, info.external_attr, info.compress_type = 3, 0o100644 << 16, zipfile.ZIP_DEFLATED
            result.writestr(info, data)

        for name in source.namelist():
            if name == TYPES_ITEM:
                put(name, _types_with_signature(types))
            elif name == ROOT_RELATIONSHIPS_ITEM:
                put(name, _relationships_with_origin(xmlsafe.parse(source.read(name))))
            else:
                put(name, source.read(name))
        put(ORIGIN_ITEM, b"")
        put(ORIGIN_RELATIONSHIPS_ITEM, _one_relationship(SIGNATURE_RELATIONSHIP, "sig1.xml"))
        put(SIGNATURE_ITEM, _signature(references, key, at.strftime("%Y-%m-%dT%H:%M:%SZ")))
    return target.getvalue()


class ContentTypes:
    """Looks up the content type of a part in [Content_Types].xml (ECMA-376 part 2, 10.1.2.3)."""

    def __init__(self, types: etree._Element) -> None:
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        for line in types.iterchildren(f"{{{CONTENT_TYPES}}}Default"):
            self._defaults[line.get("Extension", "").lower()] = line.get("ContentType", "")
        for line in types.iterchildren(f"{{{CONTENT_TYPES}}}Override"):
            self._overrides[line.get("PartName", "").lower()] = line.get("ContentType", "")

    def of(self, part: str) -> str:
        """Return the content type of a part name that begins with a slash, or an empty string."""
        by_extension = self._defaults.get(part.rpartition(".")[2].lower(), "")
        return self._overrides.get(part.lower(), by_extension)


def transformed_relationships(relationships: etree._Element, ids: set[str]) -> bytes:
    """Apply the Relationships Transform: only the named ones, sorted by id, TargetMode written out, canonical form.

    Source: ECMA-376 part 2, 12.2.4.26.
    """
    from lxml import etree

    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap=_DEFAULT_RELATIONSHIPS)
    chosen = [line for line in relationships.iterchildren(f"{{{RELATIONSHIPS}}}Relationship") if line.get("Id") in ids]
    for line in sorted(chosen, key=lambda line: line.get("Id", "")):
        copy = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship")
        for name in ("Id", "Target", "Type"):
            copy.set(name, line.get(name, ""))
        copy.set("TargetMode", line.get("TargetMode", "Internal"))
    return xmlsafe.canonical(root)


def _part_reference(name: str, source: zipfile.ZipFile, content_types: ContentTypes) -> etree._Element:
    from lxml import etree

    part = f"/{name}"
    reference = etree.Element(_ds("Reference"), nsmap=_DEFAULT_DS, URI=f"{part}?ContentType={content_types.of(part)}")
    data = source.read(name)
    if name.endswith(".rels"):
        relationships = xmlsafe.parse(data)
        ids = [line.get("Id", "") for line in relationships.iterchildren(f"{{{RELATIONSHIPS}}}Relationship")]
        transforms = etree.SubElement(reference, _ds("Transforms"))
        transform = etree.SubElement(transforms, _ds("Transform"), Algorithm=RELATIONSHIP_TRANSFORM)
        for id_ in sorted(ids):
            etree.SubElement(
                transform, f"{{{PACKAGE_DS}}}RelationshipReference", nsmap={"mdssi": PACKAGE_DS}, SourceId=id_
            )
        etree.SubElement(transforms, _ds("Transform"), Algorithm=C14N)
        data = transformed_relationships(relationships, set(ids))
    _add_digest(reference, data)
    return reference


def _signature(references: list[etree._Element], key: SigningKey, time: str) -> bytes:
    """Build the XML signature around the references to the parts."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.serialization import Encoding
    from lxml import etree

    root = etree.Element(_ds("Signature"), nsmap=_DEFAULT_DS, Id="idPackageSignature")
    signed_info = etree.SubElement(root, _ds("SignedInfo"))
    value = etree.SubElement(root, _ds("SignatureValue"))
    certificate = key.certificate.public_bytes(Encoding.DER)
    x509_data = etree.SubElement(etree.SubElement(root, _ds("KeyInfo")), _ds("X509Data"))
    etree.SubElement(x509_data, _ds("X509Certificate")).text = b64encode(certificate).decode()
    package = _package_object(root, references, time)
    office = _office_object(root)
    properties = _signed_properties(root, key, certificate, time)

    etree.SubElement(signed_info, _ds("CanonicalizationMethod"), Algorithm=C14N)
    etree.SubElement(signed_info, _ds("SignatureMethod"), Algorithm=ECDSA_SHA256)
    for id_, kind, target in (
        ("idPackageObject", f"{DS}Object", package),
        ("idOfficeObject", f"{DS}Object", office),
        ("idSignedProperties", SIGNED_PROPERTIES, properties),
    ):
        reference = etree.SubElement(signed_info, _ds("Reference"), Type=kind, URI=f"#{id_}")
        transforms = etree.SubElement(reference, _ds("Transforms"))
        etree.SubElement(transforms, _ds("Transform"), Algorithm=C14N)
        _add_digest(reference, xmlsafe.canonical(target))
    r, s = decode_dss_signature(key.private_key.sign(xmlsafe.canonical(signed_info), ec.ECDSA(hashes.SHA256())))
    # XML signatures carry r and s side by side (RFC 6931, 2.3.6), not the DER that `cryptography` gives.
    value.text = b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _package_object(root: etree._Element, references: list[etree._Element], time: str) -> etree._Element:
    from lxml import etree

    package = etree.SubElement(root, _ds("Object"), Id="idPackageObject")
    etree.SubElement(package, _ds("Manifest")).extend(references)
    properties = etree.SubElement(package, _ds("SignatureProperties"))
    stamp = etree.SubElement(properties, _ds("SignatureProperty"), Id="idSignatureTime", Target="#idPackageSignature")
    moment = etree.SubElement(stamp, f"{{{PACKAGE_DS}}}SignatureTime", nsmap={"mdssi": PACKAGE_DS})
    etree.SubElement(moment, f"{{{PACKAGE_DS}}}Format").text = _TIME_FORMAT
    etree.SubElement(moment, f"{{{PACKAGE_DS}}}Value").text = time
    return package


def _office_object(root: etree._Element) -> etree._Element:
    """Add the object that Excel looks for ([MS-OFFCRYPTO] 2.5.2.5), with nothing in it but the digest's name."""
    from lxml import etree

    office = etree.SubElement(root, _ds("Object"), Id="idOfficeObject")
    properties = etree.SubElement(office, _ds("SignatureProperties"))
    details = etree.SubElement(
        properties, _ds("SignatureProperty"), Id="idOfficeV1Details", Target="#idPackageSignature"
    )
    info = etree.SubElement(details, f"{{{OFFICE_DS}}}SignatureInfoV1", nsmap=_DEFAULT_OFFICE)
    etree.SubElement(info, f"{{{OFFICE_DS}}}ManifestHashAlgorithm").text = SHA256
    return office


def _signed_properties(root: etree._Element, key: SigningKey, certificate: bytes, time: str) -> etree._Element:
    """Add the XAdES properties (EN 319 132-1): signing time and the digest of the signer's certificate."""
    from lxml import etree

    def xades(tag: str) -> str:
        return f"{{{XADES}}}{tag}"

    holder = etree.SubElement(root, _ds("Object"))
    qualifying = etree.SubElement(
        holder, xades("QualifyingProperties"), nsmap={"xd": XADES}, Target="#idPackageSignature"
    )
    properties = etree.SubElement(qualifying, xades("SignedProperties"), Id="idSignedProperties")
    inner = etree.SubElement(properties, xades("SignedSignatureProperties"))
    etree.SubElement(inner, xades("SigningTime")).text = time
    named = etree.SubElement(etree.SubElement(inner, xades("SigningCertificate")), xades("Cert"))
    digest = etree.SubElement(named, xades("CertDigest"))
    etree.SubElement(digest, _ds("DigestMethod"), Algorithm=SHA256)
    etree.SubElement(digest, _ds("DigestValue")).text = b64encode(hashlib.sha256(certificate).digest()).decode()
    issuer = etree.SubElement(named, xades("IssuerSerial"))
    etree.SubElement(issuer, _ds("X509IssuerName")).text = key.certificate.issuer.rfc4514_string()
    etree.SubElement(issuer, _ds("X509SerialNumber")).text = str(key.certificate.serial_number)
    policy = etree.SubElement(inner, xades("SignaturePolicyIdentifier"))
    etree.SubElement(policy, xades("SignaturePolicyImplied"))
    return properties


def _types_with_signature(types: etree._Element) -> bytes:
    from lxml import etree

    sigs = etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension="sigs", ContentType=ORIGIN_TYPE)
    types.insert(0, sigs)
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{SIGNATURE_ITEM}", ContentType=SIGNATURE_TYPE)
    return etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relationships_with_origin(relationships: etree._Element) -> bytes:
    from lxml import etree

    etree.SubElement(
        relationships,
        f"{{{RELATIONSHIPS}}}Relationship",
        Id="rIdSignatureOrigin",
        Type=ORIGIN_RELATIONSHIP,
        Target=ORIGIN_ITEM,
    )
    return etree.tostring(relationships, xml_declaration=True, encoding="UTF-8", standalone=True)


def _one_relationship(kind: str, target: str) -> bytes:
    from lxml import etree

    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap=_DEFAULT_RELATIONSHIPS)
    etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id="rId1", Type=kind, Target=target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_digest(reference: etree._Element, data: bytes) -> None:
    from lxml import etree

    etree.SubElement(reference, _ds("DigestMethod"), Algorithm=SHA256)
    etree.SubElement(reference, _ds("DigestValue")).text = b64encode(hashlib.sha256(data).digest()).decode()


def _ds(tag: str) -> str:
    return f"{{{DS}}}{tag}"
