"""`cami`: what the program does without a window. Words, exit codes and JSON are stable (docs/format.md)."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from cami_desktop import __version__, logs
from cami_desktop.cli import attaching, care, demo, exchange, keys, meeting, protection, region, safekeeping, workspace
from cami_desktop.cli.output import show_error
from cami_desktop.cli.unlocking import Unlocking
from cami_desktop.errors import Exit, WrongUse
from cami_desktop.words import _


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cami")
@click.option(
    "--log",
    "log_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the log with the details of errors.",
)
@click.option(
    "--unlock-file",
    type=click.Path(path_type=Path),
    help="Read the passphrase of protected workspaces from the first line of this file.",
)
@click.option(
    "--unlock-env", metavar="NAME", help="Read the passphrase of protected workspaces from this environment variable."
)
@click.pass_context
def cami(context: click.Context, log_file: Path | None, unlock_file: Path | None, unlock_env: str | None) -> None:
    """CAMI Desktop: national data on migratory mammals, signed, verified and merged, without a network."""
    context.obj = Unlocking(unlock_file, unlock_env)
    logs.start(log_file)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that cannot show a letter gets a stand-in, not an error in the middle of the work.
            stream.reconfigure(errors="backslashreplace")


for commands in (
    workspace.COMMANDS,
    attaching.COMMANDS,
    exchange.COMMANDS,
    keys.COMMANDS,
    meeting.COMMANDS,
    region.COMMANDS,
    protection.COMMANDS,
    safekeeping.COMMANDS,
    care.COMMANDS,
    demo.COMMANDS,
):
    for command in commands:
        cami.add_command(command)


def main() -> None:
    """Run the command line."""
    try:
        # A command that is not known sets up no log; without a handler its message would be printed twice.
        logging.getLogger("cami").addHandler(logging.NullHandler())
        cami(prog_name="cami", standalone_mode=False)
    except click.UsageError as error:
        told = WrongUse(error.format_message(), do=_("See {command} --help.").format(command=_command(error)))
        show_error(told, "--json" in sys.argv)
        sys.exit(Exit.USAGE)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(Exit.FINDINGS)


def _command(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx is not None else "cami"


if __name__ == "__main__":
    main()
