"""Enrolment at the Secretariat: issuing certificates to coordinators, listing and revoking them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop import files
from cami_desktop.errors import Refused, WrongUse
from cami_desktop.loop.trusting import iso, read_file
from cami_desktop.words import _
from cami_desktop.workspace.ledger import Certificate, TrustedRoot
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.certificates import Shown
    from cami_desktop.exchange.keys import SigningKey


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A certificate in the Secretariat's list, with its state: valid, expired or revoked."""

    certificate: Certificate
    state: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, with the fingerprint in words."""
        from cami_desktop.exchange.fingerprint import words

        facts = {k: v for k, v in dataclasses.asdict(self.certificate).items() if k != "pem"}
        return facts | {"words": words(self.certificate.fingerprint), "state": self.state}


def issue(region: Workspace, request: Path, out: Path, root: SigningKey) -> Shown:
    """Issue the certificate for a request file, write it with the root to `out`, and enter it into the list.

    The officer has compared the fingerprint words with the coordinator. Raises Refused for a request that is not in
    order or an existing `out`, DamagedInput for a file that is no request.
    """
    from cami_desktop.exchange import certificates
    from cami_desktop.exchange.trust import certificates_in, pem_of

    _need_region(region)
    pem = certificates.issue(root, read_file(request), now=region.clock())
    issued = certificates_in(pem)[0]
    shown = certificates.show_certificate(issued)
    entry = Certificate(
        serial=shown.serial or "",
        pem=pem_of(issued).decode(),
        subject=shown.subject,
        country=shown.country or "",
        fingerprint=shown.fingerprint,
        issued_at=iso(region.clock()),
        not_after=iso(shown.not_after),
    )
    with region.transaction(_("Certificate for {name}").format(name=shown.name), origin="trust") as change:
        change.note(entry)
        _trust_own_root(region, change, root)
        with files.writing(out, overwrite=False) as file:
            file.write(pem)
    return shown


def _trust_own_root(region: Workspace, change: Any, root: SigningKey) -> None:
    known = region.ledger(TrustedRoot, fingerprint=root.fingerprint)
    if not known:
        change.note(TrustedRoot(root.fingerprint, root.certificate_pem.decode(), change.at))


def enrolled(region: Workspace) -> list[Enrolled]:
    """Every certificate that was issued, oldest first."""
    _need_region(region)
    now = iso(region.clock())

    def state(item: Certificate) -> str:
        if item.revoked_at:
            return "revoked"
        return "expired" if item.not_after < now else "valid"

    return [Enrolled(item, state(item)) for item in sorted(region.ledger(Certificate), key=lambda c: c.issued_at)]


def revoke(region: Workspace, serial: str, reason: str, root: SigningKey) -> Enrolled:
    """Withdraw a certificate from now on and renew the revocation list that verification uses.

    reason is an RFC 5280 name (key_compromise, superseded, …). Raises WrongUse for an unknown serial or reason.
    """
    from cami_desktop.exchange.certificates import Revocation, RevocationReason
    from cami_desktop.exchange.certificates import revoke as make_list

    _need_region(region)
    if reason not in [item.value for item in RevocationReason]:
        raise WrongUse(
            _("“{reason}” is no reason for a revocation.").format(reason=reason),
            do=_("Reasons: {names}").format(names=", ".join(item.value for item in RevocationReason)),
        )
    found = [item for item in region.ledger(Certificate) if item.serial.lower() == serial.lower()]
    if not found:
        raise WrongUse(_("No certificate with the serial number {serial} was issued.").format(serial=serial))
    now = iso(region.clock())
    entry = dataclasses.replace(found[0], revoked_at=found[0].revoked_at or now, reason=found[0].reason or reason)
    revoked = {item.serial: item for item in region.ledger(Certificate) if item.revoked_at} | {entry.serial: entry}
    lines = [
        Revocation(int(item.serial, 16), datetime.fromisoformat(item.revoked_at), RevocationReason(item.reason))
        for item in revoked.values()
        if item.revoked_at and item.reason
    ]
    crl = make_list(root, lines)
    with region.transaction(_("Revoked {name}").format(name=entry.subject), origin="trust") as change:
        change.note(entry)
        change.note(TrustedRoot(root.fingerprint, root.certificate_pem.decode(), now, crl))
    return Enrolled(entry, "revoked")


def _need_region(region: Workspace) -> None:
    if not region.info.regional:
        raise Refused(
            _("{name} is not a regional workspace.").format(name=region.path.name),
            do=_("Only the Secretariat's regional workspace keeps certificates."),
        )
