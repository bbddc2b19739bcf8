"""`cami demo`: the whole loop on the sample, told in a short table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cami_desktop.cli.output import Shown, progress_line, shown
from cami_desktop.cli.workspace import FILE
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.loop.demo import CountryStep, Demo


@click.command()
@click.argument("folder", metavar="DIR", type=FILE)
@shown
def demo(folder: Path) -> Shown:
    """Run the whole loop on real sample data in DIR: five countries, signed packages, merge, receipts, synthesis."""
    from cami_desktop.loop.demo import run

    return _told(run(folder, progress_line))


def _told(made: Demo) -> Shown:
    data: dict[str, Any] = {
        "workspaces": [step.workspace for step in made.steps],
        "packages": [step.package for step in made.steps],
        "receipts": [step.receipt for step in made.steps],
        "region": made.region,
        "files": list(made.files),
        "counts": made.counts,
    }
    return Shown(data, _table(made).splitlines())


def _table(made: Demo) -> str:
    """The result as a table that a newcomer understands, and the paths to open."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=None, width=100 if not sys.stdout.isatty() else None, highlight=False, soft_wrap=False)
    table = Table(title=_("Five countries, one region"), title_justify="left")
    table.add_column(_("Country"))
    for heading in (_("Records"), _("Estimates"), _("Contributions")):
        table.add_column(heading, justify="right")
    table.add_column(_("Package"))
    for heading in (_("Merged"), _("Questions")):
        table.add_column(heading, justify="right")
    for step in made.steps:
        table.add_row(*_row(step))
    with console.capture() as captured:
        console.print(table)
    told = [
        _("Package: what the Secretariat's check says of the signed file."),
        _("Merged: records taken into the region; contributions marked internal never leave their country."),
        _("Questions: what the receipt asks back."),
    ]
    return captured.get().rstrip() + "\n" + "\n".join([*told, "", *_places(made)])


def _row(step: CountryStep) -> tuple[str, ...]:
    from cami_desktop.catalogue import load
    from cami_desktop.exchange.verdict_words import verdict_words

    counts = step.records
    return (
        f"{step.country}  {load().label('country', step.country)}",
        str(sum(counts.values())),
        str(counts.get("population_estimate", 0)),
        str(counts.get("contribution", 0)),
        verdict_words(step.verdict),
        str(step.merged),
        str(step.questions),
    )


def _places(made: Demo) -> list[str]:
    from cami_desktop.loop.sample import PASSPHRASE

    first = made.steps[0]
    workbook, report = made.files[0], made.files[1]
    return [
        _("Look at:"),
        f"  {report}",
        f"    {_('the regional report')}",
        f"  {workbook}",
        f"    {_('the regional workbook')}",
        f"  {first.package}",
        f"    {_('a signed package: a ZIP with submission.xlsx and report.pdf')}",
        f"  {first.receipt}",
        f"    {_('the signed receipt for it')}",
        f"  {_window()} {first.workspace}",
        f"    {_('a national workspace in the window')}",
        f"  {_window()} {made.region}",
        f"    {_('the regional workspace in the window')}",
        _("The demo's keys have the passphrase: {passphrase}").format(passphrase=PASSPHRASE),
    ]


def _window() -> str:
    """The command that opens the window, as it can be typed here."""
    beside = Path(sys.argv[0]).with_name("cami-desktop")
    if not beside.is_file():
        return "cami-desktop"
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)


COMMANDS = (demo,)
