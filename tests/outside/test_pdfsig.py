"""Poppler's pdfsig, trusting the root through an NSS store, believes the report; after one changed byte it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.signing import Office, entry, other_byte
from tests.outside.tools import needs, nss_store, run


@pytest.fixture
def store(office: Office, tmp_path: Path) -> str:
    """An NSS store that trusts the root."""
    needs("pdfsig", "certutil")
    return nss_store(tmp_path / "nss", office.folder / "root.pem")


def test_the_report_is_valid_and_trusted(genuine: Path, store: str, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(entry(genuine, "report.pdf"))
    said = run("pdfsig", "-nssdir", store, report).stdout
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "May 14 2026" in said


def test_a_changed_report_is_invalid(genuine: Path, store: str, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    whole = entry(genuine, "report.pdf")
    report.write_bytes(other_byte(whole, whole.index(b"endstream") - 3))
    said = run("pdfsig", "-nssdir", store, report).stdout
    assert "Signature is Valid." not in said
    assert "Digest Mismatch" in said


def test_a_report_added_to_later_is_not_signed_as_a_whole(genuine: Path, store: str, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(entry(genuine, "report.pdf") + b"\n% added later\n")
    assert "Not total document signed" in run("pdfsig", "-nssdir", store, report).stdout
