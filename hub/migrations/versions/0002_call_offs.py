"""Call-offs as merges of their records, notices by which records meet, and suppliers that may be one.

Outage: SQLite copies the tables call_off and relation anew, up and down.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXTS = (("link_reason", 1000), ("framework_title", 1000), ("framework_owner", 1000), ("framework_notice", 1000),
         ("framework_ocid", 1000), ("reference", 1000), ("digest", 64))  # fmt: skip
WORDS = ("start_precision", "start_basis", "end_precision", "end_basis")
DATES = ("max_end", "published")
INDEXED = ("start", "end")


def upgrade() -> None:
    _widen_call_off()
    _make_call_off_supplier()
    _make_call_off_record()
    _make_record_notice()
    _make_supplier_proposal()
    op.add_column("crawl", sa.Column("call_offs", sa.Integer, nullable=False, server_default="0"))
    joined = sa.Column("joined_to_id", sa.Integer, sa.ForeignKey("organisation.id"))
    op.add_column("organisation", joined, inline_references=True)
    op.create_index("ix_organisation_joined_to_id", "organisation", ["joined_to_id"])
    _add_reference_home()
    with op.batch_alter_table("relation") as relation:  # its texts are longer than PostgreSQL's longest key
        relation.drop_constraint("uq_relation_framework_id", type_="unique")
    _sort_titles_by("C")


def downgrade() -> None:
    _sort_titles_by(None)
    with op.batch_alter_table("relation") as relation:
        columns = ["framework_id", "kind", "target_owner", "target_reference"]
        relation.create_unique_constraint("uq_relation_framework_id", columns)
    op.drop_index("ix_record_reference_home", "record")
    op.drop_column("record", "reference_home")
    op.drop_index("ix_organisation_joined_to_id", "organisation")
    op.drop_column("organisation", "joined_to_id")
    op.drop_column("crawl", "call_offs")
    for table in ("supplier_proposal", "record_notice", "call_off_record", "call_off_supplier"):
        op.drop_table(table)
    _narrow_call_off()


def _sort_titles_by(collation: str | None) -> None:
    """SQLite sorts by character anyway; PostgreSQL by the database's language unless told otherwise."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("framework", "title_sort", type_=sa.String(1000, collation=collation), existing_nullable=False)


def _add_reference_home() -> None:
    """So far a record lived at its reference's home or at its own."""
    op.add_column("record", sa.Column("reference_home", sa.String(16), nullable=False, server_default=""))
    op.create_index("ix_record_reference_home", "record", ["reference_home"])
    record = sa.table("record", sa.column("home"), sa.column("own_key"), sa.column("reference_home"))
    by_reference = sa.update(record).where(record.c.home != record.c.own_key)
    op.execute(by_reference.values(reference_home=record.c.home))


def _widen_call_off() -> None:
    """No earlier version wrote call-offs; an operator's own rows are kept all the same."""
    with op.batch_alter_table("call_off") as table:
        for name, length in TEXTS:
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        for name in WORDS:
            table.add_column(sa.Column(name, sa.String(40)))
        for name in DATES:
            table.add_column(sa.Column(name, sa.Date))
        table.add_column(sa.Column("framework_said", sa.String(40), nullable=False, server_default="unknown"))
        table.add_column(sa.Column("link_decided", sa.Boolean, nullable=False, server_default=sa.false()))
        table.drop_index("ix_call_off_supplier_id")
        for name in ("supplier_id", "supplier_name", "link_confirmed"):
            table.drop_column(name)
        for name in INDEXED:
            table.create_index(f"ix_call_off_{name}", [name])
        table.create_unique_constraint("uq_call_off_source", ["source", "source_id"])


def _narrow_call_off() -> None:
    with op.batch_alter_table("call_off") as table:
        table.drop_constraint("uq_call_off_source", type_="unique")
        for name in INDEXED:
            table.drop_index(f"ix_call_off_{name}")
        for name in (*(name for name, _ in TEXTS), *WORDS, *DATES, "framework_said", "link_decided"):
            table.drop_column(name)
        supplier = sa.ForeignKey("organisation.id", name="fk_call_off_supplier_id_organisation")
        table.add_column(sa.Column("supplier_id", sa.Integer, supplier))
        table.add_column(sa.Column("supplier_name", sa.String(1000), nullable=False, server_default=""))
        table.add_column(sa.Column("link_confirmed", sa.Boolean, nullable=False, server_default=sa.false()))
        table.create_index("ix_call_off_supplier_id", ["supplier_id"])


def _make_call_off_supplier() -> None:
    op.create_table(
        "call_off_supplier",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("call_off_id", sa.Integer, sa.ForeignKey("call_off.id"), nullable=False, index=True),
        sa.Column("supplier_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(1000), nullable=False),
        sa.UniqueConstraint("call_off_id", "supplier_id"),
    )


def _make_call_off_record() -> None:
    op.create_table(
        "call_off_record",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(120), sa.ForeignKey("source.name"), nullable=False, index=True),
        sa.Column("source_id", sa.String(1000), nullable=False, index=True),
        sa.Column("body_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("crawl_id", sa.Integer, sa.ForeignKey("crawl.id")),
        sa.Column("first_seen", sa.DateTime, nullable=False),
        sa.Column("last_seen", sa.DateTime, nullable=False),
    )


def _make_record_notice() -> None:
    op.create_table(
        "record_notice",
        sa.Column("record_id", sa.Integer, sa.ForeignKey("record.id"), primary_key=True),
        sa.Column("identifier", sa.String(200), primary_key=True, index=True),
    )


def _make_supplier_proposal() -> None:
    op.create_table(
        "supplier_proposal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String(120), nullable=False, index=True),
        sa.Column("other_slug", sa.String(120), nullable=False, index=True),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("decided_by", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("slug", "other_slug"),
    )
