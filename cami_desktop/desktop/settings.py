"""What the window remembers between starts: language, size, the name, files opened last and how they were left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

MOST_RECENT = 8


def _store() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "CAMI", "CAMI Desktop")


def language() -> str:
    """The language chosen last; empty where none was."""
    return str(_store().value("language", ""))


def keep_language(code: str) -> None:
    """Remember the language."""
    _store().setValue("language", code)


def who() -> str:
    """The name under which a person's changes are noted, as given last; empty where none was."""
    return str(_store().value("who", ""))


def keep_who(name: str) -> None:
    """Remember the person's name."""
    _store().setValue("who", name)


def recent() -> list[Path]:
    """The workspaces opened last that are still there, newest first."""
    found = _store().value("recent", [])
    paths = [found] if isinstance(found, str) else list(found or [])  # type: ignore[call-overload]
    return [Path(path) for path in paths if Path(path).is_file()]


def keep_recent(path: Path) -> None:
    """Remember a workspace that was opened."""
    path = path.resolve()
    paths = [path, *(other for other in recent() if other != path)]
    _store().setValue("recent", [str(path) for path in paths[:MOST_RECENT]])


def geometry() -> QByteArray | None:
    """The window's place and size; None at the first start."""
    found = _store().value("geometry")
    return found if isinstance(found, QByteArray) else None


def keep_geometry(state: QByteArray) -> None:
    """Remember the window's place and size."""
    _store().setValue("geometry", state)


def second_place() -> Path | None:
    """The folder that gets a copy of each backup; None where none was chosen."""
    found = str(_store().value("second_place", ""))
    return Path(found) if found else None


def keep_second_place(path: Path | None) -> None:
    """Remember the folder for copies of backups, or that there is none."""
    _store().setValue("second_place", str(path) if path is not None else "")


def map_file() -> Path | None:
    """The person's own map (GeoJSON); None where the bundled one is in use."""
    found = str(_store().value("map_file", ""))
    return Path(found) if found else None


def keep_map_file(path: Path | None) -> None:
    """Remember the person's own map, or that the bundled one is in use."""
    _store().setValue("map_file", str(path) if path is not None else "")


def agenda_clock() -> bool:
    """Whether the minutes of the agenda item are shown beside the notes."""
    return str(_store().value("agenda_clock", "")) != "hidden"


def keep_agenda_clock(shown: bool) -> None:
    """Remember whether they are."""
    _store().setValue("agenda_clock", "" if shown else "hidden")


def table_layout(key: str) -> str:
    """How a table was arranged, as tables/remembered.py writes it; empty where it never was."""
    return str(_store().value(f"tables/{key}", ""))


def keep_table_layout(key: str, text: str) -> None:
    """Remember how a table was arranged; an empty text forgets it."""
    if text:
        _store().setValue(f"tables/{key}", text)
    else:
        _store().remove(f"tables/{key}")


def window_states() -> str:
    """How workspaces were left, as window_state.py writes it; empty where none was."""
    return str(_store().value("windows", ""))


def keep_window_states(text: str) -> None:
    """Remember how workspaces were left."""
    _store().setValue("windows", text)


def splitter(key: str) -> list[int]:
    """The pixels that a person gave to the parts of a place; empty where they were never moved."""
    found = str(_store().value(f"splitters/{key}", ""))
    return [int(part) for part in found.split()] if all(part.isdecimal() for part in found.split()) else []


def keep_splitter(key: str, sizes: Sequence[int]) -> None:
    """Remember the pixels of the parts of a place."""
    _store().setValue(f"splitters/{key}", " ".join(map(str, sizes)))
