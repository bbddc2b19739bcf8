"""Shows the map and lets it be moved; the ground is kept as an image, so that moving it never waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.charts.paint import POINT, colours, paint
from cami_desktop.synthesis.ground import Box, Ground, View, fitting, ground_items
from cami_desktop.synthesis.picture import Item, Picture
from cami_desktop.synthesis.site_map import (
    Place,
    described,
    map_picture,
    places_at,
    strip_height,
    upper_items,
)
from cami_desktop.words import N_, _

_AROUND = 0.35
"""How much more than the widget the kept image of the ground shows at each side, as a part of its size."""
_REST = 90
"""Milliseconds without movement after which the ground is drawn sharp again."""
_STEP = 1.4
_MOVE = 0.12
_NEAR = 9.0
"""Points within which a click means a sign."""
_NEAREST, _FURTHEST = 0.02, 60.0
"""Kilometres to a point between which one can zoom."""


class MapView(QWidget):
    """The map. picked(id) tells the record whose sign was clicked, opened(kind, id) a double click or Enter."""

    picked = Signal(str)
    opened = Signal(str, str)
    KEYS = (
        ("+", N_("Map: nearer")), ("-", N_("Map: further")), ("0", N_("Map: show everything")),
        ("Home", N_("Map: show the country")),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 220)
        self.setAccessibleName(_("Map of sites"))
        self.setToolTip("")
        self.ground: Ground | None = None
        self.view: View | None = None
        self.places: Sequence[Place] = ()
        self.chosen = ""
        self.names: Mapping[str, str] = {}
        self.own = ""
        self._whole = False
        self._seen = False
        self._worked_out: tuple[object, Sequence[Item]] = (None, ())
        self._kept: tuple[QPixmap, View, QSize, bool] | None = None
        self._grip: QPointF | None = None
        self._dragged = False
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._sharpen)

    # What a place uses

    def show_ground(self, ground: Ground, names: Mapping[str, str], own: str) -> None:
        """Show another map, and the country on it; names of countries by ISO 3166 alpha-3."""
        self.ground, self.names, self.own = ground, names, own
        self._kept = None
        self.show_country()

    def show_places(self, places: Sequence[Place]) -> None:
        """Show other places."""
        self.places = places
        self._tell()
        self.update()

    def choose(self, id_: str) -> None:
        """Ring the sign of a record, and bring it into view."""
        self.chosen = id_
        place = next((place for place in self.places if place.id == id_), None)
        if place is not None and self.view is not None and self.ground is not None:
            x, y = self.view.place(place.point, self._width, self._height)
            low = self._height - strip_height(self.ground, self.view, self._width, self._height, self.places)
            if not (20 < x < self._width - 20 and 20 < y < low - 20):
                self._look(View(*place.point, self.view.scale))
        self.update()

    def show_country(self) -> None:
        """Show the country of the workspace; where there is none, all places, else everything."""
        box = self.ground.box_of(self.own) if self.ground is not None else None
        self._fit(box or self._around_places())

    def show_all(self) -> None:
        """Show the whole map."""
        self._fit(None)

    def zoom(self, factor: float, place: QPointF | None = None) -> None:
        """Go nearer by a factor, or further for less than 1, around a place of the widget or its middle."""
        if self.view is None or not _NEAREST <= self.view.scale / factor <= _FURTHEST:
            return
        at = place / POINT if place is not None else QPointF(self._width / 2, self._height / 2)
        self._look(self.view.zoomed(factor, (at.x(), at.y()), self._width, self._height))

    def nearer(self) -> None:
        """One step nearer."""
        self.zoom(_STEP)

    def further(self) -> None:
        """One step further."""
        self.zoom(1 / _STEP)

    def picture(self, places: Sequence[Place], left_out: int = 0) -> Picture | None:
        """What is looked at, as a picture of these places; None while there is no map."""
        if self.ground is None or self.view is None:
            return None
        return map_picture(
            self.ground, places, self.view, self._width, self._height, self.names, self.own, self.chosen, left_out
        )

    # Looking

    @property
    def _width(self) -> float:
        return self.width() / POINT

    @property
    def _height(self) -> float:
        return self.height() / POINT

    def _around_places(self) -> Box | None:
        """The box of all places, with a hundred kilometres around it."""
        if not self.places:
            return None
        xs, ys = [place.point[0] for place in self.places], [place.point[1] for place in self.places]
        return min(xs) - 100, min(ys) - 100, max(xs) + 100, max(ys) + 100

    def _fit(self, box: Box | None) -> None:
        self._whole = box is None
        if self.ground is None:
            return
        view = fitting(box or self.ground.box, self._width, self._height)
        # The strip with the legend and the note hides the lowest part.
        low = strip_height(self.ground, view, self._width, self._height, self.places)
        view = fitting(box or self.ground.box, self._width, max(self._height - low, 60))
        self._look(View(view.x, view.y + low / 2 * view.scale, view.scale))
        self._sharpen()

    def _look(self, view: View) -> None:
        self.view = view
        self._rest.start()
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self.ground is not None and self.view is not None:
            words = described(self.ground, self.places, self.view, self._width, self._height)
            self.setAccessibleDescription(words)

    def _sharpen(self) -> None:
        if self._kept is None or self._kept[1] != self.view:
            self._kept = None
            self.update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the kept ground where it belongs now, and the places and the frame anew."""
        painter = QPainter(self)
        palette = colours()
        painter.fillRect(self.rect(), QColor(palette["grid"]))
        if self.ground is None or self.view is None:
            painter.end()
            return
        if self._seen:
            self._paint_ground(painter, self.view)
        else:
            # The first time the ground has a turn of its own: what stands beside the map is seen before.
            self._seen = True
            QTimer.singleShot(0, self, self._begin)
        painter.scale(POINT, POINT)
        items = upper_items(
            self.ground, self.places, self.view, self._width, self._height, self.names, self.chosen
        )  # fmt: skip
        paint(Picture(self._width, self._height, tuple(items)), painter, palette)
        painter.resetTransform()
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _begin(self) -> None:
        """Work out the ground in a turn of its own, too; it is painted in the next one."""
        if self.ground is not None and self.view is not None and self._kept is None:
            self._items_of(self.ground, self.view)
        self.update()

    def _items_of(self, ground: Ground, view: View) -> Sequence[Item]:
        """What the image of the ground shows, as worked out last or anew."""
        size = self._around()
        wanted = (ground, view, size, self.own)
        if self._worked_out[0] != wanted:
            items = ground_items(ground, view, size.width() / POINT, size.height() / POINT, self.own)
            self._worked_out = wanted, tuple(items)
        return self._worked_out[1]

    def _around(self) -> QSize:
        """The size of the image of the ground in pixels."""
        return QSize(round(self.width() * (1 + 2 * _AROUND)), round(self.height() * (1 + 2 * _AROUND)))

    def _paint_ground(self, painter: QPainter, view: View) -> None:
        """Paint the kept ground where it belongs now."""
        image, seen, size, _dark = self._ground()
        factor = seen.scale / view.scale
        width, height = size.width() * factor, size.height() * factor
        x = (seen.x - view.x) / view.scale * POINT + self.width() / 2
        y = (seen.y - view.y) / view.scale * POINT + self.height() / 2
        painter.drawPixmap(QRectF(x - width / 2, y - height / 2, width, height), image, QRectF(image.rect()))

    def _ground(self) -> tuple[QPixmap, View, QSize, bool]:
        """The image of the ground: as kept, or drawn for the view and what is around it."""
        dark = theme.colours().dark
        if self._kept is not None and self._kept[3] == dark and self._covers(self._kept[1], self._kept[2]):
            return self._kept
        assert self.ground is not None
        assert self.view is not None
        size = self._around()
        ratio = self.devicePixelRatioF()
        image = QPixmap(size * ratio)
        palette = colours()
        image.fill(QColor(palette["grid"]))
        painter = QPainter(image)
        painter.setFont(self.font())
        painter.scale(POINT * ratio, POINT * ratio)
        items = self._items_of(self.ground, self.view)
        paint(Picture(size.width() / POINT, size.height() / POINT, tuple(items)), painter, palette)
        painter.end()
        self._kept = (image, self.view, size, dark)
        return self._kept

    def _covers(self, seen: View, size: QSize) -> bool:
        """Whether the kept image reaches over the whole widget and is not blurred beyond use."""
        assert self.view is not None
        factor = seen.scale / self.view.scale
        if not 1 / 3 <= factor <= 3:
            return False
        west, north, east, south = seen.box(size.width() / POINT, size.height() / POINT)
        box = self.view.box(self._width, self._height)
        return west <= box[0] and north <= box[1] and box[2] <= east and box[3] <= south

    # Moving

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until a person moves the map it shows the same at every size."""
        super().resizeEvent(event)
        if self.ground is None:
            return
        if event.oldSize().width() <= 0 or not self._dragged:
            self.show_all() if self._whole else self.show_country()
        else:
            self._tell()
        self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom, arrows move, 0 shows everything, Home the country, Enter opens what is chosen."""
        moves = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves and self.view is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            right, down = moves[key]
            self._dragged = True
            step = self.view.scale * _MOVE
            self._look(View(self.view.x + right * step * self._width, self.view.y + down * step * self._height,
                            self.view.scale))  # fmt: skip
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._dragged = True
            self.nearer()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._dragged = True
            self.further()
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Home:
            self.show_country()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._place(self.chosen) is not None:
            self._open(self.chosen)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        turns = event.angleDelta().y() / 120
        if turns:
            self._dragged = True
            self.zoom(1.2**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map, or choose a sign."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()
            place = self._at(event.position())
            if place is not None:
                self.choose(place.id)
                self.picked.emit(place.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the map along; the pointer shows where a sign can be chosen."""
        if self._grip is None or self.view is None:
            over = self._at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.OpenHandCursor)
            return
        way = (event.position() - self._grip) / POINT * self.view.scale
        self._grip = event.position()
        self._dragged = True
        self._look(View(self.view.x - way.x(), self.view.y - way.y(), self.view.scale))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the map."""
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a sign's record; elsewhere go nearer."""
        place = self._at(event.position())
        if place is not None:
            self._open(place.id)
        else:
            self._dragged = True
            self.zoom(2.0, event.position())

    def event(self, event: QEvent) -> bool:
        """The tooltip of a sign tells its name."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos() + QPoint(8, 8), place.name if place is not None else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus went."""
        super().focusOutEvent(event)
        self.update()

    def _place(self, id_: str) -> Place | None:
        return next((place for place in self.places if id_ and place.id == id_), None)

    def _open(self, id_: str) -> None:
        place = self._place(id_)
        if place is not None:
            self.opened.emit(place.kind, place.id)

    def _at(self, where: QPointF) -> Place | None:
        """The place whose sign is under a point of the widget; the nearest one of several."""
        if self.view is None:
            return None
        at = where / POINT
        near = [
            ((x - at.x()) ** 2 + (y - at.y()) ** 2, place)
            for place, (x, y) in places_at(self.places, self.view, self._width, self._height)
        ]
        distance, place = min(near, key=lambda item: item[0], default=(_NEAR**2 + 1, None))
        return place if distance <= _NEAR**2 else None
