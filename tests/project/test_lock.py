"""The locks hold what pyproject asks for, with hashes, and the two agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

NAMES = ("run", "dev")


def _pins(root: Path, name: str) -> dict[str, str]:
    text = (root / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return {
        canonicalize_name(package): version for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.M)
    }


def _asked(root: Path, name: str) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    if name == "dev":
        lines += project["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_holds_every_dependency_within_its_bounds(root: Path, name: str) -> None:
    pins = _pins(root, name)
    for asked in _asked(root, name):
        assert Version(pins[canonicalize_name(asked.name)]) in asked.specifier, f"{asked}: run make lock"


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_of_a_lock_has_a_hash(root: Path, name: str) -> None:
    text = (root / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_dependency_has_a_lower_and_an_upper_bound(root: Path) -> None:
    for asked in _asked(root, "dev"):
        operators = {bound.operator for bound in asked.specifier}
        assert operators == {">=", "<"}, str(asked)


def test_what_is_developed_with_is_what_is_run(root: Path) -> None:
    run, dev = _pins(root, "run"), _pins(root, "dev")
    assert run == {name: dev[name] for name in run}
