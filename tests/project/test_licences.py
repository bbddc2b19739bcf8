"""No library brings conditions that Apache-2.0 could not keep: every licence of the tree is on the list."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

# Written as their authors write them; a new spelling is looked at by a person and then added here.
PERMITTED = {
    "apache 2.0",
    "apache software license",
    "apache-2.0",
    "apache-2.0 and mit",
    "apache-2.0 or bsd-3-clause",
    "bsd license",
    "bsd-2-clause",
    "bsd-3-clause",
    # pypdfium2; what its wheel carries beside PDFium is listed in its folder of licences and asks for no more.
    "bsd-3-clause, apache-2.0, dependency licenses",
    "mit",
    "mit license",
    "mit-0",
    "mit-cmu",
    "psf-2.0",
    "python software foundation license",
}
# Used as libraries that a user can exchange, unchanged by us: the reasons are in docs/decisions/0003-dependencies.md.
EXCEPTIONS = {
    "certifi": "mozilla public license 2.0",
    "pyside6-essentials": "lgpl-3.0-only or gpl-2.0-only or gpl-3.0-only",
    # Its metadata name none; the file in the wheel is the zlib licence, SQLCipher's own is BSD-3-Clause.
    "sqlcipher3": "none told",
    "shiboken6": "lgpl-3.0-only or gpl-2.0-only or gpl-3.0-only",
}


def _licences(found: Distribution) -> set[str]:
    """What a library says of its licence, in small letters: expression, else classifiers, else free text."""
    told = found.metadata
    if "License-Expression" in told:
        return {told["License-Expression"].lower()}
    kinds = [line for line in told.get_all("Classifier") or [] if line.startswith("License :: OSI Approved")]
    named = {re.sub(r" \([^)]*\)$", "", line.rpartition(" :: ")[2]).lower() for line in kinds}
    free = (told.get_all("License") or ["none told"])[0]
    return named - {"osi approved"} or {free.partition("\n")[0].lower()}


def test_every_library_of_the_program_has_a_licence_on_the_list(root: Path) -> None:
    lock = (root / "requirements" / "run.lock").read_text(encoding="utf-8")
    strange = {}
    for name, marker in re.findall(r"^([\w.-]+)==[^\s;\\]+(?: ; ([^\\\n]+))?", lock, flags=re.MULTILINE):
        try:
            found = _licences(distribution(name))
        except PackageNotFoundError:
            assert "win32" in marker, f"{name} is in the lock and not installed"
            continue
        if not found <= PERMITTED and found != {EXCEPTIONS.get(name)}:
            strange[name] = found
    assert strange == {}
