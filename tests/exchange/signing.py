"""Keys, documents and packages that the signing tests work on: small, real, made once in a session."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cami_desktop.exchange import asic, certificates, keys, opc, pades
from cami_desktop.exchange.trust import Trust

PASSPHRASE = "снежный барс 𝄞 2014"
MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SIGNED = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)
ASKED = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """A Secretariat's root, a coordinator's enrolled key, and one that is not enrolled; the files lie in `folder`."""

    folder: Path
    root: keys.SigningKey
    enrolled: keys.SigningKey
    own: keys.SigningKey

    @property
    def trust(self) -> Trust:
        """Trust in this root alone."""
        return Trust((self.root.certificate_pem,))


def office(folder: Path) -> Office:
    """Make the root and a coordinator's key of Kyrgyzstan, and enrol it the way people do."""
    root = keys.new_root(folder / "root.p12", "CAMI Secretariat (test)", PASSPHRASE, now=MADE)
    own = keys.new_key(folder / "KG.p12", "Айгүл Тестова", "KG", PASSPHRASE, now=MADE)
    issued = certificates.issue(root, keys.request(own), now=MADE)
    enrolled = keys.accept(folder / "KG.p12", PASSPHRASE, issued)
    return Office(folder, root, enrolled, own)


def workbook(text: str = "Снежный барс") -> bytes:
    """Return a small workbook of two sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.append(["taxon", "estimate"])
    first.append([text, 300])
    book.create_sheet("second").append(["=1+1", "ү"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def report(text: str = "National report") -> bytes:
    """Return a PDF of one page."""
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(72, 720, text)
    canvas.save()
    return target.getvalue()


def manifest(attachments: dict[str, bytes], **changed: Any) -> bytes:
    """Return a manifest.json like the one of a national submission."""
    described = [
        {"id": id_, "name": f"photo {id_}.jpg", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for id_, data in attachments.items()
    ]
    plain = {"format": 1, "kind": "national", "country": "KG", "number": 3, "previous": None, "counts": {"taxa": 1}}
    return json.dumps(plain | {"attachments": described} | changed).encode()


def parts(key: keys.SigningKey, *, photo: bytes = b"\xff\xd8 no real photo", **changed: Any) -> dict[str, bytes | Path]:
    """Return the entries of a complete package, its documents signed with `key`."""
    return {
        "submission.xlsx": opc.sign_workbook(workbook(), key, SIGNED),
        "report.pdf": pades.sign_pdf(report(), key, reason="National report", signed_at=SIGNED),
        "manifest.json": manifest({"a1": photo}, **changed),
        "attachments/a1.jpg": photo,
    }


def package(path: Path, key: keys.SigningKey, **changed: Any) -> Path:
    """Write a complete signed package."""
    asic.build_container(path, parts(key, **changed), key, signed_at=SIGNED)
    return path


def rewritten(
    source: Path, target: Path, *, changed: dict[str, bytes | None] | None = None, added: dict[str, bytes] | None = None
) -> Path:
    """Write a package again as a forger would: well-formed, with check sums that fit; None takes an entry out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        held: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        for name, data in (held | (changed or {}) | (added or {})).items():
            if data is not None:
                info = zipfile.ZipInfo(name, date_time=(2026, 5, 14, 9, 30, 0))
                info.create_system, info.external_attr = 3, 0o100644 << 16
                new.writestr(info, data)
    return target


def other_byte(data: bytes, at: int = -1) -> bytes:
    """Return the bytes with one of them (default: the middle one) changed."""
    place = len(data) // 2 if at < 0 else at
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def entry(package: Path, name: str) -> bytes:
    """Return one entry of a package."""
    with zipfile.ZipFile(package) as opened:
        return opened.read(name)
