"""The six final words about a package, and every finding that leads to one of them, in one table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cami_desktop.words import N_, _


class VerdictWord(StrEnum):
    """What is said about a package; from the best to the worst."""

    GENUINE = "genuine"
    GENUINE_EXPIRED = "genuine-expired"
    UNKNOWN_SIGNER = "unknown-signer"
    REVOKED = "revoked"
    ALTERED = "altered"
    DAMAGED = "damaged"


_WORDS = tuple(VerdictWord)
_NOTE = VerdictWord.GENUINE
_EXPIRED = VerdictWord.GENUINE_EXPIRED
_UNKNOWN = VerdictWord.UNKNOWN_SIGNER
_ALTERED = VerdictWord.ALTERED
_DAMAGED = VerdictWord.DAMAGED

FINDINGS = MappingProxyType(
    {
        # The file as such.
        "cut-short": (_DAMAGED, N_("The file is cut short: its end is missing.")),
        "not-a-package": (_DAMAGED, N_("The file is not a package of CAMI Desktop.")),
        "bad-structure": (_DAMAGED, N_("The file was damaged on the way, or packed again by another program.")),
        "unsafe-name": (_DAMAGED, N_("The package holds a part with a name that is not allowed: {name}.")),
        "encrypted": (_DAMAGED, N_("The part {name} is locked with a password; packages never are.")),
        "too-large": (_DAMAGED, N_("The package or its part {name} is larger than allowed.")),
        "part-missing": (_DAMAGED, N_("The package is incomplete: {name} is missing.")),
        "manifest-unreadable": (_DAMAGED, N_("The package's own description (manifest.json) cannot be understood.")),
        # What was signed and what is there.
        "entry-changed": (_ALTERED, N_("{name} was changed after the package was signed.")),
        "entry-added": (_ALTERED, N_("{name} was added after the package was signed.")),
        "entry-removed": (_ALTERED, N_("{name} was taken out after the package was signed.")),
        "list-unreadable": (_ALTERED, N_("The signed list of parts cannot be read.")),
        "signature-invalid": (_ALTERED, N_("The signature of the package does not fit its contents.")),
        "attachment-differs": (_ALTERED, N_("The attachment {name} is not the one that the package describes.")),
        "attachment-missing": (_ALTERED, N_("The package describes an attachment that is not there: {name}.")),
        "attachment-unknown": (_ALTERED, N_("The package holds an attachment that it does not describe: {name}.")),
        # The documents inside, each with a signature of its own.
        "document-unsigned": (_ALTERED, N_("{name} bears no signature of its own.")),
        "document-invalid": (_ALTERED, N_("The signature inside {name} does not fit the document.")),
        "document-partly": (_ALTERED, N_("The signature inside {name} does not cover the whole document.")),
        "document-later-changes": (_ALTERED, N_("{name} was added to after it had been signed.")),
        "document-other-signer": (_ALTERED, N_("{name} was signed with another key than the package.")),
        # The signer.
        "signer-self-signed": (_UNKNOWN, N_("The signer's key was not yet confirmed by the Secretariat.")),
        "signer-unknown": (_UNKNOWN, N_("The signer's certificate comes from nobody whom you trust.")),
        "key-not-for-signing": (_UNKNOWN, N_("The signer's certificate does not allow signing documents.")),
        "wrong-country": (_UNKNOWN, N_("The signer is confirmed for {signer}, but the package speaks for {country}.")),
        "wrong-role": (_UNKNOWN, N_("The signer may not sign a package of this kind ({kind}).")),
        "signed-after-expiry": (
            _UNKNOWN,
            N_("The signer's certificate had already ended when the package was signed."),
        ),
        "no-signing-time": (_UNKNOWN, N_("The signature does not say when it was made.")),
        "revoked": (VerdictWord.REVOKED, N_("The signer's certificate was withdrawn on {date}.")),
        "revoked-since": (_EXPIRED, N_("Valid when signed; the signer's certificate was withdrawn later, on {date}.")),
        "expired-since": (_EXPIRED, N_("Valid when signed; the signer's certificate has ended since, on {date}.")),
        # Worth knowing; they change no verdict.
        "clock-behind": (_NOTE, N_("The signer's clock was behind: it claims a time before the certificate was made.")),
        "clock-ahead": (_NOTE, N_("The signer's clock was ahead: the claimed signing time lies in the future.")),
        "clocks-differ": (_NOTE, N_("{name} claims to have been signed at another time than the package.")),
        "crl-old": (_NOTE, N_("Your list of withdrawn certificates is out of date since {date}.")),
        "crl-not-believed": (
            _NOTE,
            N_("A list of withdrawn certificates was left aside: it is not the Secretariat's."),
        ),
    }
)
"""Finding id -> the verdict it leads to at least (genuine: only a note), and its sentence. Ids and words are final."""


@dataclass(frozen=True)
class Finding:
    """One thing found: a stable id, a plain sentence in the reader's language, and details for the curious."""

    id: str
    message: str
    details: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return plain values for JSON."""
        return {"id": self.id, "message": self.message, "details": self.details}


def finding(id_: str, *, details: str = "", **values: object) -> Finding:
    """Make a finding of the table; `values` fill its sentence."""
    return Finding(id_, _(FINDINGS[id_][1]).format(**values), details)


@dataclass
class Verdict:
    """All that is known about a package file after checking it; `verdict` follows from the findings alone.

    digest: SHA-256 of the file; entries: SHA-256 of every signed part; signed_at is the claim of the signer's clock.
    """

    path: str
    size: int
    digest: str
    findings: list[Finding] = field(default_factory=list)
    signer: str | None = None
    country: str | None = None
    fingerprint: str | None = None
    serial: str | None = None
    signed_at: datetime | None = None
    not_after: datetime | None = None
    manifest: dict[str, Any] | None = None
    entries: dict[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> VerdictWord:
        """The worst word that any finding leads to."""
        ranks = [_WORDS.index(FINDINGS[found.id][0]) for found in self.findings]
        return _WORDS[max(ranks, default=0)]

    @property
    def acceptable(self) -> bool:
        """Whether the package comes from a confirmed signer and is unchanged (genuine or genuine-expired)."""
        return self.verdict in (VerdictWord.GENUINE, VerdictWord.GENUINE_EXPIRED)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, with the least keys of `cami verify --json`."""
        manifest = self.manifest or {}
        return {
            "package": self.path,
            "verdict": self.verdict.value,
            "signer": self.signer,
            "country": self.country,
            "fingerprint": self.fingerprint,
            "serial": self.serial,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "not_after": self.not_after.isoformat() if self.not_after else None,
            "digest": self.digest,
            "size": self.size,
            "findings": [found.as_dict() for found in self.findings],
            "counts": manifest.get("counts", {}),
        }
