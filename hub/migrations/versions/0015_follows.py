"""What people follow, what it has led them to, and which endings they have been warned of."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, _account(), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(1000), nullable=False, index=True),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("cadence", sa.String(40), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("checked_at", sa.DateTime, nullable=False),
        sa.Column("known_end", sa.Date, nullable=True),
        sa.Column("known_status", sa.String(40), nullable=False),
        sa.UniqueConstraint("account_id", "kind", "subject", name="uq_follow_account_id"),
    )
    op.create_table(
        "follow_seen",
        sa.Column("follow_id", sa.Integer, sa.ForeignKey("follow.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("framework", sa.String(120), primary_key=True),
    )
    op.create_table(
        "ending_told",
        sa.Column("account_id", sa.Integer, _account(), primary_key=True),
        sa.Column("framework", sa.String(120), primary_key=True),
        sa.Column("end", sa.Date, primary_key=True),
        sa.Column("days", sa.Integer, primary_key=True, autoincrement=False),
    )


def _account() -> sa.ForeignKey:
    return sa.ForeignKey("account.id", ondelete="CASCADE")


def downgrade() -> None:
    for table in ("ending_told", "follow_seen", "follow"):
        op.drop_table(table)
