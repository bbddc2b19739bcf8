"""Pictures of every place of the window, to look at: `make pictures` puts them into build/pictures.

English and Russian, light and dark, 1366 × 768 and 1024 × 768, and 1366 × 768 at 150 %: one process each, for language,
theme and scale are of the whole process. It proves nothing by itself; somebody has to look.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = ((1366, 768), (1024, 768))
WORKSPACES = {"national": "KZ.cami", "regional": "region.cami"}
"""Names in the pictures -> files of the demo."""

LOOKS = tuple(
    (lang, theme, scale) for scale in ("1", "1.5") for lang in ("en", "ru") for theme in ("light", "dark")
)


def main(argv: Sequence[str] | None = None) -> int:
    """Take all pictures, or with --look those of one process."""
    parser = argparse.ArgumentParser("python -m tests.desktop.pictures", description=__doc__)
    parser.add_argument("demo", type=Path, help="the folder that `cami demo` made")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--look", nargs=3, metavar=("LANGUAGE", "THEME", "SCALE"), help="only this one")
    parser.add_argument("--only", default="", help="only places whose name begins so")
    wishes = parser.parse_args(argv)
    if wishes.look and os.environ.get("QT_SCALE_FACTOR") == wishes.look[2]:
        return _take(wishes.demo, wishes.out, wishes.look, wishes.only)
    for look in [tuple(wishes.look)] if wishes.look else LOOKS:
        _in_a_process(wishes.demo, wishes.out, look, wishes.only)
    print(f"{len(list(wishes.out.rglob('*.png')))} pictures in {wishes.out}")
    return 0


def _in_a_process(demo: Path, out: Path, look: tuple[str, ...], only: str) -> None:
    """Take the pictures of one look, with settings of its own and copies of the workspaces."""
    with tempfile.TemporaryDirectory() as home:
        for file in WORKSPACES.values():
            shutil.copy(demo / file, home)
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": look[2]}
        env |= {f"XDG_{name}_HOME": home for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        words = [sys.executable, "-m", "tests.desktop.pictures", home, str(out.resolve()), "--look", *look]
        subprocess.run([*words, "--only", only], cwd=ROOT, env=env, check=True)


def _take(demo: Path, out: Path, look: Sequence[str], only: str) -> int:
    """Take the pictures of this process."""
    from cami_desktop.desktop import theme
    from cami_desktop.desktop.application import make_application

    lang, theme_name, factor = look
    app = make_application(sys.argv[:1], lang)
    theme.put_on(app, theme.DARK if theme_name == "dark" else theme.LIGHT)
    scale = float(factor)
    folder = out / "-".join((lang, theme_name, *([f"{scale:.0%}".replace("%", "")] if scale != 1 else [])))
    folder.mkdir(parents=True, exist_ok=True)
    for role, file in (("", ""), *WORKSPACES.items()):
        _take_window(demo / file if file else None, role, scale, folder, only)
    # It shows both themes by itself, and speaks English.
    if tuple(look) == LOOKS[0] and "gallery".startswith(only):
        _take_gallery(folder)
    return 0


def _take_window(file: Path | None, role: str, scale: float, folder: Path, only: str) -> None:
    """The start page, or every place of a workspace."""
    from cami_desktop.desktop.main_window import MainWindow
    from tests.desktop.walk import settle, stops

    window = MainWindow(who="Айгуль Сериккызы")
    # What a screen cannot hold is to be seen as cut.
    window.setMinimumSize(0, 0)
    window.show()
    if file is not None:
        window.open_file(file)
    settle(window)
    for name, _place in stops(window) if file is not None else [("start", window)]:
        whole = f"{role}-{name}".lstrip("-")
        if not whole.startswith(only):
            continue
        for wide, high in SIZES if scale == 1 else SIZES[:1]:
            window.resize(round(wide / scale), round(high / scale))
            settle(window)
            window.grab().save(str(folder / f"{whole}-{wide}x{high}.png"))
    window.close()
    settle(window)


def _take_gallery(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from cami_desktop.desktop.gallery import Gallery

    gallery = Gallery()
    gallery.show()
    for number in range(gallery.count()):
        gallery.setCurrentIndex(number)
        QApplication.processEvents()
        gallery.whole_page().grab().save(str(folder / f"gallery-{number + 1}.png"))


if __name__ == "__main__":
    sys.exit(main())
