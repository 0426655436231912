"""Who looks after a framework, and when somebody last did."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "stewardship",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("home", sa.String(16), nullable=False, index=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True, index=True
        ),
        sa.Column(
            "deputy_id", sa.Integer, sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True, index=True
        ),
        sa.Column("taken_on_at", sa.DateTime, nullable=False),
        sa.Column("review_on", sa.Date, nullable=False, index=True),
        sa.Column("reviewed_at", sa.DateTime, nullable=True),
        sa.Column("reminded_on", sa.Date, nullable=True),
        sa.UniqueConstraint("home", "network_id"),
    )


def downgrade() -> None:
    op.drop_table("stewardship")
