"""The pictures of docs/guide, taken of the window itself: `python -m tests.desktop.guide_pictures build/demo ru`.

One language at a time, light, 1366 × 768. It proves nothing; somebody has to look.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cami_desktop.desktop.main_window import MainWindow

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "guide" / "pictures"
SHOWN = {
    "home": ("home", ""),
    "notes": ("meetings", "/notes"),
    "board": ("meetings", "/contributions"),
    "summary": ("meetings", "/summary"),
    "species": ("species", "saiga/population"),
    "check": ("check", ""),
    "submit": ("submit", ""),
    "safety": ("safety", ""),
}
"""Picture -> the place that it shows, and how that was left."""


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures of one language."""
    parser = argparse.ArgumentParser("python -m tests.desktop.guide_pictures", description=__doc__)
    parser.add_argument("demo", type=Path, help="the folder that `cami demo` made")
    parser.add_argument("lang", choices=("en", "ru"), help="the language of the window")
    wishes = parser.parse_args(argv)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
        file = Path(shutil.copy(wishes.demo / "KZ.cami", home))
        _take(file, wishes.lang)
    return 0


def _take(file: Path, lang: str) -> None:
    from cami_desktop.desktop import theme
    from cami_desktop.desktop.application import make_application
    from cami_desktop.desktop.main_window import MainWindow
    from cami_desktop.workspace.backup import Reason
    from tests.desktop.walk import settle

    app = make_application(sys.argv[:1], lang)
    theme.put_on(app, theme.LIGHT)
    window = MainWindow(who="Айгуль Сериккызы")
    window.resize(1366, 768)
    window.show()
    settle(window)
    _keep(window, "start", lang)
    window.open_file(file)
    settle(window)
    assert window.session is not None
    window.session.workspace.back_up(Reason.ASKED)
    for name, (code, left) in SHOWN.items():
        place = window.show_place(code)
        if place is not None and left:
            place.recall(left)
        settle(window)
        _without_paths(window, code)
        settle(window)
        _keep(window, name, lang)
    window.close()
    settle(window)


def _without_paths(window: MainWindow, name: str) -> None:
    """Where a key, a package and the file lie is of no interest to others, and different each time."""
    from cami_desktop.desktop.places.safety.place import Safety
    from cami_desktop.desktop.places.submit.place import Submit

    place = window.places[name]
    if isinstance(place, Submit):
        place.sign.key.file.put(Path("~/CAMI/KZ.p12"))
        place.sign.folder.put(Path("~/CAMI/packages"))
    elif isinstance(place, Safety):
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QScrollArea

        for area in place.findChildren(QScrollArea):
            page = area.widget()
            if page is not None and page.isAncestorOf(place.backups):
                area.verticalScrollBar().setValue(place.backups.mapTo(page, QPoint()).y() - 64)


def _keep(window: MainWindow, name: str, lang: str) -> None:
    """Grab the window, and store it with the 256 colours that it needs most: a third of the size."""
    from PIL import Image

    focus = window.focusWidget()
    if focus is not None:
        focus.clearFocus()
    path = PICTURES / ("{}.png" if lang == "en" else "{}.ru.png").format(name)
    window.grab().save(str(path))
    with Image.open(path) as taken:
        small = taken.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
