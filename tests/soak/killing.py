"""Forks a working process, kills it at a random moment and has judged what it left; again and again."""

from __future__ import annotations

import copy
import logging
import os
import random
import selectors
import shutil
import signal
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from cami_desktop.workspace.workspace import Workspace
from tests.soak.activities import Activity, Place
from tests.soak.diary import Diary, Reader
from tests.soak.judge import Judge
from tests.soak.materials import Materials
from tests.soak.model import Model
from tests.soak.typist import WHO

PATIENCE = 60.0
"""Seconds in which a step must have begun; a process that hangs is a finding."""

AGAIN = 0.3
"""How often the one who opens the file after a kill is killed as well."""

FIRST_GUESS = 0.02
"""Seconds that a step is thought to take before it was seen once."""


@dataclass(slots=True)
class Tally:
    """What came of killing one activity; complaints are "lost: …", "half-made: …" and others.

    in_flight: kills within a step; again: those after which the first one to open the file was killed as well.
    """

    activity: str
    kills: int = 0
    again: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    compared: int = 0
    files: int = 0
    unfinished: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)

    def count(self, sort: str) -> int:
        """Complaints of a sort."""
        return sum(line.startswith(f"{sort}:") for line in self.complaints)


class Warnings(logging.Handler):
    """Takes what the program would write into its log; nothing here gives it a reason to."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.diary: Diary | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning; in a working process, tell it."""
        self.lines.append(record.getMessage())
        if self.diary is not None:
            self.diary.tell({"failed": record.getMessage()})


class Killer:
    """Kills one activity so many times. The moments depend on the machine, what is done on the seed alone."""

    def __init__(self, activity: Activity, materials: Materials, folder: Path, seed: int) -> None:
        self.activity = activity
        self.materials = materials
        self.folder = folder
        self.chance = random.Random(f"{seed} {activity.name}")
        self.pace: dict[str, float] = {}
        self.tally = Tally(activity.name)
        self.warnings = Warnings()

    def run(self, kills: int) -> Tally:
        """Kill so many times, in a new place after some rounds or where something was lost."""
        begin = time.monotonic()
        lives = 0
        logging.getLogger("cami").addHandler(self.warnings)
        while self.tally.kills < kills:
            lives += 1
            folder = self.folder / f"{self.activity.name} {lives}"
            self._in_one_place(folder, min(self.activity.rounds, kills - self.tally.kills))
            shutil.rmtree(folder)
        logging.getLogger("cami").removeHandler(self.warnings)
        self.tally.seconds = time.monotonic() - begin
        return self.tally

    def _in_one_place(self, folder: Path, rounds: int) -> None:
        place = Place(folder, folder / "Кыргызстан 2014.cami", self.materials)
        place.out.mkdir(parents=True)
        model = Model()
        model.start(self.activity.prepare(place))
        judge = Judge(place, model)
        for _round in range(rounds):
            complaints = self._kill_once(place, model, judge)
            self.tally.complaints += [f"{line} [{self.activity.name}, kill {self.tally.kills}]" for line in complaints]
            if complaints:
                break
        self.tally.acknowledged += model.acknowledged
        self.tally.compared += judge.compared
        self.tally.files += judge.files
        self.tally.unfinished += judge.left

    def _kill_once(self, place: Place, model: Model, judge: Judge) -> list[str]:
        reader = self._life(place, model)
        self.tally.kills += 1
        self.tally.in_flight += model.pending is not None
        if reader.failed:
            return [f"it failed by itself: {reader.failed}"]
        if self.chance.random() < AGAIN:
            self.tally.again += 1
            self._kill_who_opens(place)
        found = [*judge.after_kill(reader.done), *self.activity.check(place, model)]
        found += [f"a warning: {line}" for line in self.warnings.lines]
        self.warnings.lines.clear()
        return found

    def _life(self, place: Place, model: Model) -> Reader:
        """Let a child work until its moment has come."""
        seed = self.chance.getrandbits(64)
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            self._work(place, Diary(theirs, copy.deepcopy(model)), random.Random(seed))
        os.close(theirs)
        try:
            reader = Reader(ours, model)
            self._await_moment(reader)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            reader.drain()
        finally:
            os.close(ours)
        return reader

    def _kill_who_opens(self, place: Place) -> None:
        """Kill the one who finds what the kill left and is about to put it in order."""
        patience = self.chance.uniform(0, 2 * FIRST_GUESS)
        child = os.fork()
        if child == 0:
            try:
                Workspace.open(place.file, who=WHO).close()
            finally:
                os._exit(0)
        time.sleep(patience)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def _await_moment(self, reader: Reader) -> None:
        """Wait for the beginning of a step chosen by chance, then for a part of the time that such a step takes."""
        wanted, part = self.chance.randint(self.activity.first, self.activity.reach), self.chance.uniform(0, 1.1)
        moment = time.monotonic() + PATIENCE
        begun = 0
        with selectors.DefaultSelector() as waiting:
            waiting.register(reader.pipe, selectors.EVENT_READ)
            while not reader.ended and (left := moment - time.monotonic()) > 0:
                if not waiting.select(left):
                    break
                reader.take()
                if begun < wanted <= len(reader.begun):
                    begun = len(reader.begun)
                    moment = time.monotonic() + part * self.pace.get(reader.begun[wanted - 1], FIRST_GUESS)
        for what, seconds in reader.took.items():
            self.pace[what] = (self.pace.get(what, seconds) + seconds) / 2
        if begun < wanted and not reader.failed:
            reader.failed = f"after {len(reader.begun)} steps it hung or ended"

    def _work(self, place: Place, diary: Diary, chance: random.Random) -> NoReturn:
        """The life of a child: it ends here, whatever happens, and runs nothing of its parent's."""
        self.warnings.diary = diary
        try:
            self.activity.work(place, diary, chance)
        except BaseException:
            diary.tell({"failed": traceback.format_exc()})
        finally:
            os._exit(0)
