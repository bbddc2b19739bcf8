"""The map of sites: moved by keyboard, wheel and mouse, chosen together with the table, copied only as published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cami_desktop.desktop import settings
from cami_desktop.desktop.charts import export
from cami_desktop.desktop.charts.paint import POINT
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.map.panel import MapPanel
from cami_desktop.desktop.map.view import MapView
from cami_desktop.desktop.places.register.place import Register
from cami_desktop.desktop.places.register.sites import SitesPage
from cami_desktop.desktop.session import Session
from cami_desktop.records.kinds import Site
from cami_desktop.synthesis.ground import View
from cami_desktop.synthesis.picture import Text
from tests.desktop.keys import press


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> SitesPage:
    """The sites on the map: one exact, one that is withheld, one without coordinates."""
    assert window.session is not None
    session = window.session
    session.save(session.new(Site, name="Altyn-Emel", site_kind="protected", latitude=44.1, longitude=78.7))
    session.save(session.new(Site, name="Hidden", site_kind="calving", latitude=49.0, longitude=60.0, sensitive=True))
    session.save(session.new(Site, name="Nowhere", site_kind="corridor"))
    return shown(window, qtbot)


def shown(window: MainWindow, qtbot: QtBot) -> SitesPage:
    place = window.show_place("register")
    assert isinstance(place, Register)
    found = place.tabs.open("site")
    assert isinstance(found, SitesPage)
    qtbot.waitUntil(lambda: found.map.view.ground is not None)
    QApplication.processEvents()
    return found


def looked_at(map_: MapView) -> View:
    assert map_.view is not None
    return map_.view


def site(session: Session, name: str) -> Site:
    return next(item for item in session.all(Site) if item.name == name)


def at(map_: MapView, id_: str) -> QPoint:
    """Where the sign of a record is, in pixels of the widget."""
    place = next(place for place in map_.places if place.id == id_)
    x, y = looked_at(map_).place(place.point, map_.width() / POINT, map_.height() / POINT)
    return QPoint(round(x * POINT), round(y * POINT))


def test_the_map_moves_by_the_keyboard(page: SitesPage) -> None:
    map_ = page.map.view
    map_.setFocus()
    start = looked_at(map_)
    press(Qt.Key.Key_Plus)
    assert looked_at(map_).scale < start.scale
    press(Qt.Key.Key_Minus)
    assert looked_at(map_).scale == pytest.approx(start.scale)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Up)
    assert looked_at(map_).x > start.x
    assert looked_at(map_).y < start.y
    press(Qt.Key.Key_0)
    assert looked_at(map_).scale > 2 * start.scale
    press(Qt.Key.Key_Home)
    assert looked_at(map_) == start


def test_the_wheel_zooms_around_the_pointer_and_the_mouse_pulls(page: SitesPage) -> None:
    map_ = page.map.view
    before = at(map_, site(page.session, "Altyn-Emel").id)
    turn = QWheelEvent(
        QPointF(before), map_.mapToGlobal(QPointF(before)), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    start = looked_at(map_)
    QApplication.sendEvent(map_, turn)
    assert looked_at(map_).scale < start.scale
    assert (at(map_, site(page.session, "Altyn-Emel").id) - before).manhattanLength() <= 1
    QTest.mousePress(map_, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    QTest.mouseMove(map_, QPoint(90, 80))
    QTest.mouseRelease(map_, Qt.MouseButton.LeftButton, pos=QPoint(90, 80))
    moved = at(map_, site(page.session, "Altyn-Emel").id) - before
    assert abs(moved.x() - 50) <= 1
    assert abs(moved.y() - 20) <= 1


def test_one_site_is_chosen_on_the_map_and_in_the_table(page: SitesPage) -> None:
    map_, table = page.map.view, page.browser.table
    there = site(page.session, "Altyn-Emel")
    table.go_to(site(page.session, "Hidden").id)
    assert map_.chosen == site(page.session, "Hidden").id
    QTest.mouseClick(map_, Qt.MouseButton.LeftButton, pos=at(map_, there.id))
    assert table.current is not None
    assert table.current.id == there.id
    assert page.browser.form.record is not None
    assert page.browser.form.record.id == there.id


def test_a_new_site_appears_on_the_map_and_is_brought_into_view(page: SitesPage, qtbot: QtBot) -> None:
    session, map_ = page.session, page.map.view
    map_.zoom(6.0)
    far = session.save(session.new(Site, name="Far", site_kind="corridor", latitude=51.0, longitude=86.0))
    qtbot.waitUntil(lambda: any(place.id == far.id for place in map_.places))
    page.browser.table.go_to(far.id)
    assert map_.rect().contains(at(map_, far.id))


def test_the_map_is_told_in_words(page: SitesPage) -> None:
    words = page.map.view.accessibleDescription()
    assert "2 places: " in words
    assert "Altyn-Emel" in words
    assert "do not imply official endorsement or acceptance by the United Nations" in words


def test_what_is_copied_and_saved_holds_only_what_may_be_published(page: SitesPage, tmp_path: Path) -> None:
    picture = page.map.published()
    assert picture is not None
    texts = [item.text for item in picture.items if isinstance(item, Text)]
    assert "Altyn-Emel" in texts
    assert "Hidden" not in texts
    page.map.save_to(tmp_path / "map.svg")
    drawn = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "Hidden" not in drawn
    assert "1 site is withheld" in drawn
    page.map.save_to(tmp_path / "map.png")
    assert QImage(str(tmp_path / "map.png")).width() > 2 * page.map.view.width()
    export.copy_svg(picture)
    assert QApplication.clipboard().text() == drawn
    export.copy_image(picture)
    assert not QApplication.clipboard().image().isNull()


def test_a_map_of_ones_own_is_used_and_remembered_and_a_bad_one_changes_nothing(
    page: SitesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    map_: MapPanel = page.map
    own, bad = tmp_path / "own.geojson", tmp_path / "bad.geojson"
    ring = [[60, 40], [80, 40], [80, 50], [60, 50], [60, 40]]
    own.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    bad.write_text("no map")
    map_.use(own)
    qtbot.waitUntil(lambda: map_.file == own)
    assert map_.view.ground is not None
    assert len(map_.view.ground.shapes) == 1
    map_.use(bad)
    qtbot.waitUntil(lambda: "bad.geojson cannot be used as the map" in map_.message.text)
    assert len(map_.view.ground.shapes) == 1
    assert settings.map_file() == own
    map_.use(None)
    qtbot.waitUntil(lambda: map_.file is None and len(map_.view.ground.shapes) == 14)  # type: ignore[union-attr]
    assert settings.map_file() is None


def test_where_ones_own_map_is_gone_the_bundled_one_is_shown_and_it_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    settings.keep_map_file(tmp_path / "stick" / "own.geojson")
    page = shown(window, qtbot)
    assert "The map that comes with the program is shown." in page.map.message.text
    assert settings.map_file() == tmp_path / "stick" / "own.geojson"
    settings.keep_map_file(None)


def test_a_map_without_a_country_shows_all_places_first(page: SitesPage) -> None:
    map_ = page.map.view
    assert map_.ground is not None
    map_.show_ground(map_.ground, {}, "")
    assert all(map_.rect().contains(at(map_, place.id)) for place in map_.places)
    nearer = looked_at(map_).scale
    map_.show_all()
    assert looked_at(map_).scale > nearer
