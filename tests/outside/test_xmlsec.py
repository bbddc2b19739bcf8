"""xmlsec1 verifies the XML signature of the workbook; the digests of the parts are left to LibreOffice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from cami_desktop.exchange import opc
from tests.exchange.signing import Office, entry
from tests.outside.conftest import needs, run


def _signature(package: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(entry(package, "submission.xlsx"))) as workbook:
        return workbook.read(opc.SIGNATURE_ITEM)


def _verified(signature: Path, root: Path) -> bool:
    done = run(
        *("xmlsec1", "--verify", "--ignore-manifests", "--trusted-pem", root),
        *("--id-attr:Id", "Object", "--id-attr:Id", f"{opc.XADES}:SignedProperties", signature),
    )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == ("SignedInfo References (ok/all): 3/3" in said and "OK" in said.split()), said
    return done.returncode == 0


def test_the_signature_verifies_and_one_changed_byte_does_not(office: Office, genuine: Path, tmp_path: Path) -> None:
    needs("xmlsec1")
    path, root = tmp_path / "sig1.xml", office.folder / "root.pem"
    whole = _signature(genuine)
    path.write_bytes(whole)
    assert _verified(path, root)
    changes = [
        (b"2026-05-14T09:30:00Z", b"2026-05-14T09:30:01Z"),
        (b"/xl/worksheets/sheet1.xml", b"/xl/worksheets/sheet7.xml"),
        (b"idOfficeV1Details", b"idOfficeV9Details"),
    ]
    for old, new in changes:
        assert old in whole
        path.write_bytes(whole.replace(old, new, 1))
        assert not _verified(path, root)


def test_every_digest_of_the_list_is_guarded(office: Office, genuine: Path, tmp_path: Path) -> None:
    needs("xmlsec1")
    whole, path = _signature(genuine), tmp_path / "sig1.xml"
    at = whole.rindex(b"<DigestValue>", 0, whole.index(b"</Manifest>")) + len(b"<DigestValue>")
    other = b"A" if whole[at : at + 1] != b"A" else b"B"
    path.write_bytes(whole[:at] + other + whole[at + 1 :])
    assert not _verified(path, office.folder / "root.pem")
