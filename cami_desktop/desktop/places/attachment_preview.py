"""What a kept file holds: images, texts and PDF are shown, of others the facts; it can be opened outside or saved."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from cami_desktop import files
from cami_desktop.desktop.flow import Flow
from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.pdf_drawing import MOST_BYTES
from cami_desktop.desktop.pdf_pages import PdfPages
from cami_desktop.desktop.places.beside import Panel
from cami_desktop.desktop.widgets import Message, button, column, label
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import Attachment
from cami_desktop.words import _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

MOST_OF_AN_IMAGE = 40 << 20
MOST_OF_A_TEXT = 64 << 10
"""Bytes of an image that are read to be shown, and of a text; larger images are told of by their facts."""

SIDE = 1_200
"""Pixels of the longer side at which an image is kept to be shown."""

PDF = "application/pdf"

_TEXTS = frozenset({"application/json", "application/geo+json", "application/xml", "application/x-yaml"})
PROGRAMS = frozenset(
    ".exe .com .bat .cmd .msi .scr .pif .ps1 .vbs .vbe .js .jse .wsf .wsh .hta .lnk .reg .jar .sh .app .desktop .url"
    " .cpl .msc .dll .command .workflow .scpt .docm .xlsm .pptm".split()
)
"""Endings of files that run when they are opened; these are only saved, never opened from here."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was read of a file to be shown; image, text and pdf are None where there is nothing to show."""

    id: str
    image: QImage | None = None
    text: str | None = None
    pdf: bytes | None = None
    cut: bool = False


class Picture(QLabel):
    """An image as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_image(self, image: QImage) -> None:
        """Show an image."""
        self._image = image
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the image anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        room = self.size() * self.devicePixelRatioF()
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(self._image.size())
        scaled = self._image.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        pixmap = QPixmap.fromImage(scaled)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(pixmap)


class PreviewPanel(Panel):
    """The current attachment: its content or its facts, and a copy of it."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.attachment: Attachment | None = None
        self._shown: tuple[str, str | None] = ("", None)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.name = label("", "heading", wrap=True)
        self.facts = label("", "small", tone="muted", wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message = Message()
        self.image = Picture()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Content of the file"))
        self.pdf = PdfPages(jobs)
        self.pages = QStackedWidget()
        # On a small screen the facts and the buttons come first.
        self.pages.setMinimumHeight(1)
        for page in (QWidget(), self.image, self.text, self.pdf):
            self.pages.addWidget(page)
        self.open_button = button(_("Open outside"), self.open_outside, icon="open",
                                  hint=_("Open a copy with the program that the computer has for it"))  # fmt: skip
        self.save_button = button(_("Save a copy …"), self._ask_where, icon="saved")
        buttons = Flow((self.open_button, self.save_button))
        column(self, self.name, self.facts, self.message, self.pages, buttons, margin=12).setStretch(3, 1)

    def show_record(self, record: Record | None) -> None:
        """Show an attachment; nothing for none."""
        self.attachment = record if isinstance(record, Attachment) and record.id else None
        item = self.attachment
        for control in (self.name, self.facts, self.open_button, self.save_button):
            control.setVisible(item is not None)
        if item is None:
            self._shown = ("", None)
            self.pages.setCurrentIndex(0)
            self.pdf.clear()
            self.message.say("")
            return
        self.name.setText(item.file_name or "")
        self.facts.setText(facts(item))
        self.open_button.setEnabled(not runs(item))
        if self._shown != (item.id, item.sha256):
            self._shown = (item.id, item.sha256)
            self.pages.setCurrentIndex(0)
            self.pdf.clear()
            self.message.say("")
            self._read(item)

    def save_to(self, path: Path) -> None:
        """Write a copy of the file on a thread; what went wrong is told."""
        if self.attachment is not None:
            self._write(self.attachment, path, lambda: self._saved(path), overwrite=True)

    def open_outside(self) -> None:
        """Open a copy with the computer's own program; changes in it do not come back."""
        item = self.attachment
        if item is None or runs(item):
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="cami-")
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        path = folder / (Path(item.file_name or "").name or item.id)
        self._write(item, path, lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))), overwrite=False)

    # Inside

    def _read(self, item: Attachment) -> None:
        workspace = self.session.workspace
        name, digest, media, id_ = item.file_name or "", item.sha256 or "", item.media_type or "", item.id

        def read(progress: Progress) -> Look:
            whole = MOST_OF_AN_IMAGE if media.startswith("image/") else MOST_BYTES if media == PDF else -1
            if (item.size or 0) <= whole:
                content = bytearray()
                for piece in workspace.open_content(digest, name):
                    progress(len(content), item.size or 0)
                    content += piece
                if media == PDF:
                    return Look(id_, pdf=bytes(content))
                return Look(id_, image=_image(bytes(content)))
            if media.startswith("text/") or media in _TEXTS:
                begun = _beginning(workspace.open_content(digest, name))
                return Look(id_, text=begun.decode("utf-8", "replace"), cut=(item.size or 0) > len(begun))
            if not workspace.has_content(digest):
                for _piece in workspace.open_content(digest, name):
                    pass
            return Look(id_)

        self.jobs.run_quietly(read, self._looked, lambda error: self._failed(id_, error))

    def _looked(self, look: Look) -> None:
        if look.id != self._shown[0]:
            return
        if look.image is not None and not look.image.isNull():
            self.image.show_image(look.image)
            self.image.setAccessibleName(_("Image: {name}").format(name=self.name.text()))
            self.pages.setCurrentIndex(1)
        elif look.text is not None:
            self.text.setPlainText(look.text)
            self.pages.setCurrentIndex(2)
            self.message.say(_("Only the beginning is shown.") if look.cut else "", "hint")
        elif look.pdf is not None:
            self.pages.setCurrentIndex(3)
            self.pdf.show_pdf(look.pdf, self.name.text())
        elif self.attachment is not None:
            self.message.say(no_look(self.attachment), "hint")

    def _failed(self, id_: str, error: CamiError) -> None:
        if id_ == self._shown[0]:
            self.message.say(" ".join(filter(None, (error.what, error.do))), "error")

    def _write(self, item: Attachment, path: Path, then: Callable[[], object], *, overwrite: bool) -> None:
        workspace, name, digest, size = self.session.workspace, item.file_name or "", item.sha256 or "", item.size or 0

        def write(progress: Progress) -> None:
            done = 0
            with files.writing(path, overwrite=overwrite, private=not overwrite) as file:
                for piece in workspace.open_content(digest, name):
                    file.write(piece)
                    done += len(piece)
                    progress(done, size)

        title = _("Copying {name}").format(name=name)
        self.jobs.run(
            title, write, done=lambda _none: then(), failed=lambda error: self._failed(item.id, error),
            counted=formats.size,
        )  # fmt: skip

    def _saved(self, path: Path) -> None:
        self.session.told.emit(_("Saved: {name}").format(name=path.name), "good")

    def _ask_where(self) -> None:
        if self.attachment is None:
            return
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save a copy …"), self.attachment.file_name or "")
        if path:
            self.save_to(Path(path))


def facts(item: Attachment) -> str:
    """Type, size and SHA-256 of a file."""
    parts = [item.media_type or "", formats.size(item.size) if item.size is not None else ""]
    line = " · ".join(filter(None, parts))
    # Broken into groups, so that it can be compared and does not widen the panel.
    digest = item.sha256 or ""
    groups = " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))
    return "\n".join(filter(None, (line, f"SHA-256: {groups}" if groups else "")))


def runs(item: Attachment) -> bool:
    """Whether opening a file could run a program."""
    return Path(item.file_name or "").suffix.lower() in PROGRAMS


def no_look(item: Attachment) -> str:
    """Why there is nothing to see of a file, and what can be done."""
    if runs(item):
        return _("This kind of file can run programs, so it is not opened from here. Save a copy if you trust it.")
    if item.media_type == PDF and (item.size or 0) > MOST_BYTES:
        return _("This file is too large to be shown here. Open it outside to look at it.")
    return _("Files of this kind are not shown here. Open it outside to look at it.")


def _beginning(pieces: object) -> bytes:
    """The first bytes of a file, none of them half a letter."""
    begun = b""
    for piece in pieces:  # type: ignore[attr-defined]
        begun += piece
        if len(begun) >= MOST_OF_A_TEXT:
            break
    return begun[:MOST_OF_A_TEXT]


def _image(content: bytes) -> QImage:
    """The image, not larger than it will be shown; a null one where it cannot be read."""
    store = QByteArray(content)
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SIDE:
        reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
