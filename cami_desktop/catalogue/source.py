"""Reads the CSV sources of the catalogue for the builder: reference data, own lists, labels; knows no rows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from cami_desktop.errors import DamagedInput
from cami_desktop.words import LANGUAGES

Table = list[dict[str, str]]


def read_csv(path: Path) -> Table:
    """Return the rows of a CSV file, every cell stripped. Raises DamagedInput when the file is missing or ragged."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise DamagedInput(f"The reference data lack {path.name}.", details=str(error)) from error
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise DamagedInput(f"{path.name}, row {number}: the number of cells differs from the header.")
    return [{name: value.strip() for name, value in row.items()} for row in rows]


def split(text: str, separator: str = ";") -> list[str]:
    """Return the parts of a list written in one cell."""
    return [part.strip() for part in text.split(separator) if part.strip()]


def slug(text: str) -> str:
    """Return an ASCII code for a name: `Betpak-dala` -> `betpak_dala`; what stands in brackets is left out."""
    bare = re.sub(r"\(.*?\)", "", text)
    return re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")


class Source:
    """The two folders that the catalogue is built from."""

    def __init__(self, domain: Path, own: Path) -> None:
        self._domain = domain
        self._own = own
        self._labels = self._read_labels()
        self._used: set[tuple[str, str, str, str]] = set()

    def domain(self, name: str) -> Table:
        """Return a table of the reference data, e.g. `species` or `i18n/glossary`."""
        return read_csv(self._domain / f"{name}.csv")

    def own(self, name: str) -> Table:
        """Return a table of resources/catalogue/source."""
        return read_csv(self._own / f"{name}.csv")

    def _read_labels(self) -> dict[tuple[str, str, str, str], str]:
        """Return (language, list, edition, code) -> label from every labels_<language>.csv."""
        labels = {}
        for language in LANGUAGES:
            path = self._own / f"labels_{language}.csv"
            if path.exists():
                for row in read_csv(path):
                    labels[language, row["list"], row["edition"], row["code"]] = row["label"]
        return labels

    def labels(self, list_name: str, code: str, english: str, edition: str = "", **known: str) -> dict[str, str]:
        """Return the labels of a code by language: English, those in the reference data, those of our own files.

        A label of our own beside one of the reference data is an error: one definition per fact.
        """
        found = {"en": english, **{language: text for language, text in known.items() if text}}
        for language in LANGUAGES:
            key = (language, list_name, edition, code)
            if key not in self._labels:
                continue
            if language in found:
                raise DamagedInput(f"labels_{language}.csv: {list_name} {code} has a label already.")
            found[language] = self._labels[key]
            self._used.add(key)
        return found

    def refuse_unused_labels(self) -> None:
        """Raise DamagedInput when a label of our own belongs to no code: a code was renamed or mistyped."""
        unused = sorted(set(self._labels) - self._used)
        if unused:
            raise DamagedInput("Labels without a code: " + "; ".join(" ".join(key) for key in unused[:10]))
