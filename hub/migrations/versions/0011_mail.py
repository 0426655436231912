"""What each letter in the Outbox is for, when it may be sent, who is sending it, and why it could not be."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

INSTANTS = ("not_before", "leased_until", "failed_at")
INDEXED = ("created_at", "not_before", "failed_at")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("mark", sa.String(40), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("purpose", sa.String(40), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("headers", sa.JSON, nullable=False, server_default="{}"))
    op.add_column("outbox", sa.Column("reason", sa.String(500), nullable=False, server_default=""))
    for name in INSTANTS:
        op.add_column("outbox", sa.Column(name, sa.DateTime))
    for name in INDEXED:
        op.create_index(f"ix_outbox_{name}", "outbox", [name])


def downgrade() -> None:
    for name in reversed(INDEXED):
        op.drop_index(f"ix_outbox_{name}", "outbox")
    for name in (*reversed(INSTANTS), "reason", "headers", "purpose", "mark"):
        op.drop_column("outbox", name)
