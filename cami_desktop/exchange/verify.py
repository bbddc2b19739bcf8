"""Verifies a package file from outside to inside and gives a verdict; reads no records and changes nothing."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop.exchange import asic, xmlsafe
from cami_desktop.exchange.cades import BadSignature, check_detached
from cami_desktop.exchange.container import Container, ContainerProblem, EntryChanged, open_container
from cami_desktop.exchange.signer_check import judge_signer
from cami_desktop.exchange.trust import Trust
from cami_desktop.exchange.verdict import Finding, Verdict, finding

if TYPE_CHECKING:
    from cryptography import x509

MANIFEST_JSON = "manifest.json"
ATTACHMENTS = "attachments/"

_MOST_SMALL = 32 << 20
# Signing workbook, report and package takes minutes at most.
_SAME_HOUR = timedelta(hours=1)


def verify_package(path: Path, trust: Trust, at: datetime | None = None) -> Verdict:
    """Check a package completely and say what it is worth, as of `at` (default: now).

    Checked are the outer build, the digest of every part against the signed list (both ways), the CAdES signature, the
    signer's certificate, the signatures of the documents inside, and the attachments against manifest.json. A hostile
    file gives a verdict, never an exception; DamagedInput is raised only when the file cannot be read at all.
    """
    verdict = Verdict(str(path), 0, "")
    try:
        with open_container(path) as container:
            verdict.size, verdict.digest = container.size, container.digest()
            _check(container, trust, (at or datetime.now(UTC)).astimezone(UTC), verdict)
    except ContainerProblem as problem:
        verdict.findings.append(Finding(problem.finding_id, problem.what, problem.details))
        if not verdict.digest:
            with path.open("rb") as file:
                verdict.digest, verdict.size = asic.digest_of(file), file.tell()
    return verdict


def _check(container: Container, trust: Trust, at: datetime, verdict: Verdict) -> None:
    found = verdict.findings
    for name in (asic.MIMETYPE_NAME, asic.MANIFEST_NAME, asic.SIGNATURE_NAME, MANIFEST_JSON):
        if name not in container.entries:
            found.append(finding("part-missing", name=name))
    if found:
        return
    digests = _digests(container, found)
    _check_mimetype(container, digests, found)
    if asic.MANIFEST_NAME not in digests or asic.SIGNATURE_NAME not in digests:
        return
    listing = container.read(asic.MANIFEST_NAME, _MOST_SMALL)
    try:
        listed = listed_digests(listing)
    except (xmlsafe.UnsafeXml, ValueError) as error:
        found.append(finding("list-unreadable", details=str(error)))
        return
    _compare_listing(container, digests, listed, found)
    verdict.entries = {name: digests[name] for name in listed if digests.get(name) == listed[name]}
    try:
        by = check_detached(
            container.read(asic.SIGNATURE_NAME, _MOST_SMALL), bytes.fromhex(digests[asic.MANIFEST_NAME])
        )
    except BadSignature as error:
        found.append(finding("signature-invalid", details=str(error)))
        return
    if MANIFEST_JSON in verdict.entries:
        verdict.manifest = _manifest(container, found)
    judge_signer(by, trust, at, verdict)
    _check_documents(container, by.certificate, verdict)
    if verdict.manifest is not None:
        _check_attachments(container, verdict.manifest, verdict.entries, found)


def _digests(container: Container, found: list[Finding]) -> dict[str, str]:
    """Return the SHA-256 of every entry whose bytes fit their check sum; the others become findings."""
    digests: dict[str, str] = {}
    for name in container.entries:
        try:
            digests[name] = container.sha256(name)
        except EntryChanged as error:
            found.append(finding("entry-changed", name=name, details=error.what))
    return digests


def _check_mimetype(container: Container, digests: dict[str, str], found: list[Finding]) -> None:
    first = container.entries[asic.MIMETYPE_NAME]
    plain = first.header_at == 0 and first.method == 0
    if asic.MIMETYPE_NAME in digests and (not plain or container.read(asic.MIMETYPE_NAME) != asic.MIMETYPE):
        found.append(finding("not-a-package", details="mimetype is not first, not plain, or of another kind"))


def listed_digests(listing: bytes) -> dict[str, str]:
    """Read an ASiCManifest: entry name -> SHA-256 in hexadecimal. Raises UnsafeXml or ValueError if not ours."""
    root = xmlsafe.parse(listing)
    if root.tag != f"{{{asic.ASIC_NAMESPACE}}}ASiCManifest":
        raise ValueError("not an ASiCManifest")
    signatures = [line.get("URI") for line in root.iterchildren(f"{{{asic.ASIC_NAMESPACE}}}SigReference")]
    if signatures != [asic.SIGNATURE_NAME]:
        raise ValueError("does not name the signature")
    listed: dict[str, str] = {}
    for line in root.iterchildren(f"{{{asic.ASIC_NAMESPACE}}}DataObjectReference"):
        name = line.get("URI", "")
        method = line.find(f"{{{asic.DSIG_NAMESPACE}}}DigestMethod")
        value = line.findtext(f"{{{asic.DSIG_NAMESPACE}}}DigestValue") or ""
        if name in listed or method is None or method.get("Algorithm") != asic.SHA256_URI:
            raise ValueError(f"{name!r} is listed twice or without SHA-256")
        listed[name] = b64decode(value, validate=True).hex()
    return listed


def _compare_listing(
    container: Container, digests: dict[str, str], listed: dict[str, str], found: list[Finding]
) -> None:
    unlisted = {asic.MIMETYPE_NAME, asic.MANIFEST_NAME, asic.SIGNATURE_NAME}
    for name in container.entries:
        if name not in listed and name not in unlisted:
            found.append(finding("entry-added", name=name))
    for name, digest in listed.items():
        if name not in container.entries or name in unlisted:
            found.append(finding("entry-removed", name=ascii(name)[1:-1]))
        elif name in digests and digests[name] != digest:
            found.append(finding("entry-changed", name=name))


def _manifest(container: Container, found: list[Finding]) -> dict[str, Any] | None:
    try:
        manifest = json.loads(
            container.read(MANIFEST_JSON, _MOST_SMALL).decode("utf-8"),
            object_pairs_hook=_without_twins,
            parse_constant=_refuse_constant,
        )
        if not isinstance(manifest, dict):
            raise ValueError("not an object")
    except (ValueError, RecursionError) as error:
        found.append(finding("manifest-unreadable", details=str(error)))
        return None
    return manifest


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("one key twice")
    return plain


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check_documents(container: Container, certificate: x509.Certificate, verdict: Verdict) -> None:
    """Check the own signatures of workbooks and PDFs that lie beside the manifest; attachments may be anything."""
    from cami_desktop.exchange.opc_check import check_workbook_signature
    from cami_desktop.exchange.pades_check import check_pdf_signature

    for name in verdict.entries:
        if "/" in name or not name.endswith((".xlsx", ".pdf")):
            continue
        data = container.read(name)
        if name.endswith(".pdf"):
            pdf = check_pdf_signature(data)
            later = f"{pdf.later_bytes} bytes" if pdf.later_bytes else ""
            problem = _document_problem(pdf.signed, pdf.valid, later, "")
            details, signed_at, own = pdf.problem or later, pdf.signed_at, pdf.certificate
        else:
            workbook = check_workbook_signature(data)
            missing = ", ".join(workbook.not_covered[:10])
            problem = _document_problem(workbook.signed, workbook.valid, "", missing)
            details, signed_at, own = workbook.problem or missing, workbook.signed_at, workbook.certificate
        if problem is None and own != certificate:
            problem = "document-other-signer"
        if problem is not None:
            verdict.findings.append(finding(problem, name=name, details=details))
        elif verdict.signed_at and (signed_at is None or abs(signed_at - verdict.signed_at) > _SAME_HOUR):
            verdict.findings.append(finding("clocks-differ", name=name, details=str(signed_at)))


def _document_problem(signed: bool, valid: bool, later: str, missing: str) -> str | None:
    if not signed:
        return "document-unsigned"
    if later:
        return "document-later-changes"
    if not valid:
        return "document-invalid"
    return "document-partly" if missing else None


def _check_attachments(
    container: Container, manifest: dict[str, Any], entries: dict[str, str], found: list[Finding]
) -> None:
    """Compare attachments with what manifest.json says of them: id (the entry's name), size and SHA-256."""
    described = manifest.get("attachments", [])
    if not isinstance(described, list) or not all(isinstance(line, dict) for line in described):
        found.append(finding("manifest-unreadable", details="attachments is not a list of objects"))
        return
    held = {_attachment_id(name): name for name in container.entries if name.startswith(ATTACHMENTS)}
    for line in described:
        id_ = str(line.get("id"))
        name = held.pop(id_, None)
        if name is None:
            found.append(finding("attachment-missing", name=str(line.get("name") or id_)))
        elif line.get("size") != container.entries[name].size or line.get("sha256") != entries.get(name):
            found.append(finding("attachment-differs", name=str(line.get("name") or id_), details=name))
    found.extend(finding("attachment-unknown", name=name) for name in held.values())


def _attachment_id(name: str) -> str:
    return name.removeprefix(ATTACHMENTS).partition(".")[0]
