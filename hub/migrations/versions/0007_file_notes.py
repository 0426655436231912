"""File notes, and the addenda that correct them once they are frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "file_note",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("edit_hash", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False, index=True),
        sa.Column("changed_at", sa.DateTime, nullable=False, index=True),
        sa.Column("frozen_at", sa.DateTime, index=True),
        sa.Column("canonical", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.UniqueConstraint("key", name="uq_file_note_key"),
        sa.UniqueConstraint("edit_hash", name="uq_file_note_edit_hash"),
    )
    op.create_table(
        "addendum",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("note_id", sa.Integer, sa.ForeignKey("file_note.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("frozen_at", sa.DateTime, nullable=False),
        sa.Column("canonical", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.UniqueConstraint("note_id", "number", name="uq_addendum_note_id"),
    )


def downgrade() -> None:
    op.drop_table("addendum")
    op.drop_table("file_note")
