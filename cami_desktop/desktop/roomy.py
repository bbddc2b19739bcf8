"""Lets the window be smaller than what it shows: at 200 % on a small screen the rail and the places scroll."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

LEAST = QSize(240, 120)
"""Pixels that remain of a place in the smallest window."""


class Stack(QStackedWidget):
    """Pages of which only the one that is shown says how much room it needs."""

    def minimumSizeHint(self) -> QSize:
        """What the open page needs."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


class Roomy(QScrollArea):
    """Something that scrolls where there is less room than it needs; hidden with it."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.inner = inner
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        # Everything without a parent counts as hidden; what counts here is whether somebody hid it.
        hidden = inner.isHidden() and inner.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        self.setWidget(inner)
        inner.setVisible(not hidden)
        if hidden:
            self.hide()

    def minimumSizeHint(self) -> QSize:
        """Little: the rest is scrolled to."""
        return self.inner.minimumSizeHint().boundedTo(LEAST)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """What was hidden leaves no gap."""
        # Shown without a parent it would be a window for a moment, and take the focus.
        turns = event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        if turns and watched is self.inner and self.parent() is not None:
            self.setHidden(self.inner.isHidden())
        elif event.type() == QEvent.Type.LayoutRequest and watched is self.inner:
            # What it needs is known only when it has been laid out.
            QTimer.singleShot(0, self, self._look_again)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _look_again(self) -> None:
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))


class Upright(Roomy):
    """The same for a bar at the side: always as wide as it needs, and scrolling only up and down."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__(inner)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def viewportEvent(self, event: QEvent) -> bool:
        """Follow the width of what is inside."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar where one is needed."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        short = self.inner.minimumSizeHint().height() > self.height()
        bar = self.verticalScrollBar().sizeHint().width() if short else 0
        self.setFixedWidth(self.inner.sizeHint().width() + bar)
