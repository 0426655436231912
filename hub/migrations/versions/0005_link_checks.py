"""What came of asking the web addresses of the catalogue, to find those that lead nowhere."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "link_check",
        sa.Column("address", sa.String(2000), primary_key=True),
        sa.Column("checked_at", sa.DateTime, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False, index=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("link_check")
