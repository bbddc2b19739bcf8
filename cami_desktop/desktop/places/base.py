"""What a place is: a widget with a name in the rail that can show any of its records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session


class Place(QWidget):
    """A place. place_id and title are told by the subclass; the title is English and translated where it is shown."""

    place_id: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs

    def show_record(self, kind: str, id_: str, field: str | None = None) -> bool:
        """Show a record and, if one is named, put the focus into a field. False where the place does not hold it."""
        return False

    def ahead(self) -> Iterator[None]:
        """Build what the place puts off until it is seen, in steps of some milliseconds."""
        yield from ()

    def refresh(self) -> None:
        """Bring up to date what does not follow changes by itself; called each time the place is shown."""

    def keep_focus(self, first: QWidget) -> None:
        """Let the keyboard go on where it was inside the place, at first on a given control."""
        last: QWidget | None = self.focusWidget()
        (first if last is None else last).setFocus()

    def memory(self) -> str:
        """Where the person is inside the place, to come back to after the window was built anew."""
        return ""

    def recall(self, memory: str) -> None:
        """Go back to where memory() said."""

    def lasting(self) -> str:
        """The part of memory() that still means something at the next start of the program."""
        return self.memory()

    def refuses_to_go(self) -> str:
        """A sentence why the window must not be closed now (a file is being written); empty where it may."""
        return ""
