"""The demo: the whole loop on the sample's real data, from five empty workspaces to the regional synthesis."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.errors import CamiError, Refused
from cami_desktop.loop.answer import answer
from cami_desktop.loop.progress import Progress, quiet
from cami_desktop.loop.receive import MERGED, Receiving, receive
from cami_desktop.loop.sample import enrolled_key, fill, make_root
from cami_desktop.loop.submit import Handed, submit
from cami_desktop.loop.synthesize import synthesize
from cami_desktop.loop.trusting import trust
from cami_desktop.words import _
from cami_desktop.workspace.info import REGIONAL
from cami_desktop.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")
"""The five countries with a national ERCA coordinator (founding paper, paragraph 20)."""

REPORT_LANGUAGES = {"KZ": "ru", "KG": "ru", "TJ": "ru", "TM": "en", "UZ": "en"}
"""Language of each sample report, so that the demo shows both working languages."""

REGION = "region.cami"


@dataclass(slots=True)
class CountryStep:
    """What the demo did for one country."""

    country: str
    workspace: Path
    records: dict[str, int] = field(default_factory=dict)
    package: Path | None = None
    verdict: str = ""
    merged: int = 0
    receipt: Path | None = None
    questions: int = 0


@dataclass(slots=True)
class Demo:
    """Everything that the demo made."""

    folder: Path
    region: Path
    steps: list[CountryStep]
    files: tuple[Path, ...]
    counts: dict[str, int]


def run(folder: Path, progress: Progress = quiet) -> Demo:
    """Build five national workspaces, enrol, export, verify, merge, answer and synthesise into a new or empty folder.

    Raises Refused where the folder is not empty; CamiError where any step does not give what it should.
    """
    _need_empty(folder)
    total = 3 * len(COUNTRIES) + 3
    progress(0, total, _("Making the Secretariat's root key"))
    root = make_root(folder)
    region_file = folder / REGION
    steps = [CountryStep(country, folder / f"{country}.cami") for country in COUNTRIES]
    with Workspace.create(region_file, role=REGIONAL, who="Secretariat") as region:
        region.backups.wanted = False
        trust(region, folder / "root.pem")
        handed = []
        for n, step in enumerate(steps):
            progress(1 + 2 * n, total, _("{country}: workspace and key").format(country=step.country))
            key = enrolled_key(region, folder / "keys" / f"{step.country}.p12", root)
            progress(2 + 2 * n, total, _("{country}: records and signed package").format(country=step.country))
            handed.append(_national(step, folder, key))
        progress(1 + 2 * len(steps), total, _("Verifying and merging five packages"))
        results = receive(region, [item.package for item in handed])
        for n, (step, result) in enumerate(zip(steps, results, strict=True)):
            progress(2 + 2 * len(steps) + n, total, _("{country}: receipt").format(country=step.country))
            _answered(region, step, result, folder, root)
        progress(total - 1, total, _("Writing the synthesis"))
        written = synthesize(region, folder / "synthesis")
    progress(total, total, _("Done"))
    return Demo(folder, region_file, steps, written.files, written.counts)


def _need_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        occupied = any(folder.iterdir())
        (folder / "keys").mkdir(exist_ok=True) if not occupied else None
    except OSError as error:
        raise Refused(
            _("The folder {folder} cannot be written.").format(folder=folder),
            kept=_("Nothing was written."),
            do=_("Choose a folder in which you may write."),
            details=str(error),
        ) from error
    if occupied:
        raise Refused(
            _("The folder {folder} is not empty.").format(folder=folder),
            kept=_("Nothing was changed."),
            do=_("Name a new folder, or empty this one."),
        )


def _national(step: CountryStep, folder: Path, key: SigningKey) -> Handed:
    """Fill a national workspace from the sample and hand in its first submission."""
    with Workspace.create(step.workspace, country=step.country, who=f"Coordinator {step.country}") as workspace:
        workspace.backups.wanted = False
        trust(workspace, folder / "root.pem")
        fill(workspace, step.country)
        handed = submit(workspace, folder / "packages", key, report_language=REPORT_LANGUAGES[step.country])
        step.records = workspace.counts()
    step.package = handed.package
    return handed


def _answered(region: Workspace, step: CountryStep, result: Receiving, folder: Path, root: SigningKey) -> None:
    """Write the receipt of a merged package, and let the country read it."""
    step.verdict = result.verdict.verdict.value if result.verdict else ""
    if result.outcome != MERGED or step.package is None:
        raise CamiError(
            _("The package of {country} was not merged: {why}").format(
                country=step.country, why="; ".join(result.reasons)
            )
        )
    step.merged = result.counts["added"]
    answered = answer(region, step.package, folder / "receipts", root, report_language=REPORT_LANGUAGES[step.country])
    step.receipt, step.questions = answered.package, len(answered.questions)
    with Workspace.open(step.workspace, who=f"Coordinator {step.country}") as workspace:
        workspace.backups.wanted = False
        read = receive(workspace, [answered.package])[0]
    if read.outcome != MERGED:
        raise CamiError(_("The receipt of {country} could not be read.").format(country=step.country))
