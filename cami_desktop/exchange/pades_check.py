"""Checks the signature of a PDF by its bytes: what range is signed, by whom, and what came later; no parsing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from cami_desktop.exchange.cades import BadSignature, check_detached

if TYPE_CHECKING:
    from cryptography import x509

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_HEX = re.compile(rb"<[0-9A-Fa-f]*>\Z")
_TIME = re.compile(rb"/M\s*\(D:(\d{14})(?:Z|([+-])(\d\d)'?(\d\d)?'?)?")
_OCTAL = re.compile(rb"\\([0-7]{3})")
_MOST_SIGNATURES = 100
# How far from the signature value its dictionary's other entries may lie.
_NEIGHBOURHOOD = 4096


@dataclass(frozen=True)
class PdfSignature:
    """What a PDF's signature is worth. later_bytes: how many bytes were added behind what was signed."""

    signed: bool = False
    valid: bool = False
    whole: bool = False
    later_bytes: int = 0
    certificate: x509.Certificate | None = None
    signed_at: datetime | None = None
    problem: str = ""


def check_pdf_signature(pdf: bytes) -> PdfSignature:
    """Check the last signature of a PDF: the one that covers most of the file.

    The document is held together by its bytes, not by what a parser makes of them: everything except the hexadecimal
    signature value itself must be signed, so nothing can be hidden or shown differently. Later incremental updates are
    counted, not interpreted. Never raises.
    """
    ranges = [tuple(map(int, found.groups())) for found in islice(_RANGE.finditer(pdf), _MOST_SIGNATURES + 1)]
    if len(ranges) > _MOST_SIGNATURES:
        return PdfSignature(signed=True, problem="too many signatures")
    sane = [(start, gap, after, rest) for start, gap, after, rest in ranges if _is_sane(pdf, start, gap, after, rest)]
    if not sane:
        problem = "no signature" if not ranges else "the signed range does not fit the file"
        return PdfSignature(signed=bool(ranges), problem=problem)
    _start, gap, after, rest = max(sane, key=lambda found: found[2] + found[3])
    later = len(pdf) - (after + rest)
    try:
        value = _signature_value(pdf[gap + 1 : after - 1])
        digest = hashlib.sha256(memoryview(pdf)[:gap])
        digest.update(memoryview(pdf)[after : after + rest])
        by = check_detached(value, digest.digest())
    except BadSignature as error:
        return PdfSignature(signed=True, later_bytes=later, problem=str(error))
    return PdfSignature(True, True, later == 0, later, by.certificate, by.signed_at or _time(pdf, gap, after))


def _is_sane(pdf: bytes, start: int, gap: int, after: int, rest: int) -> bool:
    """Tell whether a range begins at the first byte and leaves out one hexadecimal string, nothing else."""
    within = start == 0 < gap < after <= after + rest <= len(pdf)
    return within and bool(_HEX.match(pdf[gap:after]))


def _signature_value(digits: bytes) -> bytes:
    """Return the DER inside the zero-padded hexadecimal string. Raises BadSignature."""
    padded = bytes.fromhex((digits if len(digits) % 2 == 0 else digits + b"0").decode("ascii"))
    if padded[:1] != b"\x30" or len(padded) < 6:
        raise BadSignature("signature value is not DER")
    if padded[1] < 0x80:
        length = 2 + padded[1]
    else:
        octets = padded[1] & 0x7F
        length = 2 + octets + int.from_bytes(padded[2 : 2 + octets], "big")
    if length > len(padded) or padded[length:].strip(b"\0"):
        raise BadSignature("signature value is cut or followed by something")
    return padded[:length]


def _time(pdf: bytes, gap: int, after: int) -> datetime | None:
    """Return the signing time of the signature's dictionary (ISO 32000-1, 7.9.4), which is among what is signed."""
    before = pdf[max(0, gap - _NEIGHBOURHOOD) : gap].rpartition(b" obj")[2]
    behind = pdf[after : after + _NEIGHBOURHOOD].partition(b"endobj")[0]
    # Writers may escape any character of a string in octal.
    plain = _OCTAL.sub(lambda escape: bytes([int(escape[1], 8) & 255]), before + b" " + behind)
    found = _TIME.search(plain)
    if not found:
        return None
    digits, sign, hours, minutes = found.groups()
    try:
        local = datetime.strptime(digits.decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return local - ahead if sign == b"+" else local + ahead
    except (ValueError, OverflowError):
        return None
