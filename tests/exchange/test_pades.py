"""The report's own signature: it holds, covers every byte, and later additions are counted."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from cami_desktop.errors import DamagedInput
from cami_desktop.exchange import pades, pades_check
from tests.exchange.signing import SIGNED, Office, other_byte, report


@pytest.fixture(scope="session")
def signed(office: Office) -> bytes:
    return pades.sign_pdf(report(), office.enrolled, reason="Отчёт", location="Bishkek", signed_at=SIGNED)


def test_a_signed_pdf_is_whole_and_names_signer_and_time(office: Office, signed: bytes) -> None:
    result = pades_check.check_pdf_signature(signed)
    assert result == pades_check.PdfSignature(True, True, True, 0, office.enrolled.certificate, SIGNED)


def test_the_signature_comes_behind_the_document_as_it_was(signed: bytes) -> None:
    assert signed.startswith(report()[:200])


def test_a_changed_byte_anywhere_is_found(signed: bytes) -> None:
    for at in range(0, len(signed), 101):
        assert not pades_check.check_pdf_signature(other_byte(signed, at)).whole, at


def test_a_later_update_is_counted(office: Office, signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Added"] = writer.add_object(pdf_name("/Later"))
    writer.update_root()  # type: ignore[no-untyped-call]
    target = io.BytesIO()
    writer.write(target)  # type: ignore[no-untyped-call]
    updated = target.getvalue()
    result = pades_check.check_pdf_signature(updated)
    assert (result.valid, result.whole, result.later_bytes) == (True, False, len(updated) - len(signed))
    assert result.certificate == office.enrolled.certificate


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.7 /ByteRange [0 5 10 999999]",
        b"%PDF /ByteRange [0 4 8 9999999999]",
        b"/ByteRange [0 1 2 3]" * 200,
        b"%PDF-1.7 <3082> /ByteRange [0 9 15 27] .......",
        b"%PDF-1.7 <> /ByteRange [0 9 11 27] ..........",
        b"%PDF-1.7 <30> /ByteRange [0 9 13 27] ........",
    ],
)
def test_hostile_ranges_and_values_are_only_invalid(pdf: bytes) -> None:
    result = pades_check.check_pdf_signature(pdf)
    assert (result.valid, result.certificate) == (False, None)


def test_a_range_that_leaves_out_more_than_the_value_is_not_accepted(signed: bytes) -> None:
    gap = signed.index(b"/Contents <") + len(b"/Contents ")
    odd = signed.replace(f"[0 {gap} ".encode(), f"[0 {gap - 1} ".encode())
    assert not pades_check.check_pdf_signature(odd).valid


def test_an_unsigned_pdf_has_no_signature_and_something_else_cannot_be_signed(office: Office) -> None:
    assert pades_check.check_pdf_signature(report()) == pades_check.PdfSignature(problem="no signature")
    with pytest.raises(DamagedInput, match="not a PDF"):
        pades.sign_pdf(b"hello", office.enrolled, reason="x", signed_at=SIGNED)
