"""Visits of sites: what each did, how the hub stands with each site, and which entries a site no longer lists."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

COUNTS = {"requests": sa.Integer, "bytes": sa.BigInteger, "pages": sa.Integer}
INSTANTS = ("since", "until", "reached")


def upgrade() -> None:
    _widen_crawl()
    _make_crawl_state()
    op.add_column("record", sa.Column("missed", sa.Integer, nullable=False, server_default="0"))
    op.add_column("record", sa.Column("missing_since", sa.DateTime))


def downgrade() -> None:
    op.drop_column("record", "missing_since")
    op.drop_column("record", "missed")
    op.drop_table("crawl_state")
    for name in (*reversed(INSTANTS), *reversed(COUNTS), "state", "kind"):
        op.drop_column("crawl", name)


def _widen_crawl() -> None:
    """So far every crawl was the import of a file, and one that did not end was interrupted."""
    op.add_column("crawl", sa.Column("kind", sa.String(40), nullable=False, server_default="file"))
    op.add_column("crawl", sa.Column("state", sa.String(40), nullable=False, server_default="finished"))
    for name, kind in COUNTS.items():
        op.add_column("crawl", sa.Column(name, kind, nullable=False, server_default="0"))
    for name in INSTANTS:
        op.add_column("crawl", sa.Column(name, sa.DateTime))
    crawl = sa.table("crawl", sa.column("state"), sa.column("ended_at"))
    op.execute(sa.update(crawl).where(crawl.c.ended_at.is_(None)).values(state="under way"))


def _make_crawl_state() -> None:
    op.create_table(
        "crawl_state",
        sa.Column("source", sa.String(120), primary_key=True),
        sa.Column("watermark", sa.DateTime),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("crawl.id")),
        sa.Column("cursor", sa.JSON, nullable=False),
        sa.Column("held", sa.JSON, nullable=False),
        sa.Column("next_at", sa.DateTime),
        sa.Column("last_good_at", sa.DateTime),
        sa.Column("last_good", sa.JSON, nullable=False),
        sa.Column("reread_at", sa.DateTime),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("probed_at", sa.DateTime),
        sa.Column("permission", sa.String(40), nullable=False),
        sa.Column("permission_because", sa.Text, nullable=False),
        sa.Column("permission_by", sa.String(120), nullable=False),
        sa.Column("permission_at", sa.DateTime),
    )
