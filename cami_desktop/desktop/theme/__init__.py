"""How it looks: palette in light and dark, style sheet, icons, fonts and the 8-pixel grid."""

from cami_desktop.desktop.theme.current import colours, dress, load_fonts, put_on, wearing
from cami_desktop.desktop.theme.icons import icon, pixmap
from cami_desktop.desktop.theme.palette import DARK, LIGHT, SPACE, Colours, contrast

__all__ = [
    "DARK", "LIGHT", "SPACE", "Colours", "colours", "contrast", "dress", "icon", "load_fonts", "pixmap", "put_on",
    "wearing",
]  # fmt: skip
