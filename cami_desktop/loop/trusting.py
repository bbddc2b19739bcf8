"""Whom a workspace trusts: its root certificates with their revocation lists."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.words import _
from cami_desktop.workspace.ledger import TrustedRoot
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.certificates import Shown
    from cami_desktop.exchange.trust import Trust


def trust_of(workspace: Workspace) -> Trust:
    """The roots and revocation lists that the workspace trusts."""
    from cami_desktop.exchange.trust import Trust

    roots = workspace.ledger(TrustedRoot)
    return Trust(
        roots=tuple(root.pem.encode() for root in roots), crls=tuple(root.crl for root in roots if root.crl is not None)
    )


def trust_file(path: Path) -> Trust:
    """Trust as a file gives it: PEM certificates, and revocation lists where it holds any."""
    from cami_desktop.exchange.trust import Trust

    data = read_file(path)
    return Trust(roots=(data,), crls=(data,) if b"X509 CRL" in data else ())


def trust(workspace: Workspace, path: Path) -> Shown:
    """Trust the root certificate of a file from now on, and say whose it is.

    The caller has compared the fingerprint with the Secretariat's. Raises DamagedInput where the file holds no
    certificate, Refused where it is not a root.
    """
    from cami_desktop.exchange import trust as certificates
    from cami_desktop.exchange.certificates import show_certificate

    root = certificates.certificates_in(read_file(path))[-1]
    if not certificates.may_issue(root):
        raise Refused(
            _("{name} is not the Secretariat's root certificate.").format(name=path.name),
            kept=_("Nothing was changed."),
            do=_("Ask the Secretariat for its root certificate (root.pem)."),
        )
    shown = show_certificate(root)
    with workspace.transaction(_("Trusted {name}").format(name=shown.name), origin="trust") as change:
        known = workspace.ledger(TrustedRoot, fingerprint=shown.fingerprint)
        crl = known[0].crl if known else None
        change.note(TrustedRoot(shown.fingerprint, certificates.pem_of(root).decode(), change.at, crl))
    return shown


def read_file(path: Path) -> bytes:
    """The bytes of a small file. Raises DamagedInput where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedInput(_("{path} cannot be read.").format(path=path), details=str(error)) from error


def iso(moment: datetime.datetime | None) -> str:
    """A moment in UTC as the ledgers write it; blank for none."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
