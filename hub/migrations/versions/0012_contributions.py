"""What officers propose for the catalogue, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(64), nullable=False, unique=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True, index=True
        ),
        sa.Column("submitted_by", sa.String(120), nullable=False),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("home", sa.String(16), nullable=False, index=True),
        sa.Column("draft", sa.JSON, nullable=False),
        sa.Column("declared_at", sa.DateTime, nullable=True),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("submitted_at", sa.DateTime, nullable=True),
        sa.Column("due_on", sa.Date, nullable=True, index=True),
        sa.Column("decided_at", sa.DateTime, nullable=True),
        sa.Column("decided_by", sa.String(120), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("source_id", sa.String(1000), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("contribution")
