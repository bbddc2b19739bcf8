"""The command that sets, changes or removes the passphrase of a workspace file: `cami protect`."""

from __future__ import annotations

from pathlib import Path

import click

from cami_desktop.cli.output import Shown, passphrase, passphrase_options, shown
from cami_desktop.cli.unlocking import passphrase_for
from cami_desktop.cli.workspace import FILE
from cami_desktop.errors import Refused, WrongUse
from cami_desktop.words import _, n_


@click.command()
@click.argument("workspace", type=FILE)
@click.option("--change", is_flag=True, help="Give a protected workspace another passphrase.")
@click.option("--remove", is_flag=True, help="Make a protected workspace readable without a passphrase.")
@click.option("--also-backups", is_flag=True, help="Treat the backups beside the workspace in the same way.")
@click.option("--second", type=FILE, help="The second place for backups: the copies there are treated, or named, too.")
@click.option("--sheet", type=FILE, help="Write the recovery sheet, with the new passphrase in plain letters (PDF).")
@passphrase_options
@shown
def protect(
    workspace: Path,
    change: bool,
    remove: bool,
    also_backups: bool,
    second: Path | None,
    sheet: Path | None,
    passphrase_file: Path | None,
    passphrase_env: str | None,
) -> Shown:
    """Protect WORKSPACE by a passphrase.

    The new one comes from a prompt or --passphrase-file/-env, the present one of a protected file from a prompt or
    “cami --unlock-file/--unlock-env …”. A lost passphrase means lost data.
    """
    from cami_desktop.loop.protecting import protect as apply

    if remove and (change or sheet):
        raise WrongUse(_("--remove goes with neither --change nor --sheet."))
    old = passphrase_for(workspace)
    if old is not None and not (change or remove):
        raise Refused(
            _("{name} is protected already.").format(name=workspace.name),
            kept=_("The file was not changed."),
            do=_("Use --change to give it another passphrase, --remove to take it away."),
        )
    if old is None and (change or remove) and workspace.is_file():
        raise Refused(_("{name} has no passphrase.").format(name=workspace.name), kept=_("The file was not changed."))
    new = None if remove else passphrase(passphrase_file, passphrase_env, new=True)
    done = apply(workspace, old, new, sheet=sheet, also_backups=also_backups, second=second)
    data = {
        "workspace": workspace,
        "protected": done.protected,
        "backups_changed": list(done.changed),
        "backups_left": list(done.left),
        "second_away": done.away,
        "sheet": sheet,
    }
    lines = [*_told(workspace, done.protected, sheet), *_left(done.left, protected=done.protected)]
    if done.away is not None:
        lines.append(_("The second place {path} is not there; what lies in it stays as it was.").format(path=done.away))
    return Shown(data, lines)


def _told(workspace: Path, protected: bool, sheet: Path | None) -> list[str]:
    if not protected:
        return [_("{file} opens without a passphrase now.").format(file=workspace)]
    lines = [
        _("{file} opens only with its passphrase now.").format(file=workspace),
        _("A lost passphrase means lost data: nobody can open the file without it."),
    ]
    if sheet is not None:
        lines.append(_("Recovery sheet: {file}. Print it, put it away safely, and delete the file.").format(file=sheet))
    return lines


def _left(left: tuple[Path, ...], *, protected: bool) -> list[str]:
    if not left:
        return []
    head = n_(
        "{n} backup stays as it was, readable without a passphrase or with the earlier one:",
        "{n} backups stay as they were, readable without a passphrase or with the earlier one:",
        len(left),
    ).format(n=len(left))
    advice = _("Protect them with --also-backups at the next change, or delete them.") if protected else ""
    return [head, *(f"  {path}" for path in left), *([advice] if advice else [])]


COMMANDS = (protect,)
