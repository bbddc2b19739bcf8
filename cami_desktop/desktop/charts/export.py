"""A picture as an image or SVG, on the clipboard or in a file: on light paper, three times as fine as on the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from cami_desktop import files
from cami_desktop.desktop.charts.paint import POINT, paint
from cami_desktop.synthesis.picture import LIGHT, Picture
from cami_desktop.words import _

FINER = 3


def image_of(picture: Picture) -> QImage:
    """The picture as an image."""
    scale = FINER * POINT
    image = QImage(round(picture.width * scale), round(picture.height * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(QGuiApplication.font())
    painter.scale(scale, scale)
    painter.setClipRect(0, 0, round(picture.width), round(picture.height))
    paint(picture, painter, LIGHT)
    painter.end()
    return image


def svg_of(picture: Picture) -> str:
    """The picture as SVG."""
    from cami_desktop.synthesis.svg import picture_to_svg

    return picture_to_svg(picture)


def copy_image(picture: Picture) -> None:
    """Put the picture on the clipboard as an image."""
    QGuiApplication.clipboard().setImage(image_of(picture))


def copy_svg(picture: Picture) -> None:
    """Put the picture on the clipboard as SVG."""
    text = svg_of(picture)
    data = QMimeData()
    data.setText(text)
    data.setData("image/svg+xml", text.encode())
    QGuiApplication.clipboard().setMimeData(data)


def save(picture: Picture, path: Path) -> None:
    """Write the picture to a file, as PNG where its name ends so, else as SVG. Raises Refused where it cannot be."""
    if path.suffix.lower() == ".png":
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image_of(picture).save(buffer, "PNG")  # type: ignore[call-overload]
        data = bytes(store.data())
    else:
        data = svg_of(picture).encode()
    files.write_file(path, data, overwrite=True)


def ask_where(parent: QWidget, title: str, proposal: str) -> Path | None:
    """Ask for a file to save a picture in; a name that tells no form gets the one that was chosen. None: not wanted."""
    wish = _("Image (*.png);;Drawing (*.svg)")
    path, kind = QFileDialog.getSaveFileName(parent, title, proposal, wish)
    if not path:
        return None
    target = Path(path)
    if target.suffix.lower() in (".png", ".svg"):
        return target
    return target.with_name(target.name + (".svg" if "svg" in kind else ".png"))
