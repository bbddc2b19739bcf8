"""Commands of the Secretariat: receipt and synthesis."""

from __future__ import annotations

from pathlib import Path

import click

from cami_desktop.cli.output import Shown, passphrase, passphrase_options, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.words import _, n_


@click.command()
@click.argument("workspace", type=FILE)
@click.option("--for", "package", type=FILE, required=True, help="The package that was merged.")
@click.option("-o", "--out", type=FILE, required=True, help="Folder for the receipt.")
@click.option("--key", type=FILE, required=True, help="The Secretariat's root key.")
@click.option("--report-lang", help="Language of the receipt; that of the messages where left out.")
@passphrase_options
@shown
def receipt(
    workspace: Path,
    package: Path,
    out: Path,
    key: Path,
    report_lang: str | None,
    passphrase_file: Path | None,
    passphrase_env: str | None,
) -> Shown:
    """Write the signed receipt for a package merged into WORKSPACE."""
    from cami_desktop.exchange.keys import load_key
    from cami_desktop.loop.answer import answer

    signing = load_key(key, passphrase(passphrase_file, passphrase_env))
    with opened(workspace) as region:
        answered = answer(region, package, out, signing, report_language=report_lang)
    asked = [
        {
            "id": item.id,
            "record": item.record_id,
            "kind": item.kind,
            "field": item.field,
            "rule": item.rule,
            "text": item.text,
        }
        for item in answered.questions
    ]
    data = {"package": answered.package, "for": answered.submission.digest, "questions": asked}
    n = len(asked)
    return Shown(
        data, [_("Receipt: {file}").format(file=answered.package), n_("{n} question", "{n} questions", n).format(n=n)]
    )


@click.command()
@click.argument("workspace", type=FILE)
@click.option("-o", "--out", type=FILE, required=True, help="Folder for workbook and report.")
@click.option("--report-lang", help="Language of workbook and report; that of the messages where left out.")
@shown
def synthesis(workspace: Path, out: Path, report_lang: str | None) -> Shown:
    """Write the regional workbook and report of WORKSPACE."""
    from cami_desktop.loop.synthesize import synthesize

    with opened(workspace, read_only=True) as region:
        written = synthesize(region, out, report_language=report_lang)
    return Shown({"files": written.files, "counts": written.counts}, [str(file) for file in written.files])


COMMANDS = (receipt, synthesis)
