"""`cami`: what the program does without a window. Words, exit codes and JSON are stable (docs/format.md)."""

from __future__ import annotations

import logging
import sys

import click

from cami_desktop import __version__
from cami_desktop.cli import demo, exchange, keys, region, workspace
from cami_desktop.errors import Exit

NO_COLOUR_LOG = "%(asctime)s %(name)s %(levelname)s %(message)s"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cami")
@click.option("--log", "log_file", type=click.Path(dir_okay=False), help="Write a log with the details of errors.")
def cami(log_file: str | None) -> None:
    """CAMI Desktop: national data on migratory mammals, signed, verified and merged, without a network."""
    handler = logging.FileHandler(log_file, encoding="utf-8") if log_file else logging.NullHandler()
    logging.basicConfig(handlers=[handler], format=NO_COLOUR_LOG, level=logging.INFO, force=True)
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
        cami(prog_name="cami")
    except KeyboardInterrupt:
        sys.exit(Exit.FINDINGS)


if __name__ == "__main__":
    main()
