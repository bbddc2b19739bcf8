"""A film of 1 GB added to a workspace and read back, against copying and hashing the file; time and memory."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio, seconds
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
SIZE = 1 << 30

MEMORY = """
import resource, sys
from pathlib import Path
from benchmarks.bench_attachments import through
through(Path(sys.argv[1]), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def film(path: Path, size: int) -> Path:
    """A file of so many bytes (whole MiB), in which no two pieces are alike."""
    with path.open("wb") as out:
        for n in range(size >> 20):
            out.write(hashlib.sha256(n.to_bytes(4, "big")).digest() * (1 << 15))
    return path


def through(file: Path, big: Path) -> None:
    """Make a workspace, add the file to it and read it back."""
    with Workspace.create(file, country="KG", who="benchmark") as workspace:
        source = workspace.save(Source(citation="a film", source_type="press"))
        added = workspace.add_attachment(source.id, big)
        read = sum(map(len, workspace.open_content(added.sha256 or "")))
        assert read == added.size == big.stat().st_size


def _peak(file: Path, big: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(file), str(big)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _floor(big: Path, copy: Path) -> None:
    shutil.copyfile(big, copy)
    for path in (big, big, copy):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")
    copy.unlink()


def run() -> list[Ratio]:
    """Time of one run; the peak memory of a process against one that does the same with 4 MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        big, small = film(folder / "film.mp4", SIZE), film(folder / "photo.jpg", 4 << 20)
        floor = seconds(lambda: _floor(big, folder / "copy"))
        ours = seconds(lambda: through(folder / "a.cami", big))
        (folder / "a.cami").unlink()
        peaks = _peak(folder / "b.cami", small), _peak(folder / "c.cami", big)
    return [
        Ratio("1 GB added and read back", floor=floor, ours=ours, goal=4),
        Ratio("memory for 1 GB against 4 MB", floor=peaks[0], ours=peaks[1], goal=1.3, unit="MB"),
    ]
