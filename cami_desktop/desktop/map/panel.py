"""The map of sites with its buttons: nearer, further, everything, copy and save, and the person's own map file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from cami_desktop.catalogue.geojson import bundled, read_lands
from cami_desktop.desktop import settings
from cami_desktop.desktop.charts import export
from cami_desktop.desktop.map.view import MapView
from cami_desktop.desktop.widgets import Message, button, column, row
from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import Barrier, Site
from cami_desktop.records.recordset import RecordSet
from cami_desktop.synthesis.ground import Ground, lay_out
from cami_desktop.synthesis.picture import Picture
from cami_desktop.synthesis.site_map import places_of
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

_WAIT = 150
"""Milliseconds after a change until the places are looked for again."""


class MapPanel(QWidget):
    """The map of the sites and barriers of a workspace. What is copied or saved shows only what may be published."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.file: Path | None = None
        self.view = MapView()
        self.message = Message()
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._show_places)
        session.changed.connect(self._changed)
        self._show_places()
        own = settings.map_file()
        if own is None:
            self.use(None)
        else:
            self._read(own, self._show, self._fall_back)

    def _build(self) -> None:
        nearer = button("+", self.view.nearer, hint=_("Nearer (+)"))
        further = button("−", self.view.further, hint=_("Further (-)"))
        for item, name in ((nearer, _("Nearer")), (further, _("Further"))):
            item.setAccessibleName(name)
            item.setFixedWidth(36)
        whole = button(_("Everything"), self.view.show_all, hint=_("Show the whole map (0)"))
        self.more = button(_("Map"), self._more, icon="down", hint=_("Show the country, copy, save, another map"))
        bar = row(nearer, further, whole, None, self.more, space=4)
        bar.setContentsMargins(0, 6, 6, 6)
        column(self, bar, self.message, self.view, space=0).setStretch(2, 1)

    # What a place uses

    def use(self, path: Path | None) -> None:
        """Read a map on a thread, show it and remember it; None is the bundled one.

        A file that cannot be used is told of, and the map that was there stays.
        """

        def shown(ground: Ground, path: Path | None) -> None:
            self._show(ground, path)
            settings.keep_map_file(path)

        self._read(path, shown, self._tell)

    def published(self) -> Picture | None:
        """What is looked at, as it may leave the country."""
        from cami_desktop.exchange.redaction import redact

        session = self.session
        records = [*session.all(Site), *session.all(Barrier)]
        shown = redact(RecordSet(records, session.catalogue, session.records.today))
        placed = sum(site.latitude is not None and site.longitude is not None for site in session.all(Site))
        left = sum(site.latitude is not None and site.longitude is not None for site in shown.all(Site))
        return self.view.picture(places_of(shown), placed - left)

    def save_to(self, path: Path) -> None:
        """Write what is looked at to a file; what went wrong is told."""
        picture = self.published()
        if picture is None:
            return
        try:
            export.save(picture, path)
        except CamiError as error:
            self._tell(error)
        else:
            self.session.told.emit(_("Saved: {name}").format(name=path.name), "good")

    # Inside

    def _read(
        self, path: Path | None, show: Callable[[Ground, Path | None], None], failed: Callable[[CamiError], None]
    ) -> None:
        def read(_progress: object) -> Ground:
            return lay_out(read_lands(path or bundled()))

        self.jobs.run_quietly(read, lambda ground: show(ground, path), failed)

    def _show(self, ground: Ground, path: Path | None, said: str = "") -> None:
        catalogue = self.session.catalogue
        names = {country.iso3: catalogue.label("country", country.code) for country in catalogue.countries.values()}
        own = catalogue.countries.get(self.session.info.country)
        self.file = path
        self.message.say(said, "warning")
        self.view.show_ground(ground, names, own.iso3 if own is not None else "")

    def _fall_back(self, error: CamiError) -> None:
        """The person's own map is gone (a stick) or altered: show the bundled one, say so, and do not forget it."""
        said = _("{what} The map that comes with the program is shown.").format(what=error.what)
        self._read(None, lambda ground, path: self._show(ground, path, said), self._tell)

    def _tell(self, error: CamiError) -> None:
        self.message.say(str(error), "error")

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", Site.kind, Barrier.kind):
            self._timer.start()

    def _show_places(self) -> None:
        self.view.show_places(places_of(self.session.records))

    def _more(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the same at the pointer."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the map; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Map"))
        menu.addAction(_("Show the country"), self.view.show_country)
        menu.addSeparator()
        menu.addAction(_("Copy as image, as far as places may be published"), lambda: self._copy(export.copy_image))
        menu.addAction(_("Copy as SVG, as far as places may be published"), lambda: self._copy(export.copy_svg))
        menu.addAction(_("Save as PNG or SVG, as far as places may be published …"), self._ask_where)
        menu.addSeparator()
        menu.addAction(_("Use a map of your own (GeoJSON) …"), self._ask_which)
        words = _("Use the map that comes with the program")
        if self.file is not None:
            words = _("Use the map that comes with the program, not {name}").format(name=self.file.name)
        menu.addAction(words, lambda: self.use(None)).setEnabled(self.file is not None)
        return menu

    def _copy(self, act: Callable[[Picture], None]) -> None:
        picture = self.published()
        if picture is not None:
            act(picture)
            self.session.told.emit(_("The map was copied"), "muted")

    def _ask_where(self) -> None:
        name = str(self.session.workspace.path.with_suffix(".png"))
        target = export.ask_where(self, _("Save the map"), name)
        if target is not None:
            self.save_to(target)

    def _ask_which(self) -> None:
        wish = _("Maps (*.geojson *.json)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Use a map of your own (GeoJSON) …"), "", wish)
        if path:
            self.use(Path(path))
