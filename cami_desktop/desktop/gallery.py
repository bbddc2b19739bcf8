"""The gallery (`cami-desktop --gallery`): everything the window is made of, in every state, light and dark.

It is for those who build the program; its words are English alone, and it shows no data of anybody.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QListWidget,
    QMenu,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cami_desktop.assets import folder
from cami_desktop.desktop import theme
from cami_desktop.desktop.gallery_controls import SAMPLES, Sample, in_state
from cami_desktop.desktop.places.sections import WORDS, sign
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import DARK, LIGHT, SPACE, Colours, contrast
from cami_desktop.desktop.theme.palette import DIVIDERS, EDGES, FILLS, INKS, PAPERS
from cami_desktop.desktop.widgets import Empty, button, card, column, label, row, rule
from cami_desktop.words import _

LEVELS = ("title", "heading", "", "small", "label")
ABREAST = 4
"""States of a control beside each other."""


class Gallery(QTabWidget):
    """The pages; in each the light theme stands at the left and the dark one at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("CAMI Desktop – gallery")
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName("Pages of the gallery")
        for name, build in (("Foundations", foundations), ("Controls", controls), ("Parts", parts)):
            self.addTab(_both(build), name)
        self.resize(1366, 728)

    def whole_page(self) -> QWidget:
        """The open page as a whole, also what is scrolled away."""
        area = self.currentWidget()
        assert isinstance(area, QScrollArea)
        page = area.widget()
        assert page is not None
        return page


def _both(build: Callable[[Colours, QVBoxLayout], None]) -> QScrollArea:
    """A page: the same things light and dark."""
    page = QWidget()
    halves = []
    for colours in (LIGHT, DARK):
        half = QWidget(page)
        half.setAutoFillBackground(True)
        half.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        half.setObjectName("half")
        with theme.wearing(colours, half):
            build(colours, column(half, margin=2 * SPACE, space=SPACE))
            layout = half.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addStretch(1)
        halves.append(half)
    layout_ = row(*halves, space=0)
    page.setLayout(layout_)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def _flow(layout: QVBoxLayout, items: list[QWidget | QLayout], abreast: int) -> None:
    """Things beside each other in lines of so many."""
    grid = QGridLayout()
    grid.setSpacing(SPACE)
    for number, item in enumerate(items):
        line, place = divmod(number, abreast)
        if isinstance(item, QLayout):
            grid.addLayout(item, line, place)
        else:
            grid.addWidget(item, line, place)
    grid.setColumnStretch(abreast, 1)
    layout.addLayout(grid)


def foundations(colours: Colours, layout: QVBoxLayout) -> None:
    """Colours with their contrast, sizes of letters, the grid of 8 pixels, icons."""
    layout.addWidget(label("Colours", "heading"))
    _flow(layout, [_swatch(colours, name) for name in (*PAPERS, *INKS, *FILLS, *EDGES, *DIVIDERS)], 5)
    layout.addWidget(rule())
    layout.addWidget(label("Letters", "heading"))
    for level in LEVELS:
        layout.addWidget(label(f"{level or 'body'}: Сайга тартылды ӘҒҚҢӨҰҮҺІ 12 500 ≈ ≥", level))
    for ink in INKS:
        layout.addWidget(label(f"{ink}: Khulan · Equus hemionus", tone=ink))
    layout.addWidget(rule())
    layout.addWidget(label("Grid", "heading"))
    _flow(layout, [_gap(colours, times) for times in (1, 2, 3, 4, 6, 8)], 6)
    layout.addWidget(rule())
    layout.addWidget(label("Icons", "heading"))
    stems = sorted(path.stem for path in (folder("resources") / "icons").glob("*.svg"))
    names = [stem for stem in stems if not stem.endswith(("-light", "-dark", "blank"))]
    _flow(layout, [_captioned(_drawing(stem), stem) for stem in names], 6)


def controls(_colours: Colours, layout: QVBoxLayout) -> None:
    """Every control in every state."""
    for sample in SAMPLES:
        layout.addWidget(label(sample.name, "heading"))
        _flow(layout, [_shown(sample, state) for state in sample.states], ABREAST)


def parts(_colours: Colours, layout: QVBoxLayout) -> None:
    """What places are made of: table, list, tabs, menu, cards, empty state, marks of the sections."""
    layout.addWidget(label("Marks, with their words", "heading"))
    _flow(layout, [row(_mark(state), label(_(words)), space=4) for state, words in WORDS.items()], 4)
    layout.addWidget(label("Table", "heading"))
    layout.addWidget(_table())
    layout.addWidget(label("List and menu", "heading"))
    _flow(layout, [_list(), _menu()], 2)
    layout.addWidget(label("Tabs", "heading"))
    layout.addWidget(_tabs())
    layout.addWidget(label("Card, parts with a border to drag, empty state", "heading"))
    layout.addWidget(card("A card", label("What belongs together.", wrap=True), row(button("Open…", bool), None)))
    split = QSplitter()
    split.addWidget(label("left"))
    split.addWidget(label("right"))
    layout.addWidget(split)
    layout.addWidget(Empty("Sites where animals gather belong here.", button("Add a site", bool, icon="add")))


def _swatch(colours: Colours, name: str) -> QWidget:
    """A colour, with its name and its contrast to what is behind the window."""
    colour = getattr(colours, name)
    field = QFrame()
    field.setFixedSize(96, 24)
    field.setStyleSheet(f"background: {colour}; border: 1px solid {colours.border};")
    return _captioned(field, f"{name}\n{colour} · {contrast(colour, colours.window):.1f}")


def _gap(colours: Colours, times: int) -> QWidget:
    field = QFrame()
    field.setFixedSize(times * SPACE, 2 * SPACE)
    field.setStyleSheet(f"background: {colours.accent};")
    return _captioned(field, str(times * SPACE))


def _drawing(stem: str) -> QLabel:
    picture = QLabel()
    picture.setPixmap(theme.pixmap(stem, 24))
    return picture


def _mark(state: object) -> QLabel:
    picture = QLabel()
    picture.setPixmap(sign(state).pixmap(16, 16))  # type: ignore[arg-type]
    return picture


def _captioned(thing: QWidget, words: str) -> QWidget:
    """A thing above its name."""
    holder = QWidget()
    layout = column(holder, space=2)
    layout.addWidget(thing, 0, Qt.AlignmentFlag.AlignLeft)
    layout.addWidget(label(words, "label"))
    return holder


def _shown(sample: Sample, state: str) -> QWidget:
    return _captioned(in_state(sample, state), state)


def _table() -> PlainTable:
    table = PlainTable("Sample table", ("Taxon", "Best", "Method"), (150, 90, 160))
    table.fill(
        [
            Row(("Saiga", 1_500, "aerial transect"), 1, theme.icon("saved", "good")),
            Row(("Khulan", 340, "camera traps"), 2, theme.icon("warning", "warning")),
            Row(("Snow leopard", None, "a method whose name is too long for its column"), 3),
        ]
    )
    table.choose(2)
    table.fit()
    return table


def _list() -> QListWidget:
    names = QListWidget()
    names.setAccessibleName("Sample list")
    names.addItems(["Saiga", "Khulan", "Snow leopard"])
    names.setCurrentRow(1)
    names.setFixedSize(220, 96)
    return names


def _menu() -> QMenu:
    """A menu that stands still."""
    menu = QMenu()
    menu.setAccessibleName("Sample menu")
    menu.setWindowFlags(Qt.WindowType.Widget)
    menu.addAction(theme.icon("copy"), "Copy as a table")
    menu.setActiveAction(menu.addAction("Copy the picture"))
    menu.addSeparator()
    menu.addAction("Undo").setEnabled(False)
    # It is measured before it stands in its half.
    theme.dress(menu)
    menu.setFixedSize(menu.sizeHint().expandedTo(QSize(180, 0)))
    return menu


def _tabs() -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setAccessibleName("Sample tabs")
    for name in ("Status", "Population", "Threats", "Sources"):
        tabs.addTab(label(f"What {name.lower()} shows"), name)
    tabs.setTabEnabled(3, False)
    tabs.setFixedHeight(80)
    return tabs


