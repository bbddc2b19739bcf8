"""What the working process does until it is killed: one activity for each sort of work that the program has."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cami_desktop.loop.importing import import_paths
from cami_desktop.loop.submit import NATIONAL, finish_interrupted, submit
from cami_desktop.workspace.backup import Reason, back_up_to
from cami_desktop.workspace.ledger import Submission
from cami_desktop.workspace.restore import restore
from cami_desktop.workspace.safe_copy import digest as sha256_of
from cami_desktop.workspace.workspace import Workspace, utc_now
from tests.soak.diary import Diary
from tests.soak.look import state_of
from tests.soak.materials import CORPUS, COUNTRY, Materials, act
from tests.soak.model import EDIT, REDO, RESTORE, UNDO, Model, Step, World, delta_between, digest_of, plain
from tests.soak.typist import WHO, Typist


@dataclass(slots=True)
class Place:
    """The folder in which an activity works: its workspace, the packages and other files that it hands out."""

    folder: Path
    file: Path
    materials: Materials

    @property
    def out(self) -> Path:
        """Where packages and tables are written."""
        return self.folder / "out"


@dataclass(frozen=True, slots=True)
class Activity:
    """prepare makes the place and tells the world it begins with; work goes on until it is killed.

    first, reach: the kill falls into one of the steps from the one to the other; rounds: kills before the place is made
    anew; check: what else must hold after each kill; it returns what is wrong.
    """

    name: str
    prepare: Callable[[Place], World]
    work: Callable[[Place, Diary, random.Random], None]
    reach: int
    rounds: int = 25
    first: int = 1
    check: Callable[[Place, Model], list[str]] = field(default=lambda _place, _model: [])


def opened(place: Place, diary: Diary, what: str = "open") -> Workspace:
    """The place's workspace, opened as a step of its own."""
    diary.begin(Step(what))
    workspace = Workspace.open(place.file, who=WHO)
    diary.finish()
    return workspace


def _close(workspace: Workspace, diary: Diary) -> None:
    with diary.step(Step("close")):
        workspace.close()


def national(place: Place) -> World:
    """A country's workspace with some records."""
    return _copied(place, place.materials.national)


def _copied(place: Place, file: Path) -> World:
    shutil.copyfile(file, place.file)
    with Workspace.open(place.file, read_only=True) as workspace:
        return World.of(plain(state_of(workspace)))


def _sender(place: Place) -> World:
    place.materials.warm()
    return _copied(place, place.materials.sender)


def importer(place: Place) -> World:
    """An empty workspace, with the workbooks to be imported made."""
    assert place.materials.books
    with Workspace.create(place.file, country=COUNTRY, who=WHO) as workspace:
        return World.of(plain(state_of(workspace)))


def _openings(place: Place, diary: Diary, chance: random.Random) -> Iterator[tuple[Workspace, Typist]]:
    """Open the workspace again and again, each time for somebody who works in it, and close it after that."""
    while True:
        workspace = opened(place, diary)
        yield workspace, Typist(workspace, diary, chance)
        _close(workspace, diary)


def _typing(place: Place, diary: Diary, chance: random.Random) -> None:
    for workspace, typist in _openings(place, diary, chance):
        for n in range(chance.randint(4, 40)):
            typist.anything()
            if n % 10 == 9:
                workspace.fold()


def _attaching(place: Place, diary: Diary, chance: random.Random) -> None:
    for _workspace, typist in _openings(place, diary, chance):
        for _n in range(chance.randint(1, 6)):
            typist.save_field()
            typist.attach(place.folder.parent)


def _importing(place: Place, diary: Diary, chance: random.Random) -> None:
    for workspace, typist in _openings(place, diary, chance):
        for _n in range(chance.randint(1, 4)):
            typist.save_field()
            _import(place, workspace, diary, chance)
            if chance.random() < 0.4:
                typist.undo()
                typist.redo()


def _import(place: Place, workspace: Workspace, diary: Diary, chance: random.Random) -> None:
    book = chance.choice(place.materials.books)
    state = diary.model.world.state
    delta = {key: values for key, values in book.records.items() if state.get(key) != values}
    back = {key: state.get(key) or book.blanks[key] for key in delta}
    with diary.step(Step("import", EDIT, delta, back) if delta else Step("import of what is there")):
        found = import_paths(workspace, [book.path])
    assert not found.stopped and found.stored == len(delta), found


def _exporting(place: Place, diary: Diary, chance: random.Random) -> None:
    for workspace, typist in _openings(place, diary, chance):
        for _n in range(chance.randint(1, 3)):
            typist.save_field()
            number = 1 + sum(key.startswith("sent ") for key in diary.model.world.state)
            with diary.step(Step("submit", delta={f"sent {COUNTRY} {NATIONAL} {number}": "signed"})):
                submit(workspace, place.out, place.materials.office.enrolled, report_language="en")


def _packages_are_there(place: Place, model: Model) -> list[str]:
    """Each package that the ledger knows is there with its digest, once the next opening has finished the last one."""
    found = []
    with Workspace.open(place.file, who=WHO) as workspace:
        sent = workspace.ledger(Submission, direction="sent")
        late = {item.package for item in sent if not (place.out / item.package).exists()}
        finish_interrupted(workspace, place.out)
    # Only the submission that was in flight may have waited for its name; before it was acknowledged, nobody saw it.
    if len(late) > 1 or (late and late != {sent[-1].package}):
        found.append(f"lost: packages {sorted(late)}")
    for item in sent:
        package = place.out / item.package
        if not package.exists() or sha256_of(package) != item.digest:
            found.append(f"lost: package {item.package}")
    known = {item.package for item in sent}
    strangers = [path.name for path in place.out.glob("*.asice") if path.name not in known]
    return found + [f"half-made: package {name} stands in no ledger" for name in strangers]


def _region(place: Place) -> World:
    assert place.materials.acts
    return _copied(place, place.materials.empty_region)


def _merging(place: Place, diary: Diary, _chance: random.Random) -> None:
    acts, places = place.materials.acts, place.materials.places
    while True:
        region = opened(place, diary)
        for _n in range(3):
            shown = diary.model.world.shown()
            if digest_of(shown) not in places or places[digest_of(shown)] == len(acts):
                # The day is done; the next kill, or the one after it, falls into the closing.
                break
            todo = acts[places[digest_of(shown)]]
            delta, back = delta_between(shown, todo.after), delta_between(todo.after, shown)
            kinds = {"undo": Step("undo", UNDO), "redo": Step("redo", REDO), "synthesize": Step("synthesize")}
            with diary.step(kinds.get(todo.what) or Step("merge", EDIT, _without_depth(delta), _without_depth(back))):
                act(region, todo.what, todo.package, place.out)
        _close(region, diary)


def _without_depth(delta: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in delta.items() if key not in (UNDO, REDO)}


def _backing_up(place: Place, diary: Diary, chance: random.Random) -> None:
    for workspace, typist in _openings(place, diary, chance):
        if chance.random() < 0.3:
            workspace.backups.second = place.folder / "stick"
            workspace.backups.second.mkdir(exist_ok=True)
        for _n in range(chance.randint(1, 5)):
            typist.save_field()
            back_up(place, workspace, diary, chance)


def back_up(place: Place, workspace: Workspace, diary: Diary, chance: random.Random) -> str:
    """Back up in one of two ways and tell which file holds the world as it is now."""
    aside = chance.random() < 0.2
    diary.begin(Step("copy" if aside else "back up"))
    if aside:
        made = back_up_to(place.file, place.folder / f"copy {chance.getrandbits(48):x}.cami")
    else:
        made = workspace.back_up(Reason.ASKED)
    assert made is not None
    diary.finish(str(made.path))
    return str(made.path)


def _restoring(place: Place, diary: Diary, chance: random.Random) -> None:
    while True:
        workspace = opened(place, diary)
        typist = Typist(workspace, diary, chance)
        for _n in range(chance.randint(1, 4)):
            typist.anything()
        if not diary.model.files or chance.random() < 0.4:
            typist.save_field()
            back_up(place, workspace, diary, chance)
        _close(workspace, diary)
        chosen = chance.choice([name for name in diary.model.files if Path(name).exists()])
        with diary.step(Step("restore", RESTORE, file=chosen)):
            restore(Path(chosen), place.file, who=WHO, clock=utc_now)


def _old(place: Place) -> World:
    name = "workspace-0001-national.cami"
    shutil.copyfile(CORPUS / name, place.file)
    return World.of(place.materials.migrated(name))


def _migrating(place: Place, diary: Diary, chance: random.Random) -> None:
    workspace = opened(place, diary, "migrate")
    typist = Typist(workspace, diary, chance)
    while True:
        typist.type_letters()
        typist.add()


ACTIVITIES = {
    item.name: item
    for item in (
        Activity("typing", national, _typing, reach=16),
        Activity("attaching", national, _attaching, reach=8, rounds=10),
        Activity("importing", importer, _importing, reach=8),
        Activity("exporting", _sender, _exporting, reach=5, rounds=10, check=_packages_are_there),
        Activity("merging", _region, _merging, reach=4, rounds=6),
        Activity("backing up", national, _backing_up, reach=10),
        Activity("restoring", national, _restoring, reach=14, rounds=15),
        Activity("migrating", _old, _migrating, reach=2, rounds=1),
    )
}
