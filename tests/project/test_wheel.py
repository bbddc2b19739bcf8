"""The wheel is complete: built, installed outside the checkout, it runs the demo without it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def _run(command: list[str], cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)], cwd=folder)
    (built,) = folder.glob("cami_desktop-*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment that holds the wheel and, of everything else, only the libraries.

    They are lent from the environment of the tests by a path file: path files there, and with them the
    editable installation, are not followed, so the checkout stays out of reach.
    """
    place = tmp_path_factory.mktemp("installed") / "env"
    venv.create(place, with_pip=False)
    base = {"base": str(place), "platbase": str(place)}
    scheme = "nt" if os.name == "nt" else "posix_prefix"
    site, bin_ = (Path(sysconfig.get_path(name, scheme, base)) for name in ("purelib", "scripts"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(place), "--disable-pip-version-check", "-qq"]
    _run([*pip, "install", "--no-index", "--no-deps", "--ignore-installed", str(wheel)], cwd=place)
    return bin_


def _outside(folder: Path) -> dict[str, str]:
    """An environment without a way back to the checkout."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "PYTHONIOENCODING": "utf-8",
        "TMPDIR": str(folder),
    }


def test_the_wheel_carries_every_data_file_of_the_checkout(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    expected = {
        f"cami_desktop/_data/{path.relative_to(root).as_posix()}"
        for name in ("resources", "migrations", "translations")
        for path in (root / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert expected - inside == set()


def test_the_wheel_carries_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {"cami_desktop", next(top for top in tops if top.endswith(".dist-info"))}


def test_the_installed_program_does_not_see_the_checkout(root: Path, scripts: Path, tmp_path: Path) -> None:
    code = "import cami_desktop, sys; print(cami_desktop.__file__); print(*sys.path, sep='\\n')"
    where, *path = _run([str(scripts / "python"), "-c", code], cwd=tmp_path, env=_outside(tmp_path)).splitlines()
    assert Path(where).is_relative_to(scripts.parent)
    assert str(root) not in path


def test_the_demo_runs_from_the_installed_wheel(scripts: Path, tmp_path: Path) -> None:
    _run([str(scripts / "cami"), "demo", str(tmp_path / "demo")], cwd=tmp_path, env=_outside(tmp_path))
    assert (tmp_path / "demo" / "region.cami").is_file()
    assert len(list((tmp_path / "demo" / "packages").glob("*.asice"))) == 5
