"""Where each rule on who may use a framework was read, who confirmed it, and what the rules were read from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXTS = {"field": sa.String(40), "notice": sa.String(1000), "url": sa.String(2000)}


def upgrade() -> None:
    op.add_column("eligibility_rule", sa.Column("position", sa.Integer, nullable=False, server_default="0"))
    for name, kind in TEXTS.items():
        op.add_column("eligibility_rule", sa.Column(name, kind, nullable=False, server_default=""))
    op.add_column("eligibility_rule", sa.Column("confirmed_at", sa.DateTime))
    op.add_column("framework", sa.Column("rules_digest", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("framework", "rules_digest")
    for name in ("confirmed_at", *reversed(TEXTS), "position"):
        op.drop_column("eligibility_rule", name)
