"""Tables over records: RecordTable alone, RecordBrowser with the form of the current record."""

from cami_desktop.desktop.tables.browser import RecordBrowser
from cami_desktop.desktop.tables.model import RecordTableModel
from cami_desktop.desktop.tables.table import RecordTable

__all__ = ["RecordBrowser", "RecordTable", "RecordTableModel"]
