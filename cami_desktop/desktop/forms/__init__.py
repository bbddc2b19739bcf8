"""Forms built from field descriptors: RecordForm is what places use, the editors are one per type of field."""

from cami_desktop.desktop.forms.editor import Answer, Editor
from cami_desktop.desktop.forms.form import RecordForm
from cami_desktop.desktop.forms.row import FieldRow, editor_for

__all__ = ["Answer", "Editor", "FieldRow", "RecordForm", "editor_for"]
