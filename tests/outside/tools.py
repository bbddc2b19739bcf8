"""Tools that we did not write, asked one question each; `needs` skips loudly without the tool, and fails in CI."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from cami_desktop.exchange import asic, opc
from tests.exchange.signing import entry

SYSTEM_PYTHON = "/usr/bin/python3"


def needs(*tools: str) -> None:
    """Skip the test, saying which tool is missing, or fail it when the environment variable CI is set.

    `uno` stands for LibreOffice's Python module in the system's own Python.
    """
    missing = [tool for tool in tools if not _has(tool)]
    if not missing:
        return
    words = f"needs {', '.join(missing)}, which is not installed: run `make tools`"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def _has(tool: str) -> bool:
    if tool != "uno":
        return shutil.which(tool) is not None
    if not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool with English messages and return what it said, whatever its exit code."""
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def unpacked(package: Path, folder: Path) -> tuple[Path, Path]:
    """Write a package's signature and signed list beside each other; return both."""
    signature, listing = folder / "signature001.p7s", folder / "ASiCManifest001.xml"
    signature.write_bytes(entry(package, asic.SIGNATURE_NAME))
    listing.write_bytes(entry(package, asic.MANIFEST_NAME))
    return signature, listing


def openssl_verifies(signature: Path, listing: Path, root: Path) -> bool:
    """Whether openssl finds the CAdES signature of a list good."""
    done = run(
        *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature),
        *("-content", listing, "-CAfile", root, "-out", "/dev/null"),
    )
    assert (done.returncode == 0) == ("CAdES Verification successful" in done.stderr), done.stderr
    return done.returncode == 0


def nss_store(folder: Path, root: Path) -> str:
    """Make an NSS store that trusts a root, for pdfsig."""
    folder.mkdir()
    assert run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password").returncode == 0
    added = run("certutil", "-A", "-d", f"sql:{folder}", "-n", "root", "-t", "CT,C,C", "-i", root)
    assert added.returncode == 0, added.stderr
    return str(folder)


def workbook_signature(package: Path) -> bytes:
    """The XML signature inside a package's workbook."""
    with zipfile.ZipFile(io.BytesIO(entry(package, "submission.xlsx"))) as workbook:
        return workbook.read(opc.SIGNATURE_ITEM)


def xmlsec_verifies(signature: Path, root: Path) -> bool:
    """Whether xmlsec1 finds an XML signature good."""
    done = run(
        *("xmlsec1", "--verify", "--ignore-manifests", "--trusted-pem", root),
        *("--id-attr:Id", "Object", "--id-attr:Id", f"{opc.XADES}:SignedProperties", signature),
    )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == ("SignedInfo References (ok/all): 3/3" in said and "OK" in said.split()), said
    return done.returncode == 0


def replaced(workbook: bytes, item: str, old: bytes, new: bytes) -> bytes:
    """A workbook with some bytes of one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(target, "w") as result:
        for name in source.namelist():
            data = source.read(name)
            if name == item:
                assert old in data
                data = data.replace(old, new, 1)
            result.writestr(name, data)
    return target.getvalue()
