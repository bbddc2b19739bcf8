"""The package that the demo hands in, looked at with tools that we did not write; each fails after one changed byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cami_desktop.loop.package import read_package
from tests.exchange.signing import entry, other_byte
from tests.outside.conftest import Ask
from tests.outside.tools import (
    needs,
    nss_store,
    openssl_verifies,
    replaced,
    run,
    unpacked,
    workbook_signature,
    xmlsec_verifies,
)


@pytest.fixture
def package(demo: Path) -> Path:
    return demo / "packages" / "CAMI_KG_cami-2014_001.asice"


def test_openssl_verifies_the_package(demo: Path, package: Path, tmp_path: Path) -> None:
    needs("openssl")
    signature, listing = unpacked(package, tmp_path)
    assert openssl_verifies(signature, listing, demo / "root.pem")
    listing.write_bytes(other_byte(listing.read_bytes()))
    assert not openssl_verifies(signature, listing, demo / "root.pem")


def test_pdfsig_trusts_the_report(demo: Path, package: Path, tmp_path: Path) -> None:
    needs("pdfsig", "certutil")
    store, report = nss_store(tmp_path / "nss", demo / "root.pem"), tmp_path / "report.pdf"
    whole = entry(package, "report.pdf")
    report.write_bytes(whole)
    said = run("pdfsig", "-nssdir", store, report).stdout
    assert "Signature is Valid." in said and "Certificate is Trusted." in said and "Total document signed" in said
    report.write_bytes(other_byte(whole, whole.index(b"endstream") - 3))
    assert "Signature is Valid." not in run("pdfsig", "-nssdir", store, report).stdout


def test_xmlsec_verifies_the_workbook_s_signature(demo: Path, package: Path, tmp_path: Path) -> None:
    needs("xmlsec1")
    path = tmp_path / "sig1.xml"
    whole = workbook_signature(package)
    path.write_bytes(whole)
    assert xmlsec_verifies(path, demo / "root.pem")
    digest = whole.index(b"<DigestValue>") + len(b"<DigestValue>")
    path.write_bytes(whole[:digest] + (b"A" if whole[digest : digest + 1] != b"A" else b"B") + whole[digest + 1 :])
    assert not xmlsec_verifies(path, demo / "root.pem")


def test_libreoffice_finds_the_workbook_signed_and_sees_a_changed_cell(ask: Ask, package: Path, tmp_path: Path) -> None:
    path = tmp_path / "submission.xlsx"
    workbook = entry(package, "submission.xlsx")
    path.write_bytes(workbook)
    assert [found["valid"] for found in ask(path)] == [True]
    sheet = next(name for name in opc_sheets(workbook) if "<v>2900</v>" in opc_text(workbook, name))
    path.write_bytes(replaced(workbook, sheet, b"<v>2900</v>", b"<v>2901</v>"))
    assert [found["valid"] for found in ask(path)] == [False]


def opc_sheets(workbook: bytes) -> list[str]:
    """The names of a workbook's sheets."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as opened:
        return [name for name in opened.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]


def opc_text(workbook: bytes, name: str) -> str:
    """One part of a workbook as text."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as opened:
        return opened.read(name).decode()


def test_libreoffice_prints_the_workbook_without_loss(package: Path, tmp_path: Path) -> None:
    needs("soffice", "pdftotext")
    path = tmp_path / "submission.xlsx"
    path.write_bytes(entry(package, "submission.xlsx"))
    profile = (tmp_path / "profile").as_uri()
    done = run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
               path)  # fmt: skip
    assert (tmp_path / "submission.pdf").is_file(), done.stderr
    printed = run("pdftotext", "-layout", tmp_path / "submission.pdf", "-").stdout
    for record in read_package(package).records:
        for field in record.fields():
            value = getattr(record, field.name)
            if field.type.free_text and value:
                missing = [word for word in _words(value) if word not in printed]
                assert not missing, (record.kind, field.name, missing)


def _words(text: str) -> list[str]:
    """The words of a text, which line breaks and columns leave whole; long ones are broken and left out."""
    return [word for word in re.findall(r"\w+", text) if len(word) <= 12]

