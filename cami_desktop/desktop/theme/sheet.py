"""The style sheet: shapes, borders and states of the controls in the colours of a theme."""

from __future__ import annotations

from string import Template

from cami_desktop.assets import folder
from cami_desktop.desktop.theme.palette import Colours

SHEET = Template("""
QToolTip { background: $base; color: $text; border: 1px solid $border; padding: 4px 6px; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: $base; color: $text; border: 1px solid $border; border-radius: 4px; padding: 3px 7px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted;
}
QPlainTextEdit { padding: 2px 3px; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $muted; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 2px 6px; }
QPlainTextEdit:focus, QPlainTextEdit[state="focus"] { border: 2px solid $accent; padding: 1px 2px; }
QLineEdit[state="error"] { border: 2px solid $error; padding: 2px 6px; }
QPlainTextEdit[state="error"] { border: 2px solid $error; padding: 1px 2px; }
QLineEdit[state="warning"], QPlainTextEdit[state="warning"] { border-color: $warning; }
QLineEdit[state="good"], QPlainTextEdit[state="good"] { border-color: $good; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $window; border-color: $line; }
QLineEdit:read-only:focus, QPlainTextEdit[readOnly="true"]:focus { border-color: $accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    color: $muted; background: $window; border-color: $line;
}
QLineEdit[picks="true"]:enabled { background: $base; border-color: $border; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$arrow"); width: 16px; height: 16px; }

QPushButton { background: $base; border: 1px solid $border; border-radius: 4px; padding: 4px 12px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton:pressed { background: $selection; }
QPushButton:disabled { color: $muted; border-color: $line; background: $window; }
QPushButton[main="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[main="true"]:hover { background: $accent_deep; border-color: $accent_deep; }
QPushButton[main="true"]:focus { border: 2px solid $text; padding: 3px 11px; }
QPushButton[main="true"]:pressed { background: $text; color: $base; }
QPushButton[main="true"]:disabled { background: $line; color: $muted; border-color: $line; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 3px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 2px solid $accent; padding: 2px; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:checked { border-color: $accent; }
QToolButton:disabled { color: $muted; }

QCheckBox, QRadioButton { spacing: 6px; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; background: $base; border: 1px solid $border; border-radius: 3px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $muted; background: $hover; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    border: 2px solid $accent; width: 12px; height: 12px;
}
QCheckBox::indicator:pressed, QRadioButton::indicator:pressed { background: $selection; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $line; }
QCheckBox::indicator:checked { image: url("$tick"); }
QRadioButton::indicator:checked { image: url("$dot"); }

#rail { background: $rail; border: none; }
#rail QToolButton { padding: 7px 12px 7px 10px; text-align: left; border-radius: 4px; }
#rail QToolButton[narrow="true"] { padding: 5px 2px; font-size: 8pt; }
#rail QToolButton:checked { border-color: transparent; border-left: 3px solid $accent; font-weight: bold; }
#rail QToolButton:focus { padding: 6px 11px 6px 9px; }
#rail QToolButton[narrow="true"]:focus { padding: 4px 1px; }
#topbar { background: $base; border-bottom: 1px solid $line; }
#statusline { background: $rail; border-top: 1px solid $line; }
#side { border-left: 1px solid $line; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 7px 10px 6px 10px; border: none;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { background: $selection; }
QTabBar::tab:disabled { color: $muted; background: transparent; }

QAbstractItemView {
    background: $base; alternate-background-color: $stripe; color: $text; border: 1px solid $line;
    selection-background-color: $selection; selection-color: $text; outline: none;
}
QAbstractItemView:focus { border: 1px solid $accent; }
QListView[cards="true"], QListView[cards="true"]:focus { background: transparent; border: none; }
QListView[cards="true"]::item { padding: 0; }
QTableView { gridline-color: $line; }
QTableView::item { padding: 0 6px; }
QTableView::item:focus { border: 1px solid $accent; }
QTreeView::item { padding: 4px 2px; }
QListView::item { padding: 3px 6px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QHeaderView { background: $window; border: none; }
QHeaderView::section {
    background: $window; color: $muted; border: none; border-right: 1px solid $line; border-bottom: 1px solid $line;
    padding: 5px 7px;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::down-arrow, QHeaderView::up-arrow { width: 12px; height: 12px; subcontrol-position: top center; }
QHeaderView::down-arrow { image: url("$arrow"); }
QHeaderView::up-arrow { image: url("$up"); }
QTableCornerButton::section { background: $window; border: none; border-bottom: 1px solid $line; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView[dense="true"]::section { padding: 4px 2px; font-size: 9pt; }
QHeaderView QLineEdit { border-radius: 0; padding: 1px 5px; }
QHeaderView QLineEdit:focus { padding: 0 4px; }

QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QSplitter::handle:horizontal { background: transparent; border-left: 1px solid $line; width: 5px; }
QSplitter::handle:vertical { background: transparent; border-top: 1px solid $line; height: 5px; }
QSplitter::handle:hover { background: $accent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; border: none; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $base; border: 1px solid $border; border-radius: 3px; max-height: 10px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QMenu { background: $base; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 4px 20px; border-radius: 3px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { background: transparent; color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

#popup { background: $base; border: 1px solid $border; border-radius: 4px; }
#card { background: $base; border: 1px solid $line; border-radius: 6px; }
*[tone="muted"] { color: $muted; }
*[tone="error"] { color: $error; }
*[tone="warning"] { color: $warning; }
*[tone="hint"] { color: $hint; }
*[tone="good"] { color: $good; }
QLabel[level="title"] { font-size: 15pt; font-weight: bold; }
QLabel[level="heading"] { font-size: 11pt; font-weight: bold; }
QLabel[level="label"] { color: $muted; font-size: 9pt; }
QLabel[level="small"] { font-size: 9pt; }
QFrame[rule="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
""")


_PICTURES = {"arrow": "arrow", "up": "arrow-up", "tick": "tick", "dot": "dot"}
"""Names in the sheet -> icons that bear the colour of their theme, for a style sheet gives them none."""


def sheet(colours: Colours) -> str:
    """The style sheet in the colours of a theme."""
    names = {name: getattr(colours, name) for name in Colours.__slots__ if name != "dark"}
    icons, ending = folder("resources") / "icons", "dark.svg" if colours.dark else "light.svg"
    made = {name: (icons / f"{file}-{ending}").as_posix() for name, file in _PICTURES.items()}
    return SHEET.substitute(names, **made)
