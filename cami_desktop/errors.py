"""Exit codes and the errors that every room raises; only the window and the command line show them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line (documented in docs/format.md)."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    DAMAGED = 3
    CONFLICTS = 4


class CamiError(Exception):
    """An error told to the user in plain words.

    what: what happened; kept: what was kept or left unchanged; do: what to do next; details: for the log.
    """

    exit_code: Exit = Exit.FINDINGS

    def __init__(self, what: str, *, kept: str = "", do: str = "", details: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.do = do
        self.details = details

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.kept, self.do) if part)


class Refused(CamiError):
    """The wish is understood and cannot be granted: rules, ownership, permissions, a wrong passphrase."""

    exit_code = Exit.FINDINGS


class PassphraseNeeded(Refused):
    """A protected file can be opened only with its passphrase, and none was given."""


class WrongPassphrase(Refused):
    """A passphrase was given, and it does not open the file."""


class HeldElsewhere(Refused):
    """A workspace can be written by one opener at a time, and another one has it; it can still be read."""


class WrongUse(CamiError):
    """The command, the field or the value was not one that exists."""

    exit_code = Exit.USAGE


class DamagedInput(CamiError):
    """A file is not what it should be, is cut short, or cannot be read."""

    exit_code = Exit.DAMAGED


class ConflictsWait(CamiError):
    """The work was done, and differing values wait for a person to decide."""

    exit_code = Exit.CONFLICTS
