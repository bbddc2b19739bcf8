"""Parts that Submit and the Secretariat's places share: pages, choosing files and folders, opening a signing key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLayout, QLineEdit, QScrollArea, QWidget

from cami_desktop.desktop.jobs import Jobs
from cami_desktop.desktop.jobs import Progress as Told
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.words import LANGUAGES, _, formats, language

if TYPE_CHECKING:
    from cami_desktop.exchange.keys import SigningKey
    from cami_desktop.loop.progress import Progress

LABEL = 150
"""Width in pixels of the words before a line."""

KEY_FILES = "*.p12"

ENDING = ".asice"
"""How the name of a package ends."""


def page(*cards: QWidget, widest: int = 1120) -> QScrollArea:
    """Cards below each other, on a page that scrolls."""
    inside = QWidget()
    column(inside, *cards, None, margin=2 * SPACE, space=2 * SPACE)
    inside.setMaximumWidth(widest)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAlignment(Qt.AlignmentFlag.AlignLeft)
    area.setWidget(inside)
    return area


def named(name: str, *controls: QWidget | None) -> QLayout:
    """A line: words, and the controls that they name."""
    words = label(name, "label")
    words.setFixedWidth(LABEL)
    words.setWordWrap(True)
    first = controls[0]
    if first is not None:
        words.setBuddy(first)
        first.setAccessibleName(name)
    return row(words, *controls)


def counting(progress: Told) -> Progress:
    """What a verb of the loop tells its progress to. Its last word stops nothing: the work is done by then."""
    return lambda done, of, _what: progress(done, of) if done < of else None


def show_in_folder(path: Path) -> None:
    """Open the folder of a file in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent if path.is_file() else path)))


def languages() -> QComboBox:
    """A choice of language, first that of the window."""
    result = QComboBox()
    for code, name in LANGUAGES.items():
        result.addItem(name, code)
    result.setCurrentIndex(list(LANGUAGES).index(language()))
    result.setMaximumWidth(220)
    return result


def secret_line() -> QLineEdit:
    """A line for a passphrase."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setMaximumWidth(320)
    return line


class PathLine(QWidget):
    """A file or folder: typed, or chosen with the button. changed() tells when it was."""

    changed = Signal()

    def __init__(self, name: str, ask: Callable[[QWidget, str], str], path: Path | None = None) -> None:
        """ask(parent, proposal) lets the person choose and returns a path, blank for none."""
        super().__init__()
        self._ask = ask
        self.line = QLineEdit(str(path) if path else "")
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        chooser = button(_("Choose…"), self._choose)
        chooser.setAccessibleName(f"{name}: {_('Choose…')}")
        layout = row(self.line, chooser)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> Path | None:
        """What stands in the line; None for nothing."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def put(self, path: Path | None) -> None:
        """Show a path."""
        self.line.setText(str(path) if path else "")

    def _choose(self) -> None:
        chosen = self._ask(self, self.line.text())
        if chosen:
            self.line.setText(chosen)


def folder_line(name: str, path: Path | None = None) -> PathLine:
    """A line for a folder."""
    return PathLine(name, lambda parent, at: QFileDialog.getExistingDirectory(parent, name, at), path)


def file_line(name: str, filter_: str, path: Path | None = None) -> PathLine:
    """A line for a file that exists; filter_ is written as Qt does, «Keys (*.p12)»."""
    return PathLine(name, lambda parent, at: QFileDialog.getOpenFileName(parent, name, at, filter_)[0], path)


def key_line(name: str, path: Path | None = None) -> PathLine:
    """A line for a key file that exists."""
    return file_line(name, _key_filter(), path)


def new_key_line(name: str, path: Path | None = None) -> PathLine:
    """A line for a key file that is to be made."""
    return new_file_line(name, _key_filter(), path)


def _key_filter() -> str:
    return _("Keys ({pattern})").format(pattern=KEY_FILES)


def new_file_line(name: str, filter_: str, path: Path | None = None) -> PathLine:
    """A line for a file that is to be made."""
    return PathLine(name, lambda parent, at: QFileDialog.getSaveFileName(parent, name, at, filter_)[0], path)


def key_beside(workspace: Path, country: str) -> Path | None:
    """The key file that probably belongs to a workspace: beside it or in the folder `keys`; root.p12 for a region."""
    folders = (workspace.parent, workspace.parent / "keys")
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob(KEY_FILES))]
    wanted = country.casefold() or "root"
    named_so = [path for path in found if wanted in path.stem.casefold()]
    others = [path for path in found if "root" not in path.stem.casefold()]
    return next(iter([*named_so, *(others if country and len(others) == 1 else [])]), None)


class KeyOpener(QWidget):
    """Key file and passphrase; opened(key) once the passphrase fits. What does not fit is told below, in words."""

    opened = Signal(object)

    def __init__(self, jobs: Jobs, path: Path | None, *, name: str = "") -> None:
        super().__init__()
        self.jobs = jobs
        self.key: SigningKey | None = None
        self.file = key_line(name or _("Your key"), path)
        self.file.changed.connect(self.close_key)
        self.secret = secret_line()
        self.secret.returnPressed.connect(self.open_key)
        self.opener = button(_("Open the key"), self.open_key, hint=_("Open the key (Enter)"))
        self.message = Message(small=False)
        self.words = QLabel()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words_line = QWidget()
        self.words_line.setLayout(named(_("Fingerprint in words"), self.words, None))
        column(
            self, named(name or _("Your key"), self.file), named(_("Passphrase"), self.secret, self.opener, None),
            self.message, self.words_line,
        )  # fmt: skip
        self.words_line.hide()

    def open_key(self) -> None:
        """Open the key beside the window: the passphrase is stretched for half a second on purpose."""
        path, secret = self.file.path, self.secret.text()
        if path is None:
            self.message.say(_("Choose your key file (.p12) first."), "warning")
            return
        if self.key is not None and not secret:
            self.opened.emit(self.key)
            return
        self.opener.setEnabled(False)

        def work(_progress: Told) -> SigningKey:
            from cami_desktop.exchange.keys import load_key

            return load_key(path, secret)

        self.jobs.run(_("Opening the key"), work, done=self._opened, failed=self._refused)

    def close_key(self) -> None:
        """Forget the key, because another file was chosen."""
        if self.key is not None:
            self.key = None
            self.message.say("")
            self.words_line.hide()
            self.opened.emit(None)

    def _opened(self, key: SigningKey) -> None:
        self.key = key
        self.opener.setEnabled(True)
        self.secret.clear()
        self.message.say(*described_key(key))
        self.words.setText(" ".join(key.words))
        self.words_line.show()
        self.opened.emit(key)

    def _refused(self, error: CamiError) -> None:
        self.opener.setEnabled(True)
        self.secret.selectAll()
        self.secret.setFocus()
        self.message.say(str(error), "error")


def described_key(key: SigningKey) -> tuple[str, str]:
    """Whose key it is and what it is worth, as a sentence and its tone."""
    until = formats.date_text(key.certificate.not_valid_after_utc.strftime("%Y-%m-%d"))
    holder = " · ".join(filter(None, (key.name, key.country)))
    if key.chain:
        by = key.certificate.issuer.rfc4514_string().rpartition("CN=")[2]
        return _("{name}. Confirmed by {issuer} until {date}.").format(name=holder, issuer=by, date=until), "good"
    if key.country:
        words = _("{name}. Not yet confirmed by the Secretariat: packages will say “signer not confirmed”.")
        return words.format(name=holder), "warning"
    return _("{name}. A root key, valid until {date}.").format(name=holder, date=until), "good"
