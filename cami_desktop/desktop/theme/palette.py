"""The colours, light and dark: one accent, text at a contrast of at least 4.5 : 1, nothing told by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

SPACE = 8
"""The grid, in pixels: every gap is a multiple or half of it."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, as #rrggbb.

    window lies behind everything, rail behind the places' names, base behind text that is typed or read in tables.
    """

    dark: bool
    window: str
    rail: str
    base: str
    stripe: str
    line: str
    border: str
    text: str
    muted: str
    accent: str
    accent_deep: str
    on_accent: str
    selection: str
    hover: str
    error: str
    warning: str
    hint: str
    good: str


PAPERS = ("window", "rail", "base", "stripe", "selection", "hover")
"""What text stands on, in any of the INKS."""

INKS = ("text", "muted", "error", "warning", "hint", "good")
"""Text and marks: 4.5 : 1 on every paper."""

FILLS = ("accent", "accent_deep")
"""What is filled for the one main button, with on_accent as its text: 4.5 : 1; 3 : 1 on every paper as a mark."""

EDGES = ("border",)
"""What bounds a control, and handles: 3 : 1 on every paper that a control lies on, which selection is not."""

DIVIDERS = ("line",)
"""Fine lines between parts that are told apart without them, and around what cannot be used or is only read."""

LIGHT = Colours(
    dark=False, window="#f5f6f4", rail="#e9ede9", base="#ffffff", stripe="#f7f9f7", line="#dde2de", border="#7d8982",
    text="#1d2420", muted="#56625b", accent="#1c6a55", accent_deep="#124a3b", on_accent="#ffffff",
    selection="#d3e7df", hover="#e6efea",
    error="#b3261e", warning="#845400", hint="#2f5d8f", good="#22683f",
)  # fmt: skip

DARK = Colours(
    dark=True, window="#1c201e", rail="#171a18", base="#252a27", stripe="#292f2b", line="#39413c", border="#788479",
    text="#e7ebe8", muted="#a9b3ad", accent="#74c9ac", accent_deep="#9adfc8", on_accent="#10231c",
    selection="#24453a", hover="#2b342f",
    error="#ff9389", warning="#e9b861", hint="#93bbea", good="#86d3a0",
)  # fmt: skip


def palette(colours: Colours) -> QPalette:
    """The Qt palette of a theme, for everything that the style sheet does not name."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, colours.window), (role.WindowText, colours.text), (role.Base, colours.base),
        (role.AlternateBase, colours.stripe), (role.Text, colours.text), (role.Button, colours.window),
        (role.ButtonText, colours.text), (role.BrightText, colours.error), (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent), (role.Link, colours.accent), (role.LinkVisited, colours.accent),
        (role.ToolTipBase, colours.base), (role.ToolTipText, colours.text), (role.PlaceholderText, colours.muted),
        (role.Accent, colours.accent),
    ):  # fmt: skip
        result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return result


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.2 (1.4.3): 1 for equal ones, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
