"""Commands on keys and certificates: `cami key …`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cami_desktop import files
from cami_desktop.cli.output import Shown, passphrase, passphrase_options, shown
from cami_desktop.cli.workspace import FILE, opened
from cami_desktop.errors import DamagedInput, WrongUse
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey


@click.group()
def key() -> None:
    """Keys and certificates."""


def _facts(of: SigningKey, path: Path, state: str) -> Shown:
    from cami_desktop.exchange.certificates import show_certificate

    return _shown(show_certificate(of.certificate).as_dict() | {"file": path, "state": state})


def _shown(data: dict[str, Any]) -> Shown:
    lines = [f"{data['subject']}", " ".join(data["words"]), f"SHA-256 {data['fingerprint']}"]
    if data.get("not_after"):
        lines.append(_("valid until {date}").format(date=data["not_after"]))
    return Shown(data, [*lines, *([_("written: {file}").format(file=data["file"])] if "file" in data else [])])


@key.command("new")
@click.argument("file", type=FILE)
@click.option("--name", required=True, help="Name of the person or office.")
@click.option("--country", required=True, help="ISO 3166 code.")
@passphrase_options
@shown
def new(file: Path, name: str, country: str, passphrase_file: Path | None, passphrase_env: str | None) -> Shown:
    """Make a coordinator's key in a new FILE (.p12); it never leaves the computer."""
    from cami_desktop.catalogue import load
    from cami_desktop.exchange.keys import new_key

    if not load().known("country", country):
        raise WrongUse(_("{country} is not a range state of the catalogue.").format(country=country))
    made = new_key(file, name, country, passphrase(passphrase_file, passphrase_env, new=True))
    return _facts(made, file, "self-signed")


@key.command("root")
@click.argument("file", type=FILE)
@click.option("--name", default="CAMI Secretariat", show_default=True)
@passphrase_options
@shown
def root(file: Path, name: str, passphrase_file: Path | None, passphrase_env: str | None) -> Shown:
    """Make the Secretariat's root key in a new FILE, and its certificate (.pem) beside it."""
    from cami_desktop.exchange.keys import new_root

    made = new_root(file, name, passphrase(passphrase_file, passphrase_env, new=True))
    return _facts(made, file, "root")


@key.command("request")
@click.argument("file", type=FILE)
@click.option("-o", "--out", type=FILE, required=True)
@passphrase_options
@shown
def request(file: Path, out: Path, passphrase_file: Path | None, passphrase_env: str | None) -> Shown:
    """Write the request for a certificate, to send to the Secretariat."""
    from cami_desktop.exchange import keys

    opened_key = keys.load_key(file, passphrase(passphrase_file, passphrase_env))
    with files.writing(out, overwrite=False) as target:
        target.write(keys.request(opened_key))
    return _facts(opened_key, out, "requested")


@key.command("issue")
@click.argument("region", type=FILE)
@click.argument("request_file", metavar="REQUEST", type=FILE)
@click.option("-o", "--out", type=FILE, required=True)
@click.option("--key", "root_file", type=FILE, help="Root key; root.p12 beside REGION where left out.")
@passphrase_options
@shown
def issue(
    region: Path,
    request_file: Path,
    out: Path,
    root_file: Path | None,
    passphrase_file: Path | None,
    passphrase_env: str | None,
) -> Shown:
    """Issue the certificate for REQUEST and enter it into the list of REGION."""
    from cami_desktop.loop import enrol

    with opened(region) as workspace:
        signing = _root_key(region, root_file, passphrase_file, passphrase_env)
        issued = enrol.issue(workspace, request_file, out, signing)
    return _shown(issued.as_dict() | {"file": out, "state": "valid"})


def _root_key(region: Path, root_file: Path | None, file: Path | None, env: str | None) -> SigningKey:
    from cami_desktop.exchange.keys import load_key

    path = root_file or next(
        (p for p in (region.with_name("root.p12"), region.parent / "keys" / "root.p12") if p.is_file()), None
    )
    if path is None:
        raise WrongUse(_("Where is the root key? Name it with --key."))
    return load_key(path, passphrase(file, env))


@key.command("accept")
@click.argument("file", type=FILE)
@click.argument("certificate", type=FILE)
@passphrase_options
@shown
def accept(file: Path, certificate: Path, passphrase_file: Path | None, passphrase_env: str | None) -> Shown:
    """Put the certificate that the Secretariat issued into the key FILE."""
    from cami_desktop.exchange import keys
    from cami_desktop.loop.trusting import read_file

    made = keys.accept(file, passphrase(passphrase_file, passphrase_env), read_file(certificate))
    return _facts(made, file, "enrolled")


@key.command("trust")
@click.argument("workspace", type=FILE)
@click.argument("root_file", metavar="ROOT.pem", type=FILE)
@shown
def trust(workspace: Path, root_file: Path) -> Shown:
    """Trust a root certificate in WORKSPACE, after comparing its words with the Secretariat."""
    from cami_desktop.loop.trusting import trust as believe

    with opened(workspace) as open_workspace:
        root_shown = believe(open_workspace, root_file)
    return _shown(root_shown.as_dict() | {"state": "trusted"})


@key.command("revoke")
@click.argument("region", type=FILE)
@click.argument("serial")
@click.option(
    "--reason", required=True, help="key_compromise, superseded, affiliation_changed, cessation_of_operation …"
)
@click.option("--key", "root_file", type=FILE, help="Root key; root.p12 beside REGION where left out.")
@passphrase_options
@shown
def revoke(
    region: Path,
    serial: str,
    reason: str,
    root_file: Path | None,
    passphrase_file: Path | None,
    passphrase_env: str | None,
) -> Shown:
    """Withdraw the certificate with the serial number SERIAL."""
    from cami_desktop.loop import enrol

    with opened(region) as workspace:
        signing = _root_key(region, root_file, passphrase_file, passphrase_env)
        revoked = enrol.revoke(workspace, serial, reason, signing)
    return Shown(revoked.as_dict(), [_("Revoked: {name}").format(name=revoked.certificate.subject)])


@key.command("list")
@click.argument("region", type=FILE)
@shown
def list_(region: Path) -> Shown:
    """List the certificates that REGION issued."""
    from cami_desktop.loop.enrol import enrolled

    with opened(region, read_only=True) as workspace:
        found = [item.as_dict() for item in enrolled(workspace)]
    lines = [f"{item['serial']}  {item['state']}  {item['subject']}  {' '.join(item['words'])}" for item in found]
    return Shown({"certificates": found}, lines)


@key.command("show")
@click.argument("file", type=FILE)
@passphrase_options
@shown
def show(file: Path, passphrase_file: Path | None, passphrase_env: str | None) -> Shown:
    """Say what a key, certificate or request FILE holds."""
    from cami_desktop.exchange.certificates import show as look

    if not file.is_file():
        raise DamagedInput(_("There is no file {path}.").format(path=file))
    secret = passphrase(passphrase_file, passphrase_env) if file.suffix.lower() == ".p12" else None
    data = look(file, secret).as_dict()
    return _shown(
        data | {"state": "self-signed" if data["self_signed"] else "issued" if data["issuer"] else "requested"}
    )


COMMANDS = (key,)
