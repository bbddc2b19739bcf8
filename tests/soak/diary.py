"""The pipe between the process that works and the one that kills it: each step is told before and after."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Iterator
from typing import Any

from tests.soak.model import Model, Step, plain

PIECE = 1 << 16


class Diary:
    """The working process's end: tells each step and keeps the same model, to know what its next step gives."""

    def __init__(self, pipe: int, model: Model) -> None:
        self.pipe = pipe
        self.model = model

    def tell(self, message: dict[str, Any]) -> None:
        """Write a line; what a kill leaves of a line was never told."""
        data = (json.dumps(message, ensure_ascii=False) + "\n").encode()
        while data:
            data = data[os.write(self.pipe, data) :]

    def begin(self, step: Step) -> None:
        """Tell what is going to be done."""
        step = dataclasses.replace(step, delta=plain(step.delta), back=plain(step.back))
        self.tell({"begin": dataclasses.asdict(step)})
        self.model.begin(step)

    def finish(self, made: str = "") -> None:
        """Tell that it is done: from now on nothing of it may be lost."""
        self.tell({"done": made})
        self.model.finish(made)

    @contextlib.contextmanager
    def step(self, step: Step) -> Iterator[None]:
        """A step that makes no file to be remembered."""
        self.begin(step)
        yield
        self.finish()


class Reader:
    """The killing process's end: takes lines as they come and moves its own model.

    begun are the steps in order, done those that were acknowledged, took the seconds of each sort.
    """

    def __init__(self, pipe: int, model: Model) -> None:
        self.pipe = pipe
        self.model = model
        self.begun: list[str] = []
        self.done: set[str] = set()
        self.took: dict[str, float] = {}
        self.failed = ""
        self._held = b""
        self._ended = False
        self._began = 0.0

    @property
    def ended(self) -> bool:
        """Whether the working process closed its end."""
        return self._ended

    def take(self) -> None:
        """Take what is there now; call it when the pipe can be read."""
        data = os.read(self.pipe, PIECE)
        self._ended = not data
        *lines, self._held = (self._held + data).split(b"\n")
        for line in lines:
            self._apply(json.loads(line))

    def drain(self) -> None:
        """Take everything up to the end of a process that is dead."""
        while not self._ended:
            self.take()

    def _apply(self, message: dict[str, Any]) -> None:
        if "begin" in message:
            step = Step(**message["begin"])
            self.model.begin(step)
            self.begun.append(step.what)
            self._began = time.monotonic()
        elif "done" in message:
            self.done.add(self.begun[-1])
            self.took[self.begun[-1]] = time.monotonic() - self._began
            self.model.finish(message["done"])
        else:
            self.failed = message["failed"]
