"""Activities that do wrong on purpose: a harness that does not catch every one of them proves nothing."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from cami_desktop.records.kinds import Gap
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.workspace import Workspace
from tests.soak.activities import Activity, Place, back_up, importer, national, opened
from tests.soak.diary import Diary
from tests.soak.look import blank_of, key_of, values_of
from tests.soak.model import EDIT, Step
from tests.soak.typist import Typist

PAUSE = 0.02
"""Seconds in which a kill is likely to come."""


def _gaps(workspace: Workspace, n: int) -> tuple[list[Gap], Step]:
    """So many new records, and the step that stores them as one."""
    made = [workspace.prepare(Gap(area="knowledge", text=f"Нет учёта {number}")) for number in range(n)]
    delta = {key_of(item): values_of(item) for item in made}
    return made, Step("group", EDIT, delta, {key_of(item): blank_of(item) for item in made})


def _acknowledges_early(place: Place, diary: Diary, _chance: random.Random) -> None:
    workspace = opened(place, diary)
    while True:
        made, step = _gaps(workspace, 1)
        diary.begin(step)
        diary.finish()
        time.sleep(PAUSE)
        workspace.save_all(made)


def _groups_in_pieces(place: Place, diary: Diary, _chance: random.Random) -> None:
    workspace = opened(place, diary)
    while True:
        made, step = _gaps(workspace, 8)
        with diary.step(step):
            for item in made:
                workspace.save(item)
                time.sleep(PAUSE)


def _forgets_drafts(place: Place, diary: Diary, _chance: random.Random) -> None:
    workspace = opened(place, diary)
    id_ = workspace.prepare(Gap(area="knowledge", text="…")).id
    while True:
        with diary.step(Step("draft", delta={f"draft {id_} text": "Нет учёта"})):
            time.sleep(PAUSE)


def _writes_past_the_history(place: Place, diary: Diary, _chance: random.Random) -> None:
    workspace = opened(place, diary)
    (made,), step = _gaps(workspace, 1)
    with diary.step(step):
        workspace.save(made)
    for n in range(10_000):
        values = {**values_of(made), "text": f"Нет учёта вовсе {n}"}
        with diary.step(Step("raw", delta={key_of(made): values})), closing(sqlite3.connect(place.file)) as connection:
            connection.execute("UPDATE gap SET text = ? WHERE id = ?", (values["text"], made.id))
            connection.commit()


def _piecewise(source: Path, target: Path) -> None:
    """Copy a file under its final name, as a program that thinks of no kill would."""
    data = source.read_bytes()
    with target.open("wb", buffering=0) as out:
        for start in range(0, len(data), len(data) // 8 + 1):
            out.write(data[start : start + len(data) // 8 + 1])
            time.sleep(PAUSE)


def _exports_under_the_final_name(place: Place, diary: Diary, chance: random.Random) -> None:
    opened(place, diary)
    while True:
        with diary.step(Step("export")):
            _piecewise(place.materials.books[0].path, place.out / f"table {chance.getrandbits(32)}.xlsx")


def _copies_under_the_final_name(place: Place, diary: Diary, chance: random.Random) -> None:
    workspace = opened(place, diary)
    Typist(workspace, diary, chance).add()
    made = workspace.back_up(Reason.ASKED)
    assert made is not None
    while True:
        with diary.step(Step("copy")):
            _piecewise(made.path, place.folder / f"copy {chance.getrandbits(32)}.cami")


def _loses_a_backup(place: Place, diary: Diary, chance: random.Random) -> None:
    workspace = opened(place, diary)
    Typist(workspace, diary, chance).add()
    while True:
        Path(back_up(place, workspace, diary, chance)).unlink()


def _sweeps_nothing(place: Place, diary: Diary, _chance: random.Random) -> None:
    opened(place, diary)
    (place.out / ".package.asice.part").touch()
    while True:
        with diary.step(Step("submit")):
            time.sleep(PAUSE)


SPOILT = {
    item.name: item
    for item in (
        Activity("acknowledges early", national, _acknowledges_early, first=2, reach=4),
        Activity("groups in pieces", national, _groups_in_pieces, first=2, reach=3),
        Activity("forgets drafts", national, _forgets_drafts, first=3, reach=4),
        Activity("writes past the history", national, _writes_past_the_history, first=4, reach=6),
        Activity("exports under the final name", importer, _exports_under_the_final_name, first=2, reach=3),
        Activity("copies under the final name", national, _copies_under_the_final_name, first=3, reach=4),
        Activity("loses a backup", national, _loses_a_backup, first=4, reach=6),
        Activity("sweeps nothing", national, _sweeps_nothing, first=3, reach=4),
    )
}
"""By name; what each must be caught for stands in test_harness."""
