"""The tour: a bar below the place that leads a newcomer through the sample to a signed submission, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.records.kinds import Note, PopulationEstimate
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


@dataclass(frozen=True, slots=True)
class Mark:
    """What was there when the tour began, to see what the person has done since."""

    estimates: frozenset[str]
    notes: frozenset[str]
    accepted: int
    packages: int
    change: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, where it is done, and how to see that it was done (None: reading it is enough)."""

    title: str
    text: str
    place: str
    memory: str = ""
    done: Callable[[Session, Mark], bool] | None = None


def mark_of(session: Session) -> Mark:
    """What is there now."""
    return Mark(
        frozenset(record.id for record in session.all(PopulationEstimate)),
        frozenset(record.id for record in session.all(Note)),
        _accepted(session),
        _packages(session),
        session.workspace.last_change(),
    )


def _accepted(session: Session) -> int:
    return sum(len(record.accepted) for record in session.records if not record.deleted)


def _packages(session: Session) -> int:
    from cami_desktop.workspace.ledger import Submission

    return len(session.workspace.ledger(Submission, direction="sent"))


def _undone(session: Session, mark: Mark) -> bool:
    return any(entry.change.origin == "undo" for entry in session.workspace.changes_since(mark.change))


STEPS: tuple[Step, ...] = (
    Step(
        N_("Welcome"),
        N_(
            "This is a workspace with the sample data of a country: nothing in it is sent anywhere. Home shows "
            "what comes next and how far each species is. A click on a mark leads to its form."
        ),
        "home",
    ),
    Step(
        N_("Enter a population estimate"),
        N_(
            "Choose a species at the left, then Population: press Insert in the table and fill in year, best "
            "estimate, method and source. Every field is stored when you leave it; there is no Save button. The "
            "chart follows at once."
        ),
        "species",
        "/population",
        lambda session, mark: any(record.id not in mark.estimates for record in session.all(PopulationEstimate)),
    ),
    Step(
        N_("Take something back"),
        N_("Ctrl+Z takes the last change back, Ctrl+Shift+Z does it again, also after a restart. Try it once."),
        "species",
        "/population",
        _undone,
    ),
    Step(
        N_("Write a note of a meeting"),
        N_("Meetings, Notes: type what is said and press Enter. The note is stored with its time."),
        "meetings",
        "/notes",
        lambda session, mark: any(record.id not in mark.notes for record in session.all(Note)),
    ),
    Step(
        N_("Look at what the rules found"),
        N_(
            "Check lists what is missing or looks wrong. Enter goes to the field. A warning that is right as it "
            "stands is accepted with a reason: F2, write it, Enter."
        ),
        "check",
        "",
        lambda session, mark: _accepted(session) > mark.accepted,
    ),
    Step(
        N_("Sign and hand in"),
        N_(
            "Submit shows what is handed over. The sample's key lies beside the workspace; its passphrase is "
            "“{passphrase}”. Open the key, then sign: the package is written, read back, verified and counted."
        ),
        "submit",
        "",
        lambda session, mark: _packages(session) > mark.packages,
    ),
    Step(
        N_("That was the whole way"),
        N_(
            "The signed package lies in the folder “packages” beside the workspace. A real one travels to the "
            "Secretariat as a file; its answer comes back as a receipt. Ctrl+K finds everything, Ctrl+/ lists all"
            " keys, F1 explains a field."
        ),
        "submit",
    ),
)


class Tour(QFrame):
    """The bar. Signals: place_wanted(place, memory), ended()."""

    place_wanted = Signal(str, str)
    ended = Signal()

    def __init__(self, session: Session, steps: Sequence[Step] = STEPS, at: int = 0, mark: Mark | None = None) -> None:
        """at and mark take a tour up again after the window was built anew."""
        super().__init__()
        self.setObjectName("statusline")
        self.session = session
        self.steps = steps
        self.at = at
        self.mark = mark or mark_of(session)
        self.head = label("", "heading")
        self.count = label("", "small", tone="muted")
        self.text = label("", wrap=True)
        self.state = Message(small=False)
        self.show_me = button(_("Show me where"), self._show_me, icon="go")
        self.back = button(_("Back"), lambda: self._go(-1))
        self.forward = button(_("Next"), lambda: self._go(1), key="F9")
        self.end = button(_("End the tour"), self._end)
        self.setAccessibleName(_("Tour"))
        head = row(self.head, self.count, self.state, None, self.show_me, self.back, self.forward, self.end)
        box = column(self, head, self.text, space=4)
        box.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        session.saved.connect(self._look_soon)
        self._timer = QTimer(self, singleShot=True, interval=300)
        self._timer.timeout.connect(self._look)
        self._show()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.at]

    def _show(self) -> None:
        step, last = self.step, len(self.steps) - 1
        self.head.setText(_(step.title))
        self.count.setText(_("Step {n} of {total}").format(n=self.at + 1, total=len(self.steps)))
        self.text.setText(_(step.text).format(passphrase=_passphrase()))
        self.back.setEnabled(self.at > 0)
        self.forward.setVisible(self.at < last)
        self.end.setText(_("Finish") if self.at == last else _("End the tour"))
        self._look()

    def _look_soon(self) -> None:
        self._timer.start()

    def _look(self) -> None:
        """See whether the step was done."""
        done = self.step.done is not None and self.step.done(self.session, self.mark)
        self.state.say(_("Done") if done else "", "good")

    def _go(self, by: int) -> None:
        self.at = max(0, min(len(self.steps) - 1, self.at + by))
        self._show()
        self._show_me()

    def _show_me(self) -> None:
        self.place_wanted.emit(self.step.place, self.step.memory)

    def _end(self) -> None:
        self.ended.emit()


def _passphrase() -> str:
    from cami_desktop.loop.sample import PASSPHRASE

    return PASSPHRASE


def sample_folder(country: str) -> Path:
    """Where the sample of a country is made: a folder of its own among the person's documents."""
    from PySide6.QtCore import QStandardPaths

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or str(Path.home())) / "CAMI Desktop sample" / country
