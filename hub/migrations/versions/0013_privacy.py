"""Who is still here, how a network is reached, what is taken out for people, and their complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

DATES = ("still_here_on", "silence_told_on", "noticed_on")


def upgrade() -> None:
    for name in DATES:
        op.add_column("account", sa.Column(name, sa.Date))
    op.add_column("account", sa.Column("notices", sa.Integer, nullable=False, server_default="0"))
    op.add_column("network", sa.Column("mailbox", sa.String(320), nullable=False, server_default=""))
    op.create_table(
        "removal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value_hash", sa.String(64), nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("decided_by", sa.String(120), nullable=False),
        sa.UniqueConstraint("kind", "value_hash"),
    )
    _complaints()


def _complaints() -> None:
    op.create_table(
        "data_complaint",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("received_on", sa.Date, nullable=False, index=True),
        sa.Column("due_on", sa.Date, nullable=False, index=True),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime, nullable=True),
        sa.Column("closed_at", sa.DateTime, nullable=True, index=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.String(120), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("data_complaint")
    op.drop_table("removal")
    op.drop_column("network", "mailbox")
    for name in ("notices", *reversed(DATES)):
        op.drop_column("account", name)
