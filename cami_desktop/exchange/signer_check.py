"""Judges the signer of a package: who issued the certificate, for which country and role, and when it held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cami_desktop.exchange import keys, trust
from cami_desktop.exchange.cades import SignedBy
from cami_desktop.exchange.certificates import RevocationReason, show_certificate
from cami_desktop.exchange.verdict import Verdict, finding

if TYPE_CHECKING:
    from cryptography import x509

SECRETARIAT_KINDS = frozenset({"receipt", "catalogue"})
"""Kinds of package that only the root may sign; all others only a coordinator."""

_CLOCK_LEEWAY = timedelta(hours=1)

# After these a key's earlier signatures stay good, if the claimed time is believed. A stolen key can claim any time,
# so with every other reason nothing that it ever signed is believed without a receipt.
_HARMLESS = frozenset({RevocationReason.SUPERSEDED, RevocationReason.LEFT_OFFICE, RevocationReason.CEASED})


def judge_signer(by: SignedBy, trusted: trust.Trust, at: datetime, verdict: Verdict) -> None:
    """Fill in the signer's part of a verdict and add its findings; `at` is the time of asking."""
    certificate = by.certificate
    shown = show_certificate(certificate)
    verdict.signer, verdict.country, verdict.fingerprint = shown.name, shown.country, shown.fingerprint
    verdict.serial, verdict.not_after, verdict.signed_at = shown.serial, shown.not_after, by.signed_at
    found = verdict.findings
    if not trust.may_sign(certificate):
        found.append(finding("key-not-for-signing"))
    root = trust.find_root(certificate, trusted)
    _check_role(certificate, root, verdict)
    if root is None:
        found.append(finding("signer-self-signed" if shown.self_signed else "signer-unknown", details=shown.subject))
    else:
        _check_revocation(certificate, root, trusted, at, verdict)
    _check_times(certificate, at, verdict)


def _check_role(certificate: x509.Certificate, root: x509.Certificate | None, verdict: Verdict) -> None:
    """A coordinator speaks for one country; receipts and catalogues, and nothing else, are the Secretariat's."""
    manifest = verdict.manifest
    if manifest is None:
        return
    kind = str(manifest.get("kind"))
    by_root = root is not None and certificate == root
    if root is not None and by_root != (kind in SECRETARIAT_KINDS):
        verdict.findings.append(finding("wrong-role", kind=kind))
    country = keys.country_of(certificate.subject)
    if kind not in SECRETARIAT_KINDS and not by_root and country != manifest.get("country"):
        verdict.findings.append(finding("wrong-country", signer=country or "–", country=str(manifest.get("country"))))


def _check_revocation(
    certificate: x509.Certificate, root: x509.Certificate, trusted: trust.Trust, at: datetime, verdict: Verdict
) -> None:
    lists = trust.revocations(root, trusted)
    if lists.not_believed:
        verdict.findings.append(finding("crl-not-believed", details=str(lists.not_believed)))
    if lists.next_update is not None and lists.next_update < at:
        verdict.findings.append(finding("crl-old", date=_day(lists.next_update)))
    entry = lists.entries.get(certificate.serial_number)
    if entry is None or entry.at > at:
        return
    later = verdict.signed_at is not None and verdict.signed_at < entry.at
    id_ = "revoked-since" if later and entry.reason in _HARMLESS else "revoked"
    verdict.findings.append(finding(id_, date=_day(entry.at), details=entry.reason))


def _check_times(certificate: x509.Certificate, at: datetime, verdict: Verdict) -> None:
    """Compare the claimed time with the certificate's; the claim is reported, and believed where it can be true."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    claimed = verdict.signed_at
    if claimed is None:
        verdict.findings.append(finding("no-signing-time"))
        return
    if claimed < begins:
        # The certificate lies inside the signature, so it was there first: only the clock can be wrong.
        verdict.findings.append(finding("clock-behind", details=f"{claimed.isoformat()} < {begins.isoformat()}"))
    if claimed > at + _CLOCK_LEEWAY:
        verdict.findings.append(finding("clock-ahead", details=f"{claimed.isoformat()} > {at.isoformat()}"))
    if min(claimed, at) > ends:
        verdict.findings.append(finding("signed-after-expiry", details=ends.isoformat()))
    elif at > ends:
        verdict.findings.append(finding("expired-since", date=_day(ends)))


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
