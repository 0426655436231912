"""Whether proposer and moderators were told that a contribution had no answer in time.

Outage: SQLite copies the table contribution anew on the way down.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("contribution", sa.Column("told_late", sa.Date, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("contribution") as table:
        table.drop_column("told_late")
