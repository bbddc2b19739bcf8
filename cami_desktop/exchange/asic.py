"""Writes ASiC-E containers: entries streamed into a ZIP, digests listed, the list signed; reading is `container`."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cami_desktop import files
from cami_desktop.errors import Refused
from cami_desktop.exchange import limits
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey

MIMETYPE = b"application/vnd.etsi.asic-e+zip"
MIMETYPE_NAME = "mimetype"
MANIFEST_NAME = "META-INF/ASiCManifest001.xml"
SIGNATURE_NAME = "META-INF/signature001.p7s"
ASIC_NAMESPACE = "http://uri.etsi.org/02918/v1.2.1#"
DSIG_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
SHA256_URI = "http://www.w3.org/2001/04/xmlenc#sha256"

_MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Built:
    """A container on disk: its size and SHA-256 (hexadecimal), and the SHA-256 of every entry signed."""

    path: Path
    size: int
    digest: str
    entries: dict[str, str]


def build_container(
    path: Path, entries: Mapping[str, bytes | Path], key: SigningKey, *, signed_at: datetime | None = None
) -> Built:
    """Write a signed ASiC-E container (ETSI EN 319 162-1) with these entries, in their order, to a new file.

    entries: ASCII name -> bytes, or a file that is copied in pieces so that memory stays flat. Nothing is compressed:
    the parts of a package are so already. The file appears under its name only when whole. Raises Refused when a name
    is unfit, the package would be too large, or the file exists or cannot be written.
    """
    from cami_desktop.exchange.cades import sign_detached, whole_seconds

    at = whole_seconds(signed_at or datetime.now(UTC))
    _refuse_unfit(entries)
    digests: dict[str, str] = {}
    with files.writing(path, overwrite=False) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=False) as package:
            _store(package, MIMETYPE_NAME, io.BytesIO(MIMETYPE), at)
            for name, source in entries.items():
                with _opened(name, source) as stream:
                    digests[name] = _store(package, name, stream, at)
            listing = manifest_xml(digests)
            _store(package, MANIFEST_NAME, io.BytesIO(listing), at)
            _store(package, SIGNATURE_NAME, io.BytesIO(sign_detached(listing, key, at)), at)
        file.seek(0)
        digest = digest_of(file)
        size = file.tell()
    return Built(path, size, digest, digests)


def manifest_xml(digests: Mapping[str, str]) -> bytes:
    """Return the ASiCManifest (EN 319 162-1, annex A.4) that lists entry names with their SHA-256 (hexadecimal)."""
    from base64 import b64encode

    from lxml import etree

    def asic(tag: str) -> str:
        return f"{{{ASIC_NAMESPACE}}}{tag}"

    root = etree.Element(asic("ASiCManifest"), nsmap={"asic": ASIC_NAMESPACE, "ds": DSIG_NAMESPACE})
    etree.SubElement(root, asic("SigReference"), URI=SIGNATURE_NAME, MimeType="application/pkcs7-signature")
    for name, digest in digests.items():
        media_type = _MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
        listed = etree.SubElement(root, asic("DataObjectReference"), URI=name, MimeType=media_type)
        etree.SubElement(listed, f"{{{DSIG_NAMESPACE}}}DigestMethod", Algorithm=SHA256_URI)
        value = etree.SubElement(listed, f"{{{DSIG_NAMESPACE}}}DigestValue")
        value.text = b64encode(bytes.fromhex(digest)).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _refuse_unfit(entries: Mapping[str, bytes | Path]) -> None:
    names = [MIMETYPE_NAME, *entries, MANIFEST_NAME, SIGNATURE_NAME]
    unfit = limits.unfit_names(names)
    if any(name.startswith("META-INF/") for name in entries):
        unfit.append("META-INF/")
    if unfit or len(names) > limits.MOST_ENTRIES:
        raise Refused(
            _("The package cannot hold a part named {name}.").format(name=unfit[0] if unfit else len(names)),
            kept=_("No package was written."),
            do=_("Part names are made of Latin letters, digits, dots, hyphens and underscores."),
            details=", ".join(unfit[:10]),
        )
    sizes = {name: len(part) if isinstance(part, bytes) else _size_of(name, part) for name, part in entries.items()}
    large = [name for name, size in sizes.items() if size > limits.LARGEST_ENTRY]
    if large or sum(sizes.values()) > limits.LARGEST_PACKAGE - limits.LARGEST_LISTING:
        raise Refused(
            _("The package would be too large to be read everywhere (4 GB together, 1 GB for one part)."),
            kept=_("No package was written."),
            do=_("Leave the largest attachments out and send them separately."),
            details=", ".join(large[:10]),
        )


def _size_of(name: str, part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError as error:
        raise _unreadable(name, error) from error


def _opened(name: str, source: bytes | Path) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> Refused:
    return Refused(
        _("The part {name} of the package cannot be read.").format(name=name),
        kept=_("No package was written."),
        details=str(error),
    )


def _store(package: zipfile.ZipFile, name: str, stream: BinaryIO, at: datetime) -> str:
    """Copy a stream into the package, hashing on the way; return its SHA-256 in hexadecimal."""
    info = zipfile.ZipInfo(name, date_time=(max(at.year, 1980), *at.timetuple()[1:6]))
    info.create_system = 3  # the same bytes on every system
    info.external_attr = 0o100644 << 16
    digest = hashlib.sha256()
    with package.open(info, "w") as target:
        for piece in pieces(stream):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def digest_of(file: BinaryIO) -> str:
    """Return the SHA-256 of a file from where it stands to its end, in hexadecimal."""
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream in pieces small enough for flat memory."""
    while piece := stream.read(limits.PIECE):
        yield piece
