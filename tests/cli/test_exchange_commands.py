"""The loop by hand, with the commands that people type: keys, export, verify, merge, receipt, synthesis."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cami_desktop.loop.sample import PASSPHRASE
from tests.cli.conftest import Cami, Said
from tests.exchange.signing import other_byte

SECRET = {"CAMI_SECRET": "четыре слова для ключа"}


@pytest.fixture
def office_desk(cami: Cami, tmp_path: Path) -> Path:
    """A Secretariat's folder with root key and region, and a coordinator's enrolled key, made by commands."""

    def ok(*arguments: object) -> Said:
        said = cami(*arguments, **SECRET)
        assert said.code == 0, said.err
        return said

    secret = ("--passphrase-env", "CAMI_SECRET")
    ok("new", tmp_path / "region.cami", "--role", "regional")
    ok("key", "root", tmp_path / "root.p12", *secret)
    ok("key", "trust", tmp_path / "region.cami", tmp_path / "root.pem")
    made = ok("key", "new", tmp_path / "KG.p12", "--name", "Айгүл", "--country", "KG", "--json", *secret).json
    ok("key", "request", tmp_path / "KG.p12", "-o", tmp_path / "KG.csr", *secret)
    shown = ok("key", "show", tmp_path / "KG.csr", "--json").json
    assert shown["words"] == made["words"] and shown["country"] == "KG"
    ok("key", "issue", tmp_path / "region.cami", tmp_path / "KG.csr", "-o", tmp_path / "KG.pem", *secret)
    assert ok("key", "accept", tmp_path / "KG.p12", tmp_path / "KG.pem", "--json", *secret).json["state"] == "enrolled"
    return tmp_path


def test_the_whole_loop_by_hand(cami: Cami, office_desk: Path, root: Path) -> None:
    desk, secret = office_desk, ("--passphrase-env", "CAMI_SECRET")
    kg = desk / "KG.cami"
    assert cami("new", kg, "--country", "KG").code == 0
    assert cami("key", "trust", kg, desk / "root.pem").code == 0
    assert cami("import", kg, root / "resources" / "sample" / "KG").code == 0
    exported = cami("export", kg, "-o", desk / "out", "--key", desk / "KG.p12", "--json", *secret, **SECRET).json
    package = Path(exported["package"])
    assert exported["number"] == 1 and exported["previous"] is None and sum(exported["counts"].values()) > 150
    verified = cami("verify", package, "--trust", desk / "region.cami", "--json")
    assert verified.code == 0
    (verdict,) = verified.json["packages"]
    assert (verdict["verdict"], verdict["country"], verdict["counts"]) == ("genuine", "KG", exported["counts"])
    assert cami("verify", package, "--trust", desk / "root.pem").code == 0
    assert cami("verify", package).code == 1
    planned = cami("merge", desk / "region.cami", package, "--dry-run", "--json").json["packages"][0]
    assert planned["outcome"] == "planned"
    merged = cami("merge", desk / "region.cami", package, "--json")
    assert merged.code == 0 and merged.json["packages"][0]["added"] == planned["added"]
    again = cami("merge", desk / "region.cami", package, "--json").json["packages"][0]
    assert again["outcome"] == "already-received" and again["added"] == 0
    answered = cami("receipt", desk / "region.cami", "--for", package, "-o", desk / "receipts", "--key",
                    desk / "root.p12", "--json", *secret, **SECRET).json  # fmt: skip
    assert answered["for"] == exported["digest"]
    received = cami("merge", kg, answered["package"], "--json").json["packages"][0]
    assert received["outcome"] == "merged" and received["reasons"] == ["Receipt for submission 1."]
    written = cami("synthesis", desk / "region.cami", "-o", desk / "synthesis", "--json").json
    assert {Path(file).suffix for file in written["files"]} == {".xlsx", ".pdf"}
    assert cami("conflicts", desk / "region.cami", "--json").json == {"conflicts": []}


def test_a_revoked_key_is_told_at_the_next_verification(cami: Cami, office_desk: Path, root: Path) -> None:
    desk, secret = office_desk, ("--passphrase-env", "CAMI_SECRET")
    (listed,) = cami("key", "list", desk / "region.cami", "--json").json["certificates"]
    assert listed["state"] == "valid" and listed["country"] == "KG"
    assert cami("new", desk / "KG.cami", "--country", "KG").code == 0
    nothing = cami("export", desk / "KG.cami", "-o", desk, "--key", desk / "KG.p12", *secret, **SECRET)
    nothing.refused(1, "There is nothing to hand in yet.")
    assert cami("add", desk / "KG.cami", "source", "citation=Учёт", "source_type=press").code == 0
    exported = cami("export", desk / "KG.cami", "-o", desk, "--key", desk / "KG.p12", "--json", *secret, **SECRET).json
    revoked = cami("key", "revoke", desk / "region.cami", listed["serial"], "--reason", "key_compromise", *secret,
                   **SECRET)  # fmt: skip
    assert revoked.code == 0, revoked.err
    assert cami("key", "list", desk / "region.cami", "--json").json["certificates"][0]["state"] == "revoked"
    verdict = cami("verify", exported["package"], "--trust", desk / "region.cami", "--json")
    assert verdict.code == 1 and verdict.json["packages"][0]["verdict"] == "revoked"
    assert cami("merge", desk / "region.cami", exported["package"]).code == 1


@pytest.fixture
def desk(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo that a test may spoil."""
    copy = tmp_path / "демо"
    shutil.copytree(demo, copy)
    return copy


BAD = [
    ("a wrong passphrase", ["export", "{desk}/KG.cami", "-o", "{desk}/x", "--key", "{desk}/keys/KG.p12",
                            "--passphrase-env", "WRONG"], 1, "passphrase"),
    ("no passphrase", ["export", "{desk}/KG.cami", "-o", "{desk}/x", "--key", "{desk}/keys/KG.p12"], 2, "passphrase"),
    ("a key of another country", ["export", "{desk}/KG.cami", "-o", "{desk}/x", "--key", "{desk}/keys/KZ.p12",
                                  "--passphrase-env", "RIGHT"], 1, "speaks for KZ"),
    ("a folder that cannot be written", ["export", "{desk}/KG.cami", "-o", "/proc/none", "--key",
                                         "{desk}/keys/KG.p12", "--passphrase-env", "RIGHT"], 1, "cannot be written"),
    ("a key file that is none", ["export", "{desk}/KG.cami", "-o", "{desk}/x", "--key", "{desk}/root.pem",
                                 "--passphrase-env", "RIGHT"], 3, ""),
    ("a package that is not there", ["verify", "{desk}/none.asice"], 3, "none.asice"),
    ("a receipt for a package never merged", ["receipt", "{desk}/region.cami", "--for", "{desk}/root.pem", "-o",
                                              "{desk}/x", "--key", "{desk}/keys/root.p12", "--passphrase-env",
                                              "RIGHT"], 1, "was not merged"),
    ("a synthesis of one country", ["synthesis", "{desk}/KG.cami", "-o", "{desk}/x"], 1, "not a regional"),
    ("a conflict that is none", ["resolve", "{desk}/KG.cami", "7", "ours", "--reason", "x"], 2, "no open conflict"),
    ("a demo in a folder in use", ["demo", "{desk}"], 1, "is not empty"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "words"), [pytest.param(*case[1:], id=case[0]) for case in BAD])
def test_bad_input_changes_nothing(cami: Cami, desk: Path, arguments: list[str], code: int, words: str) -> None:
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    said = cami(*(item.format(desk=desk) for item in arguments), WRONG="not the passphrase", RIGHT=PASSPHRASE)
    said.refused(code, words)
    after = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    assert after == before


def test_a_cut_short_and_an_altered_package_are_refused_with_their_exit_codes(cami: Cami, desk: Path) -> None:
    package = desk / "packages" / "CAMI_KG_cami-2014_001.asice"
    whole = package.read_bytes()
    package.write_bytes(whole[: len(whole) // 2])
    assert cami("verify", package, "--trust", desk / "region.cami").code == 3
    assert cami("merge", desk / "region.cami", package).code == 3
    package.write_bytes(other_byte(whole))
    verdict = cami("verify", package, "--trust", desk / "region.cami", "--json")
    assert verdict.code in (1, 3) and verdict.json["packages"][0]["verdict"] in ("altered", "damaged")
    assert cami("verify", desk / "root.pem", "--trust", desk / "region.cami").code == 3


def test_a_workbook_with_a_missing_column_is_named(cami: Cami, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "source"
    sheet.append(["id", "year"])
    sheet.append(["ID", "Year"])
    sheet.append([None, 2014])
    book.save(tmp_path / "sources.xlsx")
    kg = tmp_path / "KG.cami"
    cami("new", kg, "--country", "KG")
    said = cami("import", kg, tmp_path / "sources.xlsx", "--json")
    assert said.code == 1 and said.json["added"] == 0
    assert {problem["rule"] for problem in said.json["problems"]} == {"missing-column"}
    assert {problem["field"] for problem in said.json["problems"]} == {"citation", "source_type"}
