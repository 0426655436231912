"""What people looked for and did not find."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "unmet_need",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("region", sa.String(40)),
        sa.Column("kind", sa.String(40)),
    )


def downgrade() -> None:
    op.drop_table("unmet_need")
