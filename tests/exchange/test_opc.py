"""The workbook's own signature: it holds, covers everything, and breaks with whatever is changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.exchange import opc, opc_check, xmlsafe
from tests.exchange.signing import SIGNED, Office, other_byte, workbook


@pytest.fixture(scope="session")
def signed(office: Office) -> bytes:
    return opc.sign_workbook(workbook(), office.enrolled, SIGNED)


def changed(data: bytes, change: Callable[[str, bytes], bytes | None], added: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with its items put through `change`; None leaves one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            item = change(name, old.read(name))
            if item is not None:
                new.writestr(name, item)
        for name, item in (added or {}).items():
            new.writestr(name, item)
    return target.getvalue()


def test_a_signed_workbook_is_whole_and_names_its_signer(office: Office, signed: bytes) -> None:
    result = opc_check.check_workbook_signature(signed)
    assert result == opc_check.WorkbookSignature(True, True, office.enrolled.certificate, SIGNED)
    assert result.whole


def test_a_signed_workbook_reads_as_before(signed: bytes) -> None:
    before, after = (openpyxl.load_workbook(io.BytesIO(data)) for data in (workbook(), signed))
    for one, two in zip(before.worksheets, after.worksheets, strict=True):
        assert [[cell.value for cell in row] for row in one] == [[cell.value for cell in row] for row in two]


def test_signing_twice_or_something_else_is_refused(office: Office, signed: bytes) -> None:
    with pytest.raises(Refused, match="already"):
        opc.sign_workbook(signed, office.enrolled, SIGNED)
    for odd in (b"", b"no workbook", workbook()[:500]):
        with pytest.raises(DamagedInput):
            opc.sign_workbook(odd, office.enrolled, SIGNED)


def test_every_part_is_guarded(signed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(signed)) as package:
        names = package.namelist()
    for victim in names:
        if victim in (opc.ORIGIN_ITEM, opc.ORIGIN_RELATIONSHIPS_ITEM, opc.TYPES_ITEM):
            continue
        gone = changed(signed, lambda name, item, victim=victim: None if name == victim else item)  # type: ignore[misc]
        assert not opc_check.check_workbook_signature(gone).whole, victim
        if victim.endswith((".rels", opc.SIGNATURE_ITEM)):
            continue
        odd = changed(signed, lambda name, item, victim=victim: other_byte(item) if name == victim else item)  # type: ignore[misc]
        result = opc_check.check_workbook_signature(odd)
        assert (result.signed, result.valid) == (True, False), victim
        assert victim in result.problem


@pytest.mark.parametrize(
    ("item", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>300</v>", b"<v>900</v>"),
        (opc.TYPES_ITEM, b"worksheet+xml", b"chartsheet+xml"),
        ("_rels/.rels", b"xl/workbook.xml", b"xl/workbooc.xml"),
        (opc.SIGNATURE_ITEM, b"2026-05-14T09:30:00Z", b"2026-05-15T09:30:00Z"),
        (opc.SIGNATURE_ITEM, b"idOfficeV1Details", b"idOfficeV2Details"),
        (opc.SIGNATURE_ITEM, b"/xl/worksheets/sheet1.xml", b"/xl/worksheets/sheet9.xml"),
        (opc.SIGNATURE_ITEM, b"ecdsa-sha256", b"ecdsa-sha384"),
        (opc.SIGNATURE_ITEM, b"<SignatureValue>", b"<SignatureValue>AAAA"),
        (opc.SIGNATURE_ITEM, b'Id="idOfficeObject"', b'Id="idPackageObject"'),
        (opc.SIGNATURE_ITEM, b"<Signature ", b'<!DOCTYPE x [<!ENTITY e "x">]><Signature '),
        (opc.SIGNATURE_ITEM, b"<KeyInfo>", b"<KeyInfo/><KeyInfo>"),
    ],
)
def test_forged_details_are_found(signed: bytes, item: str, old: bytes, new: bytes) -> None:
    def forge(name: str, data: bytes) -> bytes:
        if name != item:
            return data
        assert old in data
        return data.replace(old, new)

    result = opc_check.check_workbook_signature(changed(signed, forge))
    assert (result.signed, result.valid) == (True, False)


def test_another_certificate_cannot_be_put_in(office: Office, signed: bytes) -> None:
    other = opc.sign_workbook(workbook(), office.own, SIGNED)
    mine, theirs = (opc_items(data)[opc.SIGNATURE_ITEM] for data in (signed, other))

    def certificate(xml: bytes) -> bytes:
        return xml.partition(b"<X509Certificate>")[2].partition(b"</X509Certificate>")[0]

    swapped = mine.replace(certificate(mine), certificate(theirs))
    result = opc_check.check_workbook_signature(
        changed(signed, lambda name, item: swapped if name == opc.SIGNATURE_ITEM else item)
    )
    # Both certificates hold the same key, so only their digest in the signed properties tells them apart.
    assert result.problem == "digest of the signer's certificate differs"


def opc_items(data: bytes) -> dict[str, bytes]:
    """Return all items of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_was_added_later_is_named(signed: bytes) -> None:
    result = opc_check.check_workbook_signature(
        changed(signed, lambda _name, item: item, {"xl/vbaProject.bin": b"macro", "_xmlsignatures/sig2.xml": b"<x/>"})
    )
    assert (result.valid, result.whole) == (True, False)
    assert result.not_covered == ["_xmlsignatures/sig2.xml", "xl/vbaProject.bin"]


def test_a_relationship_added_later_is_named(signed: bytes) -> None:
    def link(name: str, data: bytes) -> bytes:
        added = b'<Relationship Id="evil" Type="t" Target="http://example.org/" TargetMode="External"/></Relationships>'
        return data.replace(b"</Relationships>", added) if name == "xl/_rels/workbook.xml.rels" else data

    result = opc_check.check_workbook_signature(changed(signed, link))
    assert result.not_covered == ["xl/_rels/workbook.xml.rels#evil"]


def test_an_unsigned_or_broken_workbook_is_no_surprise(signed: bytes) -> None:
    assert opc_check.check_workbook_signature(workbook()) == opc_check.WorkbookSignature(problem="no signature")
    for odd in (b"", b"PK\x03\x04", signed[:1000], signed[:-30]):
        assert not opc_check.check_workbook_signature(odd).valid


def test_a_workbook_that_unpacks_to_a_flood_is_not_unpacked(signed: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, item in opc_items(signed).items():
            bomb.writestr(name, item)
        bomb.writestr("xl/flood.xml", bytes(64 << 20))
    assert "ratio" in opc_check.check_workbook_signature(target.getvalue()).problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(xmlsafe.UnsafeXml):
        xmlsafe.parse(text.encode(encoding))


def test_an_item_twice_is_refused(signed: bytes) -> None:
    def twice(name: str, data: bytes) -> bytes:
        return data

    with pytest.warns(UserWarning, match="Duplicate name"):
        odd = changed(signed, twice, {"xl/workbook.xml": b"<other/>"})
    assert "one name twice" in opc_check.check_workbook_signature(odd).problem


def test_an_unknown_transform_is_refused(signed: bytes) -> None:
    """A transform that we do not carry out could make anything fit."""

    def forge(name: str, data: bytes) -> bytes:
        old, new = b"package/2006/RelationshipTransform", b"package/2006/OtherTransform"
        return data.replace(old, new) if name == opc.SIGNATURE_ITEM else data

    assert not opc_check.check_workbook_signature(changed(signed, forge)).valid
