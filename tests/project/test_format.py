"""docs/format.md cannot lie: tables, commands, options, keys, words and limits in it are those of the program."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from cami_desktop.cli import cami
from cami_desktop.cli import demo as demo_command
from cami_desktop.errors import Exit
from cami_desktop.exchange import limits, problems
from cami_desktop.exchange.keyfile import KDF_ROUNDS
from cami_desktop.exchange.verdict import VerdictWord
from cami_desktop.exchange.workbook import names
from cami_desktop.loop import importing, receive
from cami_desktop.loop.demo import CountryStep, Demo
from cami_desktop.loop.sample import PASSPHRASE
from cami_desktop.merge.chain import Link
from cami_desktop.merge.plan import Outcome
from cami_desktop.records import KINDS
from cami_desktop.records.completeness import State
from tests.project import format_tables

TEXT = format_tables.PAGE.read_text(encoding="utf-8")
COMMON_OPTIONS = {"--json", "--lang", "--help", "-h"}


def _section(title: str) -> str:
    """The text under a heading, up to the next one of its height or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", TEXT, flags=re.DOTALL | re.MULTILINE)
    assert found, title
    return found[2]


@pytest.mark.parametrize("name", format_tables.TABLES)
def test_a_table_is_what_the_program_says(name: str) -> None:
    """Where this fails: `python -m tests.project.format_tables` writes the tables anew."""
    assert format_tables.marked(TEXT)[name] == format_tables.TABLES[name]().strip()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Verdicts", [*VerdictWord]),
        ("Merging", [*Outcome, *Link]),
        (
            "Merging",
            [receive.MERGED, receive.PLANNED, receive.ALREADY, receive.REFUSED, receive.WAITS],
        ),
        ("Completeness", [*State]),
        ("The workbook", [names.COVER, names.CODES, names.CHANGES, names.SUMMARIES, f"{names.COUNT}<kind>"]),
        ("The workbook", [word for name, word in vars(problems).items() if name.isupper() and isinstance(word, str)]),
        ("The workbook", [importing.UNKNOWN_CODE, importing.WRONG_COUNTRY, importing.NO_BYTES]),
    ],
)
def test_every_word_of_the_interface_stands_in_its_section(title: str, words: list[str]) -> None:
    section = _section(title)
    assert [word for word in words if f"`{word}`" not in section] == []


def test_the_limits_are_those_of_the_program() -> None:
    profile = _section("ZIP profile")
    assert f"at most {limits.LONGEST_NAME} characters" in profile
    assert f"At most {limits.MOST_ENTRIES:,} entries" in profile
    assert f"at most {limits.HIGHEST_RATIO} times its packed size" in profile
    assert limits.LARGEST_ENTRY == 1 << 30, "1 GiB each"
    assert limits.LARGEST_PACKAGE == (4 << 30) - (16 << 20), "4 GiB less 16 MiB together"
    assert _section("Certificates and keys").count(f"{KDF_ROUNDS:,} rounds") == 2


def test_every_exit_code_stands_in_the_page() -> None:
    assert [int(n) for n in re.findall(r"^\| (\d) \|", _section("The command line"), flags=re.MULTILINE)] == [*Exit]


def _leaves(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _leaves(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


COMMANDS = dict(_leaves(cami, ("cami",)))


def _usages() -> dict[str, tuple[str, str]]:
    """Command → its usage line and the keys of its JSON, as the page has them."""
    found = {}
    sections = re.findall(r"^#### `(cami [^`]*)`\n.*?^JSON: (.*?)$", TEXT, re.DOTALL | re.MULTILINE)
    for usage, keys in sections:
        name = next(command for command in sorted(COMMANDS, reverse=True) if f"{usage} ".startswith(f"{command} "))
        found[name] = (usage, keys)
    return found


def test_every_command_has_a_section_with_its_arguments_and_options() -> None:
    usages = _usages()
    assert sorted(usages) == sorted(COMMANDS)
    for name, command in COMMANDS.items():
        usage = usages[name][0]
        wanted = {option for item in command.params if isinstance(item, click.Option) for option in item.opts}
        assert wanted - COMMON_OPTIONS == set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", usage)), name
        context = click.Context(command)
        for item in command.params:
            if isinstance(item, click.Argument):
                said = item.make_metavar(context).rstrip(".")
                assert re.search(rf"(?<!\S){re.escape(said)}(?!\w)", usage), f"{name}: {said}"
            elif isinstance(item, click.Option) and item.required:
                assert not re.search(rf"\[[^\]]*{item.opts[-1]} ", usage), f"{name}: {item.opts[-1]} is needed"


def _documented(keys: str) -> set[str]:
    """The names in a list of keys; those of objects whose keys are data are left out."""
    plain = keys.partition("`")[2].rpartition("`")[0]
    while "{" in plain:
        plain = re.sub(r"\{[^{}]*\}", "", plain)
    return set(re.findall(r"\w+", plain))


def _found(value: Any, data: frozenset[str]) -> set[str]:
    if isinstance(value, list):
        return set().union(*(_found(item, data) for item in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    inner = (set() if key in data else _found(item, data) for key, item in value.items())
    return set(value).union(*inner)


OF_DATA = frozenset({"counts", "records", "completeness", "before", "after", "base", "ours", "theirs", "value"})
"""Keys under which the names are data."""


class Shell:
    """Runs commands in this process on a copy of the demo and keeps the keys of what each printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys: dict[str, set[str]] = {}

    def run(self, command: str, *arguments: str | Path, exit: int = 0) -> Any:
        """Run one command with --json; return its object."""
        words = [str(self.folder / item) if isinstance(item, Path) else item for item in arguments]
        done = CliRunner().invoke(cami, [*command.split()[1:], *words, "--json"], env={"PASS": PASSPHRASE})
        assert done.exit_code == exit, f"{command}: {done.output}"
        printed = json.loads(done.stdout)
        self.keys[command] = self.keys.get(command, set()) | _found(printed, OF_DATA)
        return printed


def _walk(shell: Shell) -> None:
    """Run every command once so that each has something to say."""
    p, secret = Path, ("--passphrase-env", "PASS")
    sample = format_tables.PAGE.parents[1] / "resources" / "sample"
    shell.run("cami key root", p("other.p12"), *secret)
    shell.run("cami key new", p("new.p12"), "--name", "Assistant", "--country", "KG", *secret)
    shell.run("cami key request", p("new.p12"), "-o", p("new.csr"), *secret)
    shell.run("cami key show", p("new.csr"))
    issued = shell.run("cami key issue", p("region.cami"), p("new.csr"), "-o", p("new.pem"), *secret)
    shell.run("cami key accept", p("new.p12"), p("new.pem"), *secret)
    shell.run("cami new", p("assistant.cami"), "--country", "KG")
    shell.run("cami protect", p("assistant.cami"), *secret)
    shell.run("cami --unlock-env PASS protect", p("assistant.cami"), "--remove")
    shell.run("cami key trust", p("assistant.cami"), p("root.pem"))
    shell.run("cami import", p("assistant.cami"), str(sample / "KG"))
    (shell.folder / "source.csv").write_text("citation,year\nA paper,soon\n", encoding="utf-8")
    shell.run("cami import", p("assistant.cami"), p("source.csv"), exit=1)
    meeting = shell.run("cami dump", p("KG.cami"), "--kind", "meeting")["records"]["meeting"][0]["id"]
    shell.run("cami edit", p("KG.cami"), "meeting", meeting, "venue=Hall A")
    shell.run("cami edit", p("assistant.cami"), "meeting", meeting, "venue=Hall B")
    shell.run("cami history", p("KG.cami"), meeting)
    shell.run("cami meeting list", p("KG.cami"))
    shell.run("cami meeting summary", p("KG.cami"), meeting, p("meeting.pdf"))
    shell.run("cami meeting agenda", p("KG.cami"), meeting, p("agenda.pdf"))
    shell.run("cami meeting sign-in", p("KG.cami"), meeting, p("sign-in.pdf"))
    (shell.folder / "record.txt").write_text("1. Opening\nWelcome\n", encoding="utf-8")
    shell.run("cami meeting import", p("assistant.cami"), meeting, p("record.txt"))
    shell.run("cami meeting new", p("assistant.cami"), "--template", "field_consultation", "--starts-on", "2014-05-20")
    shell.run("cami attach", p("KG.cami"), meeting, p("record.txt"), "--caption", "Agenda", "--confidential")
    made = shell.run("cami add", p("KG.cami"), "source", "citation=A paper", "source_type=press")["id"]
    shell.run("cami remove", p("KG.cami"), "source", made)
    shell.run("cami undo", p("KG.cami"))
    shell.run("cami redo", p("KG.cami"))
    shell.run("cami backup", p("KG.cami"), "-o", p("KG backup.cami"))
    shell.run("cami restore", p("KG backup.cami"), "--compare", p("assistant.cami"), "-o", p("restored.cami"))
    assert shell.run("cami search", p("KG.cami"), "saiga")["hits"]
    (shell.folder / "hurt.cami").write_bytes((shell.folder / "KG.cami").read_bytes())
    with closing(sqlite3.connect(shell.folder / "hurt.cami")) as hurt, hurt:
        hurt.execute("UPDATE meeting SET venue = 'elsewhere'")
    assert shell.run("cami doctor", p("hurt.cami"), exit=1)["findings"]
    shell.run("cami doctor", p("hurt.cami"), "--repair")
    shell.run("cami check", p("KG.cami"))
    arguments = (p("assistant.cami"), "-o", p("out"), "--key", p("new.p12"), "--kind", "working", *secret)
    package = shell.run("cami export", *arguments)["package"]
    (shell.folder / "torn.asice").write_bytes(Path(package).read_bytes()[:1000])
    shell.run("cami verify", package, p("torn.asice"), "--trust", p("root.pem"), exit=3)
    shell.run("cami merge", p("KG.cami"), package, exit=4)
    waiting = shell.run("cami conflicts", p("KG.cami"), exit=4)["conflicts"]
    for item in waiting:
        shell.run("cami resolve", p("KG.cami"), str(item["id"]), "ours", "--reason", "As agreed")
    kz = next((shell.folder / "packages").glob("*KZ*"))
    shell.run("cami receipt", p("region.cami"), "--for", str(kz), "-o", p("out"), "--key", p("keys/root.p12"), *secret)
    shell.run("cami synthesis", p("region.cami"), "-o", p("out"))
    shell.run("cami key list", p("region.cami"))
    shell.run("cami key revoke", p("region.cami"), issued["serial"], "--reason", "superseded", *secret)


@pytest.mark.slow
def test_what_a_command_prints_has_the_keys_of_the_page(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(demo, folder)
    shell = Shell(folder)
    _walk(shell)
    step = CountryStep("KG", folder / "KG.cami", package=folder, receipt=folder)
    told = demo_command._told(Demo(folder, folder / "region.cami", [step], (folder, folder), {"meeting": 1}))
    shell.keys["cami demo"] = _found(told.data, OF_DATA)
    as_new = _documented(_usages()["cami key new"][1])
    for name, (_usage, keys) in _usages().items():
        said = _documented(keys)
        if keys.startswith("as `cami key new`"):
            said = as_new - ({"file"} if "without" in keys else set())
        assert shell.keys[name] == said, name


def test_the_manifest_has_the_keys_of_the_page(demo: Path) -> None:
    section = _section("manifest.json")
    example = json.loads(re.findall(r"^```json\n(.*?)^```", section, flags=re.DOTALL | re.MULTILINE)[0])
    with zipfile.ZipFile(next((demo / "packages").glob("*KG*"))) as package:
        manifest = json.loads(package.read("manifest.json"))
    assert set(example) == set(manifest)
    assert set(example["attachments"][0]) == set(manifest["attachments"][0])
    with zipfile.ZipFile(next((demo / "receipts").glob("*KG*"))) as package:
        receipt = json.loads(package.read("manifest.json"))
    more = set(receipt) - set(example)
    assert set(example) <= set(receipt)
    for key in (*more, *_found(receipt["questions"], OF_DATA)):
        assert f"`{key}`" in section, key


def test_the_sheets_of_a_package_are_those_of_the_page(demo: Path) -> None:
    from openpyxl import load_workbook

    with zipfile.ZipFile(next((demo / "packages").glob("*KG*"))) as package:
        book = load_workbook(io.BytesIO(package.read("submission.xlsx")))
    assert book.sheetnames == [names.COVER, *KINDS, names.CODES, names.CHANGES, names.SUMMARIES]
    lines = [str(row[0]) for row in book[names.COVER].iter_rows(max_col=1, values_only=True) if row[0]]
    section = _section("The workbook")
    assert [name for name in lines if not name.startswith(names.COUNT) and f"`{name}`" not in section] == []
    for name in (names.CODES, names.CHANGES):
        heads = next(book[name].iter_rows(max_row=1, values_only=True))
        assert [head for head in heads if f"`{head}`" not in section] == []
