"""The papers cannot lie: commands, targets, decisions and links they name exist, and the other way round."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "resources").rglob("*.md"),
        *(ROOT / "tests").rglob("*.md"),
    ]
)


def _leaves(group: click.Group, words: tuple[str, ...]) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _leaves(command, (*words, name))
        elif not command.hidden:
            yield " ".join((*words, name))


@cache
def _commands() -> tuple[str, ...]:
    """Every command of the program, as it is typed: "cami key new"."""
    module = import_module("cami_desktop.cli")
    groups = [value for value in vars(module).values() if isinstance(value, click.Group)]
    inner = {id(command) for group in groups for command in group.commands.values()}
    (outermost,) = {id(group): group for group in groups if id(group) not in inner}.values()
    return tuple(sorted(_leaves(outermost, ("cami",))))


def test_every_command_is_named_in_the_papers() -> None:
    papers = "".join(page.read_text(encoding="utf-8") for page in PAGES if page.name in {"README.md", "format.md"})
    missing = [command for command in _commands() if not re.search(rf"\b{re.escape(command)}\b", papers)]
    assert missing == []


def test_every_command_named_in_the_papers_exists() -> None:
    """Code that begins with `cami`, in a block or in a line, names a command of today."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = re.findall(r"^(?:\$ )?(cami [a-z].*)$", _code_of(page), flags=re.MULTILINE)
        for line in [*lines, *re.findall(r"`(cami [a-z][^`]*)`", text)]:
            assert any(f"{line} ".startswith(f"{command} ") for command in _commands()), f"{page.name}: {line}"


def _code_of(page: Path) -> str:
    return "\n".join(
        re.findall(r"^```(?:\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    )


def test_every_make_target_is_named_in_the_papers() -> None:
    targets = re.findall(r"^([a-z]+):.*?##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    papers = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert [target for target in targets if f"make {target}" not in papers] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


def test_every_decision_is_listed_and_has_its_own_number() -> None:
    folder = ROOT / "docs" / "decisions"
    contents = (folder / "README.md").read_text(encoding="utf-8")
    decisions = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert decisions
    assert len({path.name[:4] for path in decisions}) == len(decisions), "two decisions have the same number"
    for path in decisions:
        assert f"({path.name})" in contents, f"{path.name} is not listed in docs/decisions/README.md"
        text = path.read_text(encoding="utf-8")
        assert re.match(r"# \d{4}\.? ", text), f"{path.name} begins with its number and title"


def _tracked_or_new() -> list[Path]:
    """The files of the repository: those git knows and those it would take, without what it ignores."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


MACHINE_PATH = re.compile(r"(?<![\w.$(){}*/~:-])/(?:home|root|tmp|opt|work|Users|mnt|srv)/\w")
HOST = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|\b[\w-]+\.(?:org|com|net|io|dev)\b")


def test_what_sets_up_names_no_address() -> None:
    """Packages come from wherever the pip of this machine is configured to take them."""
    files = [ROOT / "Makefile", ROOT / "pyproject.toml", *(ROOT / ".ci").iterdir()]
    files += [*(ROOT / "requirements").iterdir(), ROOT / "hatch_build.py"]
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not HOST.search(line), f"{path.relative_to(ROOT)}:{number}: {line}"


def test_no_file_names_a_path_of_one_machine() -> None:
    texts = {".py", ".md", ".sh", ".toml", ".lock", ".cfg", ".ini", ".po", ".pot", ".mako", ""}
    for path in _tracked_or_new():
        if path.suffix in texts:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                assert not MACHINE_PATH.search(line), f"{path.relative_to(ROOT)}:{number}: {line}"


def test_every_button_named_in_the_guide_is_in_the_program() -> None:
    """Words in bold are those of the window, in English as in Russian."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cami_desktop").rglob("*.py"))
    russian = (ROOT / "translations" / "ru" / "LC_MESSAGES" / "cami.po").read_text(encoding="utf-8")
    guides = sorted((ROOT / "docs" / "guide").glob("*.md"))
    assert {guide.name.replace(".ru.md", ".md") for guide in guides} == {"first-steps.md", "meetings.md"}
    for guide_file in guides:
        name, texts = guide_file.name, russian if guide_file.name.endswith(".ru.md") else sources
        guide = guide_file.read_text(encoding="utf-8")
        words = re.findall(r"\*\*(.+?)\*\*", guide)
        assert words
        assert [word for word in words if f'"{word}"' not in texts] == [], name
