"""The second schema: what a workspace needs to lose nothing (drafts, search, undo of merges)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the schema from 0001 to 0002."""
    _drafts_and_undo()
    _attachments_in_pieces()
    _search()


def _drafts_and_undo() -> None:
    """What is being typed, and the rows that a merge replaces."""
    op.create_table(
        "draft",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "field", name=op.f("pk_draft")),
    )
    op.create_table(
        "row_image",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_row_image_change_id_change")),
        sa.PrimaryKeyConstraint("change_id", "table_name", "key", name=op.f("pk_row_image")),
    )
    op.create_index(op.f("ix_change_state"), "change", ["state"], unique=False)


PIECE = 1 << 20
"""Bytes of a piece of an attachment."""


def _attachments_in_pieces() -> None:
    """The bytes of attachments, one row a piece, so that a large one never lies in memory as a whole."""
    piece = op.create_table(
        "content_piece",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "n", name=op.f("pk_content_piece")),
    )
    connection = op.get_bind()
    kept = connection.execute(sa.text("SELECT sha256, size FROM content")).all()
    part = sa.text("SELECT substr(bytes, :start, :length) FROM content WHERE sha256 = :sha256")
    for sha256, size in kept:
        for n in range((size + PIECE - 1) // PIECE):
            values = {"start": n * PIECE + 1, "length": PIECE, "sha256": sha256}
            data = connection.execute(part, values).scalar_one()
            connection.execute(sa.insert(piece).values(sha256=sha256, n=n, bytes=data))
    op.drop_column("content", "bytes")


SEARCHED = {
    "meeting": "title place_name venue purpose summary summary_en catalogue deleted",
    "organisation": "name name_en acronym seat web remarks catalogue deleted",
    "person": "name surname given patronymic latin position email phone catalogue deleted",
    "participation": "days meeting catalogue deleted",
    "agenda_item": "number title aim meeting catalogue deleted",
    "note": "text taxa threats pow_items meeting catalogue deleted",
    "contribution": "text text_en taxa threats pow_items meeting catalogue deleted",
    "decision": "text text_en meeting catalogue deleted",
    "pow_response": "pow_item comment comment_en catalogue deleted",
    "source": "citation locator catalogue deleted",
    "attachment": "file_name media_type sha256 caption catalogue deleted",
    "species_status": (
        "taxon shared_with migration habitat trend_basis not_surveyed_reason monitoring hunting "
        "narrative narrative_en catalogue deleted"
    ),
    "population_estimate": "taxon population season remarks catalogue deleted",
    "threat_assessment": "taxon population threat description description_en catalogue deleted",
    "barrier": "name neighbour taxa mitigation mitigation_proposed remarks catalogue deleted",
    "conservation_measure": "title action taxa mandates instruments pow_item description catalogue deleted",
    "gap": "taxa text text_en consequence catalogue deleted",
    "need": "taxa text text_en catalogue deleted",
    "site": "name name_en wdpa_id remarks catalogue deleted",
}
"""The columns whose change changes what is found of a record, as they were when this schema was made."""


def _search() -> None:
    """The search index, its triggers, and every record noted so that the first search enters it."""
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=True),
        sa.Column("taxa", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index(op.f("ix_search_entry_record_id"), "search_entry", ["record_id"], unique=False)
    op.create_table(
        "search_todo",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "kind", name=op.f("pk_search_todo")),
    )
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(title, text, labels, tokenize = 'unicode61 remove_diacritics 0')"
    )
    for kind, names in SEARCHED.items():
        columns = names.split()
        listed = ", ".join(f'"{name}"' for name in columns)
        differs = " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in columns)
        for event, when, row in (
            ("insert", "INSERT", "new"),
            ("update", f"UPDATE OF {listed}", "new"),
            ("delete", "DELETE", "old"),
        ):
            condition = f" WHEN {differs}" if event == "update" else ""
            op.execute(
                f'CREATE TRIGGER search_{kind}_{event} AFTER {when} ON "{kind}"{condition} BEGIN '
                f"INSERT OR IGNORE INTO search_todo (record_id, kind) VALUES ({row}.id, '{kind}'); END"
            )
        op.execute(f"INSERT INTO search_todo (record_id, kind) SELECT id, '{kind}' FROM \"{kind}\" WHERE NOT deleted")
