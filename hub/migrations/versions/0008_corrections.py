"""What people say is wrong with a record, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("due_on", sa.Date, nullable=False, index=True),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("ident", sa.String(120), nullable=False, index=True),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("wrong", sa.Text, nullable=False),
        sa.Column("right", sa.Text, nullable=False),
        sa.Column("published_at", sa.String(2000), nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=True),
        sa.Column("answered_by", sa.String(120), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("correction")
