"""How a command is run and how its result is shown: as words, or as one JSON object; errors as one clear sentence."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import click

from cami_desktop.errors import CamiError, DamagedInput, Exit, Refused, WrongUse
from cami_desktop.logs import log_file
from cami_desktop.words import LANGUAGES, _, best_language, set_language

Command = Callable[..., "Shown"]


@dataclass(slots=True)
class Shown:
    """What a command has to say: the JSON object, the same in lines for a person, and the exit code."""

    data: dict[str, Any]
    lines: Sequence[str] = field(default_factory=list)
    exit: Exit = Exit.DONE


def shown(function: Command) -> Callable[..., None]:
    """Turn a function that returns Shown into a command with `--json` and `--lang` that exits with its code."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
    @click.option("--lang", help="Language of the messages: " + ", ".join(LANGUAGES) + ".")
    @functools.wraps(function)
    def run(*args: Any, as_json: bool, lang: str | None, **options: Any) -> None:
        try:
            set_language(lang or best_language())
            result = function(*args, **options)
            _print(result, as_json)
        except CamiError as error:
            _leave(error, as_json)
        except OSError as error:
            why = _("The file could not be used: {why}").format(why=error.strerror or error)
            _leave(Refused(why, details=repr(error)), as_json)
        except Exception as error:
            logging.getLogger("cami").exception("unexpected")
            _leave(_own_error(error), as_json)
        sys.exit(result.exit)

    return run


def _own_error(error: Exception) -> CamiError:
    """What a person is told of a fault in the program itself; the log has the rest."""
    return CamiError(
        _("CAMI Desktop made an error of its own: {what}.").format(what=f"{type(error).__name__}: {error}"),
        kept=_("What was stored before is unchanged."),
        do=_("Send the log to the developers: {file}").format(file=log_file()),
    )


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong into JSON")


def _print(result: Shown, as_json: bool) -> None:
    lines = [json.dumps(result.data, ensure_ascii=False, indent=2, default=_plain)] if as_json else result.lines
    for line in lines:
        click.echo(line)
    sys.stdout.flush()


def _leave(error: CamiError, as_json: bool) -> NoReturn:
    show_error(error, as_json)
    sys.exit(error.exit_code)


def show_error(error: CamiError, as_json: bool) -> None:
    """Tell an error in one sentence on standard error, and as the one JSON object where that is asked for."""
    logging.getLogger("cami").error("%s [%s]", error, error.details)
    if as_json:
        told = {"error": error.what, "kept": error.kept, "do": error.do, "exit": int(error.exit_code)}
        with contextlib.suppress(OSError):
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    click.echo(str(error), err=True)


def progress_line(done: int, of: int, what: str) -> None:
    """Show how far a verb is, on a terminal only."""
    if sys.stderr.isatty():
        end = "\n" if done >= of else ""
        click.echo(f"\r\033[K[{done}/{of}] {what}{end}", err=True, nl=False)


def passphrase_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The ways to give a passphrase; it is never an argument, which other users of the machine could read."""
    function = click.option(
        "--passphrase-env", metavar="NAME", help="Read the passphrase from this environment variable."
    )(function)
    return click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path),
        help="Read the passphrase from the first line of this file.",
    )(function)


def passphrase(file: Path | None, env: str | None, *, new: bool = False) -> str:
    """The passphrase from a file, an environment variable or a prompt. Raises DamagedInput or WrongUse."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeError) as error:
            raise DamagedInput(_("{path} cannot be read.").format(path=file), details=str(error)) from error
    if env is not None:
        if env not in os.environ:
            raise WrongUse(_("The environment variable {name} is not set.").format(name=env))
        return os.environ[env]
    if not sys.stdin.isatty():
        raise WrongUse(
            _("A passphrase is needed."), do=_("Give it with --passphrase-file or --passphrase-env, or at a terminal.")
        )
    return str(click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=new, err=True))


def assignments(values: Sequence[str]) -> dict[str, str]:
    """Read `field=value` arguments. Raises WrongUse for one without `=`."""
    found = {}
    for item in values:
        name, equals, text = item.partition("=")
        if not equals:
            raise WrongUse(_("“{item}” is not of the form field=value.").format(item=item))
        found[name] = text
    return found
