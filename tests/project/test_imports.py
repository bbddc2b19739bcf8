"""What is loaded when: heavy libraries stay away until the room that needs them is entered, and all are declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

# Everything that costs more than a few milliseconds and that the first window can do without.
HEAVY = {
    "sqlalchemy",
    "sqlcipher3",
    "alembic",
    "openpyxl",
    "python_calamine",
    "reportlab",
    "pyhanko",
    "pypdfium2",
    "cryptography",
    "lxml",
    "babel",
    "aiohttp",
}


def _loaded_by(root: Path, statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after the statement."""
    code = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_records_load_without_any_heavy_library(root: Path) -> None:
    assert not _loaded_by(root, "import cami_desktop.records") & HEAVY


def test_the_window_keeps_no_sources_in_memory(root: Path) -> None:
    code = (
        "import linecache, cami_desktop.desktop.main_window as window\n"
        "import cami_desktop.desktop.places.meetings.place as place\n"
        "print(len(window.__dict__) > 9 and place is not None, [name for name in linecache.cache if 'cami' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "True []"), done.stderr


@pytest.mark.parametrize(
    "module", ["errors", "assets", "words", "catalogue", "exchange", "merge", "synthesis", "workspace"]
)
def test_a_room_can_be_entered_without_its_heavy_libraries(root: Path, module: str) -> None:
    assert not _loaded_by(root, f"import cami_desktop.{module}") & HEAVY


def test_the_way_to_the_first_window_loads_no_heavy_library(root: Path) -> None:
    modules = ("__main__", "application", "main_window")
    loaded = _loaded_by(root, "; ".join(f"import cami_desktop.desktop.{name}" for name in modules))
    assert "PySide6" in loaded
    assert not loaded & HEAVY


def test_the_command_line_starts_without_heavy_libraries_and_without_qt(root: Path) -> None:
    assert not _loaded_by(root, "import cami_desktop.cli") & (HEAVY | {"PySide6"})


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_the_program_imports_is_declared(root: Path) -> None:
    """The modules `build` are the developers' (make words, make catalogue) and may use the developers' libraries."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_plain(re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0]) for line in project["dependencies"]}
    distributions = packages_distributions()
    files = [*(root / "cami_desktop").rglob("*.py"), *(root / "migrations").rglob("*.py")]
    files = [path for path in files if path.name != "build.py"]
    undeclared = {
        f"{path.relative_to(root)}: {name}"
        for path in files
        for name in _imported(path) - sys.stdlib_module_names - {"cami_desktop", "shiboken6"}
        if not {_plain(found) for found in distributions.get(name, [name])} & declared
    }
    assert undeclared == set()
