"""`cami`: what the program does without a window. Words, exit codes and JSON are stable (docs/format.md)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cami_desktop import __version__, logs
from cami_desktop.cli import demo, exchange, keys, region, workspace
from cami_desktop.cli.output import show_error
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
def cami(log_file: Path | None) -> None:
    """CAMI Desktop: national data on migratory mammals, signed, verified and merged, without a network."""
    logs.start(log_file)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that cannot show a letter gets a stand-in, not an error in the middle of the work.
            stream.reconfigure(errors="backslashreplace")


for commands in (workspace.COMMANDS, exchange.COMMANDS, keys.COMMANDS, region.COMMANDS, demo.COMMANDS):
    for command in commands:
        cami.add_command(command)


def main() -> None:
    """Run the command line."""
    try:
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
