"""A passphrase on the whole file: noise without it, the same workspace with it, and readable after any interruption."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
import zlib
from collections import Counter
from pathlib import Path, PureWindowsPath

import pytest

from cami_desktop.errors import DamagedInput, PassphraseNeeded, Refused, WrongUse
from cami_desktop.loop.dump import dump
from cami_desktop.records.kinds import Note, Source
from cami_desktop.workspace import cipher, safe_copy
from cami_desktop.workspace.backup import Reason, backup_folder, backups_in
from cami_desktop.workspace.cipher import PAGE, Key
from cami_desktop.workspace.doctor import examine
from cami_desktop.workspace.protection import protect
from cami_desktop.workspace.restore import restore
from cami_desktop.workspace.workspace import Workspace, utc_now
from tests.workspace.conftest import files_beside

PASSPHRASE = "Сайгак у реки 2014 Ү"
CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "workspace-0001-national.cami"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain workspace of today's schema with a few hundred records, history, contents and a search index."""
    file = tmp_path_factory.mktemp("sample") / "KG.cami"
    shutil.copyfile(CORPUS, file)
    with Workspace.open(file) as workspace:
        assert workspace.search("сайгак")
    return file


@pytest.fixture
def plain(sample: Path, file: Path) -> Path:
    shutil.copyfile(sample, file)
    return file


@pytest.fixture
def protected(plain: Path) -> Path:
    assert protect(plain, new=PASSPHRASE).protected
    return plain


def everything(path: Path, passphrase: str | None) -> object:
    with Workspace.open(path, passphrase=passphrase, read_only=True) as workspace:
        return dump(workspace)


def texts_of(path: Path) -> set[str]:
    """Every text of some length in a plain workspace."""
    with Workspace.open(path, read_only=True) as workspace:
        values = [value for record in workspace.records() for value in record.values().values()]
    return {value for value in values if isinstance(value, str) and len(value) >= 8}


def test_without_the_passphrase_the_file_is_noise(sample: Path, protected: Path) -> None:
    data = protected.read_bytes()
    assert len(data) > 100 * PAGE and len(data) % PAGE == 0
    known = texts_of(sample)
    assert len(known) > 200
    for text in known:
        assert text.encode() not in data and text.encode("utf-16-le") not in data
    for sign in (b"SQLite", b"CREATE TABLE", b"alembic", b"national", PASSPHRASE.encode()):
        assert sign not in data
    assert len(zlib.compress(data, 9)) >= len(data), "what can be compressed is no noise"
    # Chi-square over the 256 values: mean 255, standard deviation 22.6; seven of those above would be no chance.
    found, expected = Counter(data), len(data) / 256
    chi = sum((found[value] - expected) ** 2 / expected for value in range(256))
    assert chi < 255 + 7 * 22.6
    pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
    assert len(set(pages)) == len(pages), "equal pages would show that something repeats"


def test_other_programs_refuse_the_file(protected: Path) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(protected).execute("SELECT * FROM sqlite_master")
    tool = shutil.which("file")
    if tool is not None:
        done = subprocess.run([tool, "-b", str(protected)], capture_output=True, text=True, check=True)
        assert "SQLite" not in done.stdout


def test_opening_asks_for_the_passphrase_and_takes_no_other(protected: Path) -> None:
    before = protected.read_bytes()
    with pytest.raises(PassphraseNeeded, match="protected by a passphrase"):
        Workspace.open(protected)
    for wrong in ("x", PASSPHRASE.lower(), PASSPHRASE + " "):
        with pytest.raises(Refused, match="does not open") as told:
            Workspace.open(protected, passphrase=wrong)
        assert wrong not in f"{told.value}{told.value.details}" or wrong == "x"
    with pytest.raises(WrongUse, match="blank"):
        Workspace.open(protected, passphrase="")
    assert protected.read_bytes() == before
    assert files_beside(protected) == [protected]


def test_a_wrong_passphrase_writes_nothing_to_standard_error(protected: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cami_desktop.errors import Refused\n"
        "from cami_desktop.workspace.cipher import unlock\n"
        "try:\n    unlock(Path(sys.argv[1]), 'wrong')\nexcept Refused:\n    print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(protected)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("refused\n", "")


def test_a_plain_workspace_never_loads_the_cipher(plain: Path) -> None:
    code = (
        "import sys; from pathlib import Path\nfrom cami_desktop.workspace.workspace import Workspace\n"
        "with Workspace.open(Path(sys.argv[1]), passphrase='not needed') as workspace:\n    workspace.counts()\n"
        "print('sqlcipher3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(plain)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "protected"])
def test_the_work_of_a_day_is_the_same_with_and_without(plain: Path, tmp_path: Path, passphrase: str | None) -> None:
    """Save, history, undo, redo, draft, search, attachment, backup: on both kinds of file."""
    if passphrase is not None:
        protect(plain, new=passphrase)
    picture = tmp_path / "Карта.pdf"
    picture.write_bytes(b"%PDF-" + random.Random(1).randbytes(3_000_000))
    with Workspace.open(plain, passphrase=passphrase) as workspace:
        source = workspace.save(Source(citation="Учёт джейранов", source_type="press"))
        source.citation = "Учёт джейранов 2016"
        workspace.save(source, reason="год")
        assert [entry.after for entry in workspace.history(source.id) if entry.field == "citation"][
            -1
        ] == source.citation
        assert workspace.undo() is not None
        assert [item.id for item in workspace.search("джейранов 2016")] == []
        assert workspace.redo() is not None
        assert [item.id for item in workspace.search("ДЖЕЙРАНОВ 2016")] == [source.id]
        workspace.keep_draft("note", "n1", "text", "начато")
        attached = workspace.add_attachment(source.id, picture)
        backup = workspace.back_up(Reason.WORK)
        assert backup is not None and cipher.is_protected(backup.path) == (passphrase is not None)
        with pytest.raises(Refused, match="open already"):
            Workspace.open(plain, passphrase=passphrase)
    assert files_beside(plain) == sorted([picture, plain])
    with Workspace.open(plain, passphrase=passphrase, read_only=True) as again:
        assert again.get(Source, source.id) is not None
        assert [item.text for item in again.drafts()] == ["начато"]
        assert b"".join(again.open_content(str(attached.sha256))) == picture.read_bytes()
    assert everything(backup.path, passphrase) == everything(plain, passphrase)


def test_setting_changing_and_removing_keep_everything(sample: Path, plain: Path) -> None:
    whole = everything(sample, None)
    plain.chmod(0o640)
    protect(plain, new="первая")
    first = plain.read_bytes()
    assert everything(plain, "первая") == whole
    protect(plain, old="первая", new="вторая")
    assert plain.read_bytes()[:16] != first[:16], "a salt of its own for each passphrase"
    with pytest.raises(Refused, match="does not open"):
        Workspace.open(plain, passphrase="первая")
    assert everything(plain, "вторая") == whole
    assert not protect(plain, old="вторая").protected
    assert everything(plain, None) == whole
    assert files_beside(plain) == [plain]
    assert os.name == "nt" or plain.stat().st_mode & 0o777 == 0o640
    with Workspace.open(plain) as workspace:
        assert workspace.search("сайгак"), "the search index came through"


def test_what_cannot_be_done_is_refused_and_changes_nothing(plain: Path) -> None:
    before = plain.read_bytes()
    with pytest.raises(Refused, match="has no passphrase"):
        protect(plain)
    with pytest.raises(Refused, match="has no passphrase"):
        protect(plain, old="x", new="y")
    with pytest.raises(WrongUse, match="blank"):
        protect(plain, new="")
    with Workspace.open(plain), pytest.raises(Refused, match="open already"):
        protect(plain, new="x")
    assert plain.read_bytes() == before
    protect(plain, new="x")
    before = plain.read_bytes()
    with pytest.raises(PassphraseNeeded):
        protect(plain, new="y")
    with pytest.raises(Refused, match="does not open"):
        protect(plain, old="y", new="z")
    with pytest.raises(Refused, match="open already"), Workspace.open(plain, passphrase="x"):
        protect(plain, old="x")
    assert plain.read_bytes() == before


def opened_by(path: Path, *passphrases: str | None) -> str | None:
    """The one of the passphrases that a file has now."""
    if not cipher.is_protected(path):
        return None
    for passphrase in passphrases:
        try:
            if cipher.unlock(path, passphrase) is not None:
                return passphrase
        except Refused:
            continue
    raise AssertionError("none of them")


def test_a_file_that_another_one_reads_with_a_log_beside_it_is_left_alone(
    protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log of the old file beside the new one would be played back into it."""
    monkeypatch.setattr(cipher, "PATIENCE", 0.2)
    with Workspace.open(protected, passphrase=PASSPHRASE) as writer:
        writer.backups.wanted = False
        writer.save(Source(citation="Учёт", source_type="press"))
        reader = cipher.connect(protected, cipher.unlock(protected, PASSPHRASE), mode="ro")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM source").fetchone()
    before = protected.read_bytes()
    with pytest.raises(Refused, match="still being read"):
        protect(protected, old=PASSPHRASE, new="вторая")
    assert protected.read_bytes() == before
    reader.close()
    assert protect(protected, old=PASSPHRASE, new="вторая").protected
    with Workspace.open(protected, passphrase="вторая") as workspace:
        assert "Учёт" in {item.citation for item in workspace.all(Source)}


CHANGING = """
import sys
from pathlib import Path
from cami_desktop.workspace import cipher
from cami_desktop.workspace.protection import protect
file, old, new = Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3] or None
cipher.driver(cipher.Key("x"))
print("begin", flush=True)
protect(file, old, new)
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_half_way_the_file_opens_with_one_of_the_two(sample: Path, plain: Path) -> None:
    whole = everything(sample, None)
    chance = random.Random(20140520)
    states: list[str | None] = [None, "первая", "вторая"]
    now: str | None = None
    killed = 0
    for _turn in range(8):
        wanted = states[(states.index(now) + 1) % 3]
        process = subprocess.Popen(
            [sys.executable, "-c", CHANGING, str(plain), now or "", wanted or ""], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None and process.stdout.readline() == "begin\n"
        time.sleep(chance.random() * 0.9)
        process.kill()
        killed += "done" not in process.communicate()[0]
        assert process.returncode in (0, -signal.SIGKILL)
        now = opened_by(plain, now, wanted)
        assert everything(plain, now) == whole
    protect(plain, old=now, new="последняя")
    assert files_beside(plain) == [plain], "what the killed ones left was swept away"
    assert killed


def test_on_a_full_disk_the_old_file_stands(plain: Path) -> None:
    resource = pytest.importorskip("resource")
    assert resource
    before = plain.read_bytes()
    code = (
        "import resource, signal, sys; from pathlib import Path; from cami_desktop.errors import Refused\n"
        "from cami_desktop.workspace.protection import protect\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "try:\n    protect(Path(sys.argv[1]), new='x')\nexcept Refused as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(plain)], capture_output=True, text=True, check=True)
    assert "could not be written" in done.stdout
    assert plain.read_bytes() == before
    assert files_beside(plain) == [plain]


def test_a_killed_writer_leaves_no_plain_text_beside_the_file(protected: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\nfrom cami_desktop.records.kinds import Note\n"
        "from cami_desktop.workspace.workspace import Workspace\n"
        "workspace = Workspace.open(Path(sys.argv[1]), passphrase=sys.argv[2])\n"
        "workspace.save(Note(text='Водопой охраняют с марта'))\nos._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(protected), PASSPHRASE], check=True)
    left = files_beside(protected)
    assert any(item.name.endswith("-wal") for item in left), "nothing was folded in"
    for item in left:
        assert "Водопой".encode() not in item.read_bytes()
    with Workspace.open(protected, passphrase=PASSPHRASE) as workspace:
        assert "Водопой охраняют с марта" in [note.text for note in workspace.all(Note)]


def test_backups_follow_the_workspace_and_earlier_ones_are_named(plain: Path) -> None:
    with Workspace.open(plain) as workspace:
        workspace.save(Source(citation="До", source_type="press"))
    early = [item.path for item in backups_in(backup_folder(plain))]
    assert len(early) == 1
    assert protect(plain, new="первая").left == tuple(early)
    with Workspace.open(plain, passphrase="первая") as workspace:
        workspace.save(Source(citation="После", source_type="press"))
    late = [item.path for item in backups_in(backup_folder(plain)) if item.path not in early]
    assert [cipher.is_protected(path) for path in (*early, *late)] == [False, True]
    done = protect(plain, old="первая", new="вторая", also_backups=True)
    assert set(done.changed) == set(late) and set(done.left) == set(early)
    assert safe_copy.findings(late[0], cipher.unlock(late[0], "вторая")) == []
    done = protect(plain, old="вторая", also_backups=True)
    assert set(done.changed) == set(late) and done.left == ()
    done = protect(plain, new="третья", also_backups=True)
    assert set(done.changed) == {*early, *late} and done.left == ()
    for path in (*early, *late):
        everything(path, "третья")


def test_a_plain_backup_does_not_make_a_protected_workspace_readable(plain: Path) -> None:
    with Workspace.open(plain) as workspace:
        workspace.save(Source(citation="До", source_type="press"))
    (early,) = backups_in(backup_folder(plain))
    protect(plain, new=PASSPHRASE)
    with Workspace.open(plain, passphrase=PASSPHRASE) as workspace:
        workspace.save(Source(citation="После", source_type="press"))
    restore(early.path, plain, who="A", clock=utc_now, passphrase=PASSPHRASE)
    assert cipher.is_protected(plain) and not cipher.is_protected(early.path)
    with Workspace.open(plain, passphrase=PASSPHRASE) as workspace:
        citations = {item.citation for item in workspace.all(Source)}
    assert "До" in citations and "После" not in citations


def test_the_doctor_finds_a_protected_workspace_sound(protected: Path) -> None:
    assert examine(protected, PASSPHRASE).findings == []


def test_an_older_protected_workspace_is_brought_up_to_date(file: Path) -> None:
    shutil.copyfile(CORPUS, file)
    protect(file, new=PASSPHRASE)
    with Workspace.open(file, passphrase=PASSPHRASE) as workspace:
        assert workspace.counts()["note"] == 24
    backups = backups_in(backup_folder(file))
    assert Reason.MIGRATION in {item.reason for item in backups}
    assert all(cipher.is_protected(item.path) for item in backups)


def test_a_page_that_was_altered_is_noticed(protected: Path) -> None:
    data = bytearray(protected.read_bytes())
    data[20 * PAGE + 100] ^= 1
    protected.write_bytes(data)
    key = cipher.unlock(protected, PASSPHRASE)
    assert safe_copy.findings(protected, key) != []
    with pytest.raises(DamagedInput, match="damaged"):
        protect(protected, old=PASSPHRASE)
    assert protected.read_bytes() == bytes(data)


@pytest.mark.parametrize(
    ("data", "noise"),
    [
        (random.Random(2).randbytes(8 * PAGE), True),
        (random.Random(2).randbytes(8 * PAGE - 1), False),
        (b"PK\x03\x04" + random.Random(2).randbytes(2 * PAGE - 4), False),
        (("Сайга, куланы и джейраны. " * 4000).encode()[: 8 * PAGE], False),
        (cipher.MAGIC + random.Random(2).randbytes(PAGE - 16), False),
        (bytes(PAGE), False),
        (b"", False),
    ],
)
def test_noise_is_told_from_other_files(file: Path, data: bytes, noise: bool) -> None:
    file.write_bytes(data)
    assert cipher.is_protected(file) is noise
    with pytest.raises(PassphraseNeeded if noise else DamagedInput):
        Workspace.open(file)
    with pytest.raises(Refused if noise else DamagedInput):
        Workspace.open(file, passphrase="x")
    assert file.read_bytes() == data


def test_a_protected_file_of_another_program_is_not_ours(file: Path) -> None:
    connection = cipher.connect(file, Key("x"), mode="rwc")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(DamagedInput, match="not a CAMI workspace"):
        Workspace.open(file, passphrase="x")


def test_letters_may_be_sent_composed_or_not(plain: Path) -> None:
    protect(plain, new=unicodedata.normalize("NFD", "Ёж и ай"))
    everything(plain, unicodedata.normalize("NFC", "Ёж и ай"))


def test_the_file_opens_with_sqlcipher_alone(protected: Path) -> None:
    """As docs/format.md says: by the passphrase and the settings of SQLCipher 4, without this program."""
    module = cipher.driver(Key("any"))
    connection = module.connect(str(protected))
    connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
    assert connection.execute("SELECT value FROM info WHERE name = 'country'").fetchone() == ("KG",)
    connection.close()


def test_a_key_does_not_show_its_passphrase() -> None:
    assert "geheim" not in f"{Key('geheim')!r} {Key('geheim')}"


def test_a_network_path_of_windows_is_an_address_without_a_host() -> None:
    assert cipher.uri(PureWindowsPath(r"\\nas\cami\KG 1.cami"), "ro") == "file:////nas/cami/KG%201.cami?mode=ro"
    assert cipher.uri(PureWindowsPath(r"C:\cami\KG?.cami"), "rw") == "file:///C:/cami/KG%3F.cami?mode=rw"


def test_a_workspace_made_with_a_passphrase_never_was_plain(file: Path, tmp_path: Path) -> None:
    """Everything that was ever written of it is noise, the log beside it too."""
    with Workspace.create(file, country="KG", passphrase=PASSPHRASE) as workspace:
        workspace.save(Source(citation="Тайный учёт архара", source_type="press"))
        for path in files_beside(file):
            data = path.read_bytes()
            assert "Тайный".encode() not in data and not data.startswith(cipher.MAGIC) and b"CREATE TABLE" not in data
        made = workspace.back_up(Reason.WORK)
    assert made is not None and cipher.is_protected(made.path) and cipher.is_protected(file)
    with pytest.raises(PassphraseNeeded):
        Workspace.open(file)
    with Workspace.open(file, passphrase=PASSPHRASE) as workspace:
        assert [item.citation for item in workspace.all(Source)] == ["Тайный учёт архара"]
    with pytest.raises(WrongUse, match="blank"):
        Workspace.create(tmp_path / "blank.cami", country="KG", passphrase="")
    assert not (tmp_path / "blank.cami").exists()


def test_the_copies_in_the_second_place_are_protected_too(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with Workspace.create(file, country="KG") as workspace:
        workspace.backups.second = stick
        workspace.save(Source(citation="Учёт", source_type="press"))
        made = workspace.back_up(Reason.WORK)
    assert made is not None
    beside, there = {item.path for item in backups_in(backup_folder(file))}, backups_in(backup_folder(file, stick))
    copies = {item.path for item in there}
    assert copies and set(protect(file, new="первая", second=stick).left) == beside | copies, "named where left as is"
    protect(file, old="первая")
    done = protect(file, new=PASSPHRASE, also_backups=True, second=stick)
    assert (set(done.changed), done.left, done.away) == (beside | copies, (), None)
    assert all(cipher.is_protected(path) for path in copies)
    stick.rename(tmp_path / "unplugged")
    assert protect(file, old=PASSPHRASE, also_backups=True, second=stick).away == stick
