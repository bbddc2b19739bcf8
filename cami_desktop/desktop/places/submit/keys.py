"""Key and certificate: make a key, write its request, put in the certificate that came back, trust the root."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from cami_desktop import files
from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.desktop.places.submit.parts import file_line, key_beside, key_line, named, new_key_line, secret_line
from cami_desktop.desktop.widgets import Message, Reply, button, column, label, row, rule
from cami_desktop.errors import CamiError, Refused
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.exchange.certificates import Shown
    from cami_desktop.exchange.keys import SigningKey


class Doing(QWidget):
    """A part of the panel: its lines, a button that runs something beside the window, and what came of it."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.jobs = jobs
        self.message = Reply()
        self.words = QLabel()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName(_("Fingerprint in words"))
        self.words.hide()

    def start(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Run something and tell what went wrong, if it does."""
        self.message.say(title + " …")
        self.words.hide()
        self.jobs.run(title, work, done=done, failed=self._failed)

    def _failed(self, error: CamiError) -> None:
        self.message.say(str(error), "error")

    def told(self, text: str, words: list[str], tone: str = "good") -> None:
        """Say what was done, with the words to compare by telephone."""
        self.message.say(text, tone)
        self.words.setText(" ".join(words))
        self.words.setVisible(bool(words))

    def missing(self, text: str) -> None:
        """Say what is still to be filled in."""
        self.message.say(text, "warning")


class MakePart(Doing):
    """A new key and the request for its certificate. made(path) tells the key file."""

    made = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(jobs)
        self.country = session.info.country
        self.name = QLineEdit(session.workspace.who)
        self.file = new_key_line(_("Key file"), session.workspace.path.with_name(f"{self.country}.p12"))
        self.first, self.second = secret_line(), secret_line()
        self.second.returnPressed.connect(self.make)
        self.maker = button(_("Make the key and its request"), self.make, icon="new")
        about = label(
            _("A key proves that a submission is yours. It is a file that only your passphrase opens; keep a copy of "
              "it, for nobody can restore either."), tone="muted", wrap=True,
        )  # fmt: skip
        column(
            self, about, named(_("Name of person or office"), self.name), named(_("Key file"), self.file),
            named(_("Passphrase"), self.first, None), named(_("Passphrase again"), self.second, None),
            row(self.maker, None), self.message, self.words,
        )  # fmt: skip

    def make(self) -> None:
        """Make the key and write its request beside it."""
        path, name, secret = self.file.path, self.name.text(), self.first.text()
        if path is None:
            self.missing(_("Choose where the key file is to be."))
            return
        if secret != self.second.text():
            self.missing(_("The two passphrases differ."))
            self.second.setFocus()
            return
        key_file = path if path.suffix.lower() == ".p12" else path.with_name(path.name + ".p12")
        request_file = key_file.with_suffix(".csr")

        def work(_progress: Progress) -> tuple[Path, Path, list[str]]:
            from cami_desktop.exchange import keys

            if request_file.exists():
                raise Refused(
                    _("{path} exists already.").format(path=request_file), kept=_("No key was made."),
                    do=_("Choose another name, or move the old file away first."),
                )  # fmt: skip
            key = keys.new_key(key_file, name, self.country, secret)
            files.write_file(request_file, keys.request(key), overwrite=False)
            return key_file, request_file, key.words

        self.start(_("Making the key"), work, self._done)

    def _done(self, result: tuple[Path, Path, list[str]]) -> None:
        key_file, request_file, words = result
        self.first.clear()
        self.second.clear()
        said = _("Made {key} and {request}. Send the request to the Secretariat; they compare these words with you:")
        self.told(said.format(key=key_file.name, request=request_file.name), words)
        self.made.emit(key_file)


class AcceptPart(Doing):
    """Put the certificate that the Secretariat issued into the key file, and trust its root. accepted(path)."""

    accepted = Signal(object)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(jobs)
        self.session = session
        where = session.workspace.path
        pattern = _("Certificates ({pattern})").format(pattern="*.pem *.crt *.cer")
        self.key = key_line(_("Key file"), key_beside(where, session.info.country))
        self.certificate = file_line(_("Certificate"), pattern)
        self.secret = secret_line()
        self.secret.returnPressed.connect(self.accept)
        self.accepter = button(_("Put the certificate into the key"), self.accept, icon="check")
        column(
            self, named(_("Key file"), self.key), named(_("Certificate"), self.certificate),
            named(_("Passphrase"), self.secret, None), row(self.accepter, None), self.message, self.words,
        )  # fmt: skip

    def accept(self) -> None:
        """Take the certificate into the key file."""
        key_file, certificate, secret = self.key.path, self.certificate.path, self.secret.text()
        if key_file is None or certificate is None:
            self.missing(_("Choose the key file and the certificate first."))
            return

        def work(_progress: Progress) -> tuple[Path, SigningKey]:
            from cami_desktop.exchange import keys
            from cami_desktop.loop.trusting import read_file

            return key_file, keys.accept(key_file, secret, read_file(certificate))

        self.start(_("Reading the certificate"), work, self._done)

    def _done(self, result: tuple[Path, SigningKey]) -> None:
        path, key = result
        self.secret.clear()
        self.told(_("{name} now holds the certificate of {who}.").format(name=path.name, who=key.name), key.words)
        self.accepted.emit(path)


class TrustPart(Doing):
    """Trust a root certificate, after its words were compared: first they are shown, then it is trusted."""

    trusted = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(jobs)
        self.session = session
        beside = session.workspace.path.with_name("root.pem")
        pattern = _("Certificates ({pattern})").format(pattern="*.pem *.crt *.cer")
        self.file = file_line(_("Root certificate"), pattern, beside if beside.is_file() else None)
        self.looker = button(_("Show whose it is"), self.look)
        self.truster = button(_("The words agree: trust it"), self.trust, icon="check")
        self.truster.setEnabled(False)
        self.file.changed.connect(lambda: self.truster.setEnabled(False))
        self.known = Message(small=False)
        column(
            self, self.known, named(_("Root certificate"), self.file), row(self.looker, self.truster, None),
            self.message, self.words,
        )  # fmt: skip
        self._tell_known()

    def look(self) -> None:
        """Show whose certificate it is and its words."""
        path = self.file.path
        if path is None:
            self.missing(_("Choose the Secretariat's root certificate (root.pem) first."))
            return

        def work(_progress: Progress) -> Shown:
            from cami_desktop.exchange import trust
            from cami_desktop.exchange.certificates import show_certificate
            from cami_desktop.loop.trusting import read_file

            return show_certificate(trust.certificates_in(read_file(path))[-1])

        self.start(_("Reading the certificate"), work, self._seen)

    def trust(self) -> None:
        """Trust the certificate that was shown."""
        path, workspace = self.file.path, self.session.workspace
        if path is None:
            return

        def work(_progress: Progress) -> Shown:
            from cami_desktop.loop.trusting import trust

            return trust(workspace, path)

        self.start(_("Keeping the certificate"), work, self._done)

    def _seen(self, shown: Shown) -> None:
        self.told(_("{name}. Compare these words with the Secretariat by telephone:").format(name=shown.name),
                  shown.words, "hint")  # fmt: skip
        self.truster.setEnabled(True)

    def _done(self, shown: Shown) -> None:
        self.told(_("{name} is trusted from now on.").format(name=shown.name), shown.words)
        self.truster.setEnabled(False)
        self._tell_known()
        self.trusted.emit()

    def _tell_known(self) -> None:
        from cami_desktop.workspace.ledger import TrustedRoot

        try:
            known = len(self.session.workspace.ledger(TrustedRoot))
        except CamiError as error:
            self.known.say(str(error), "error")
            return
        if known:
            self.known.say(_("This workspace trusts the Secretariat's root certificate."), "good")
        else:
            self.known.say(_("This workspace trusts no root certificate yet; receipts cannot be verified."), "warning")


class KeyPanel(QWidget):
    """All three parts below each other."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.make = MakePart(session, jobs)
        self.accept = AcceptPart(session, jobs)
        self.trust = TrustPart(session, jobs)
        column(
            self, label(_("Make a key"), "heading"), self.make, rule(),
            label(_("Take in the certificate"), "heading"), self.accept, rule(),
            label(_("Trust the Secretariat"), "heading"), self.trust,
        )  # fmt: skip
        self.make.made.connect(self.accept.key.put)
