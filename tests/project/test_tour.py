"""The README's loop by hand works as it stands there, command by command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the README's commands are for a Unix shell")
def test_every_command_of_the_readme_works(root: Path, tmp_path: Path) -> None:
    page = (root / "README.md").read_text(encoding="utf-8")
    (tour,) = re.findall(r"^```sh\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    cami = 'cami() { "$PYTHON" -m cami_desktop "$@"; }\n'
    env = {
        **os.environ,
        "PYTHON": sys.executable,
        "PYTHONPATH": str(root),
        "PYTHONIOENCODING": "utf-8",
        "sample": str(root / "resources" / "sample"),
    }
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", cami + tour], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("genuine", "planned", "merged", "Receipt for submission 1", "regional.pdf"):
        assert words in done.stdout
    made = {path.name for path in tmp_path.iterdir()}
    assert {"region.cami", "kyrgyzstan.cami", "root.p12", "root.pem", "kg.p12", "out", "synthesis"} <= made
    assert not [name for name in made if name.endswith(("-wal", "-shm", "-journal", ".part"))]
