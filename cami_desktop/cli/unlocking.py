"""The passphrase of protected workspaces on the command line: given once for all files of a command, or asked for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from cami_desktop.cli.output import passphrase
from cami_desktop.errors import PassphraseNeeded
from cami_desktop.words import _


@dataclass(slots=True)
class Unlocking:
    """Where the passphrase of the workspaces of this command comes from; it is read when a file needs it."""

    file: Path | None = None
    env: str | None = None

    def passphrase_for(self, path: Path) -> str | None:
        """The passphrase for a workspace file; None for a file that needs none. Raises PassphraseNeeded."""
        from cami_desktop.workspace.cipher import is_protected

        if not is_protected(path):
            return None
        if self.file is not None or self.env is not None:
            return passphrase(self.file, self.env)
        if sys.stdin.isatty():
            shown = _("Passphrase of {name}").format(name=path.name)
            return str(click.prompt(shown, hide_input=True, err=True))
        raise PassphraseNeeded(
            _("{name} is protected by a passphrase, or it is not a CAMI workspace.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Give it with “cami --unlock-file FILE …” or “cami --unlock-env NAME …”, or at a terminal."),
        )


def passphrase_for(path: Path) -> str | None:
    """The passphrase for a workspace file in the command that is running; None for a file that needs none."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Unlocking) if context is not None else None
    return (found or Unlocking()).passphrase_for(path)
