"""The third schema: what the notes of a meeting and their sorting need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ADDED: dict[str, dict[str, type[sa.types.TypeEngine[object]]]] = {
    "meeting": {"approved_on": sa.Text},
    "agenda_item": {"began_at": sa.Text, "ended_at": sa.Text},
    "note": {"people": sa.Text, "follow_up": sa.Boolean},
    "contribution": {"voices": sa.Text},
    "decision": {"agenda_item": sa.Text, "contributions": sa.Text},
}
"""Columns by table; all may be empty, so that no row is written anew."""


def upgrade() -> None:
    """Bring the schema from 0002 to 0003."""
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind(), nullable=True))
