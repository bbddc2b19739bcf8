"""What the window remembers between starts: language, size, the files opened last. Nothing of the records."""

from __future__ import annotations

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
