"""The longest time for which the window stands still in each of the flows of a working day, against 50 ms.

Each round is a process of its own with the real window, out of sight, on a workspace of ten thousand records.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.ratio import Ratio
from benchmarks.window_process import told_by

ROUNDS = 3
STILL = 0.05
"""Seconds after which a person notices that the window does not answer."""


def workspace(file: Path) -> Path:
    """Make a national workspace of ten thousand records of the kinds that a coordinator works with."""
    from cami_desktop.records import Record
    from cami_desktop.records.kinds import (
        Contribution,
        Meeting,
        Note,
        Organisation,
        Person,
        PopulationEstimate,
        Site,
        Source,
        SpeciesStatus,
        ThreatAssessment,
    )  # fmt: skip
    from cami_desktop.workspace.workspace import Workspace

    with Workspace.create(file, country="KZ", who="benchmark") as made:
        meeting = made.save(
            Meeting(title="Национальная встреча", cycle="cami-2014", meeting_kind="national_stakeholder",
                    starts_on="2014-05-20")
        )  # fmt: skip
        source = made.save(Source(citation="Aerial survey report", source_type="official_statistics"))

        def records() -> Iterator[Record]:
            yield SpeciesStatus(taxon="saiga", cycle="cami-2014", presence="1", trend="increasing")
            for n in range(2_000):
                yield ThreatAssessment(taxon="saiga", threat=("1", "1.1", "2.3")[n % 3], population=f"group {n:04d}")
            for n in range(1_000):
                yield PopulationEstimate(
                    taxon="saiga", population=f"group {n % 50:02d}", level="population", year=1974 + n % 50, best=n,
                    unit="individuals", method="aerial_transect", source=source.id,
                )  # fmt: skip
            for n in range(1_000):
                yield Organisation(name=f"Охотничье хозяйство {n}", organisation_type="national_government")
                yield Person(name=f"Айгерим {n}")
                yield Site(name=f"Урочище {n}")
                yield Source(citation=f"Report {n}", source_type="official_statistics")
            for n in range(500):
                yield Contribution(meeting=meeting.id, text=f"{n}. Больше постов у железной дороги.")
            for n in range(2_497):
                yield Note(meeting=meeting.id, text=f"{n}. Сайгаки у озера, около 120 голов.")

        made.save_all(list(records()))
    return file


def _round(file: Path, home: Path) -> dict[str, float]:
    """Seconds of the longest standstill by flow, of one process."""
    copy = Path(shutil.copy(file, home / "flows.cami"))
    told: dict[str, float] = told_by("flows_child", str(copy), home=home)
    return told


def run() -> list[Ratio]:
    """Every flow in processes of their own; medians of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        made = workspace(Path(folder) / "made.cami")
        rounds = []
        for number in range(ROUNDS):
            home = Path(folder) / str(number)
            home.mkdir()
            rounds.append(_round(made, home))
    return [
        Ratio(f"{flow}, of 50 ms", STILL, statistics.median(one[flow] for one in rounds), goal=1) for flow in rounds[0]
    ]
