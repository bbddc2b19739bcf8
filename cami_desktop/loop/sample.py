"""The sample to try the program on: a country's workspace filled from the sample data, and a key that may sign at once.

Its keys protect nothing: their passphrase is known to everybody.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.assets import folder as asset_folder
from cami_desktop.errors import CamiError, Refused
from cami_desktop.loop.enrol import issue
from cami_desktop.loop.importing import import_paths
from cami_desktop.loop.package import need_folder
from cami_desktop.loop.progress import Progress, quiet
from cami_desktop.loop.trusting import trust
from cami_desktop.words import _
from cami_desktop.workspace.info import REGIONAL
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey

PASSPHRASE = "cami demo: not a secret"
"""Opens every key of the sample and the demo."""

ROOT = "root.pem"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was made: the workspace and the coordinator's key beside it."""

    workspace: Path
    key: Path


def sample_file(folder: Path, country: str) -> Path:
    """The workspace of the sample in a folder."""
    return folder / f"{country} sample.cami"


def make_sample(folder: Path, country: str, who: str, progress: Progress = quiet) -> Sample:
    """Make a workspace of a country from its sample data, with an enrolled key beside it, in a folder of its own.

    Raises Refused where the folder cannot be written or holds a sample already; nothing is left behind then.
    """
    target, steps = sample_file(folder, country), 3
    key_file = folder / f"{country}.p12"
    _need_room(folder, (target, key_file))
    try:
        progress(0, steps, _("Making a key for the sample"))
        with tempfile.TemporaryDirectory() as away:
            office = Path(away)
            root = make_root(office)
            with Workspace.create(office / "region.cami", role=REGIONAL, who="Secretariat") as region:
                region.backups.wanted = False
                enrolled_key(region, key_file, root)
            (folder / ROOT).write_bytes((office / ROOT).read_bytes())
        progress(1, steps, _("Entering the records of the sample"))
        with Workspace.create(target, country=country, who=who) as workspace:
            workspace.backups.wanted = False
            trust(workspace, folder / ROOT)
            fill(workspace, country)
        progress(steps, steps, _("Done"))
    except BaseException:
        for path in (target, key_file, key_file.with_suffix(".csr"), key_file.with_suffix(".pem"), folder / ROOT):
            path.unlink(missing_ok=True)
        raise
    return Sample(target, key_file)


def make_root(folder: Path) -> SigningKey:
    """Make the Secretariat's root key of the sample in `folder/keys`, its certificate in the folder itself."""
    from cami_desktop.exchange.keys import new_root

    (folder / "keys").mkdir(exist_ok=True)
    root = new_root(folder / "keys" / "root.p12", "CAMI Secretariat (demo)", PASSPHRASE)
    (folder / "keys" / ROOT).replace(folder / ROOT)
    return root


def enrolled_key(region: Workspace, key_file: Path, root: SigningKey) -> SigningKey:
    """Make a coordinator's key, named after its country, and have it enrolled, by the files that would travel."""
    from cami_desktop.exchange import keys

    country = key_file.stem
    name = region.catalogue.label("country", country, "en")
    key = keys.new_key(key_file, f"National ERCA Coordinator {name} (demo)", country, PASSPHRASE)
    request, certificate = key_file.with_suffix(".csr"), key_file.with_suffix(".pem")
    request.write_bytes(keys.request(key))
    issue(region, request, certificate, root)
    return keys.accept(key_file, PASSPHRASE, certificate.read_bytes())


def fill(workspace: Workspace, country: str) -> None:
    """Import the sample data of a country. Raises CamiError where they are not in order."""
    result = import_paths(workspace, [asset_folder("resources") / "sample" / country])
    if result.problems:
        raise CamiError(
            _("The sample of {country} is not in order: {why}").format(country=country, why=result.problems[0].message)
        )


def _need_room(folder: Path, wanted: tuple[Path, ...]) -> None:
    need_folder(folder)
    taken = next((path for path in wanted if path.exists()), None)
    if taken is not None:
        raise Refused(
            _("{path} exists already.").format(path=taken),
            kept=_("Nothing was changed."),
            do=_("Choose another folder, or open the sample that is there."),
        )
