"""xmlsec1 verifies the XML signature of the workbook; the digests of the parts are left to LibreOffice."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.signing import Office
from tests.outside.tools import needs, workbook_signature, xmlsec_verifies


def test_the_signature_verifies_and_one_changed_byte_does_not(office: Office, genuine: Path, tmp_path: Path) -> None:
    needs("xmlsec1")
    path, root = tmp_path / "sig1.xml", office.folder / "root.pem"
    whole = workbook_signature(genuine)
    path.write_bytes(whole)
    assert xmlsec_verifies(path, root)
    changes = [
        (b"2026-05-14T09:30:00Z", b"2026-05-14T09:30:01Z"),
        (b"/xl/worksheets/sheet1.xml", b"/xl/worksheets/sheet7.xml"),
        (b"idOfficeV1Details", b"idOfficeV9Details"),
    ]
    for old, new in changes:
        assert old in whole
        path.write_bytes(whole.replace(old, new, 1))
        assert not xmlsec_verifies(path, root)


def test_every_digest_of_the_list_is_guarded(office: Office, genuine: Path, tmp_path: Path) -> None:
    needs("xmlsec1")
    whole, path = workbook_signature(genuine), tmp_path / "sig1.xml"
    at = whole.rindex(b"<DigestValue>", 0, whole.index(b"</Manifest>")) + len(b"<DigestValue>")
    other = b"A" if whole[at : at + 1] != b"A" else b"B"
    path.write_bytes(whole[:at] + other + whole[at + 1 :])
    assert not xmlsec_verifies(path, office.folder / "root.pem")
