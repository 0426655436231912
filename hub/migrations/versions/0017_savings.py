"""Savings: claimed call-offs, claims, what they come to, and targets."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table("saving_target", *_saving_target())
    op.create_table("claimed_call_off", *_claimed_call_off())
    op.create_table("call_off_sharer", *_call_off_sharer())
    op.create_table("saving_claim", *_saving_claim())
    op.create_table("saving_file", *_saving_file())
    op.create_table("saving_finding", *_saving_finding())
    op.create_table("saving_part", *_saving_part())
    op.create_table("saving_place", *_saving_place())
    op.create_table("saving_version", *_saving_version())
    op.create_table("saving_year", *_saving_year())
    op.add_column("succession", sa.Column("share", sa.String(40), nullable=False, server_default=""))
    op.create_table("membership_fee", *_membership_fee())


def downgrade() -> None:
    op.drop_table("membership_fee")
    op.drop_column("succession", "share")
    op.drop_table("saving_year")
    op.drop_table("saving_version")
    op.drop_table("saving_place")
    op.drop_table("saving_part")
    op.drop_table("saving_finding")
    op.drop_table("saving_file")
    op.drop_table("saving_claim")
    op.drop_table("call_off_sharer")
    op.drop_table("claimed_call_off")
    op.drop_table("saving_target")


def _saving_target() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True, index=True),
        sa.Column("former_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True),
        sa.Column("of_id", sa.Integer, sa.ForeignKey("saving_target.id"), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("first_year", sa.String(7), nullable=False),
        sa.Column("last_year", sa.String(7), nullable=False),
        sa.Column("pence", sa.BigInteger, nullable=False),
        sa.Column("reported_on", sa.Date, nullable=True),
        sa.Column("example", sa.Boolean, nullable=False),
        sa.Column("source", sa.String(1000), nullable=False),
    ]


def _claimed_call_off() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("reference", sa.String(1000), nullable=False),
        sa.Column("reference_key", sa.String(120), nullable=False),
        sa.Column(
            "call_off_id", sa.Integer, sa.ForeignKey("call_off.id", ondelete="SET NULL"), nullable=True, index=True
        ),
        sa.Column("framework_home", sa.String(16), nullable=False, index=True),
        sa.Column("framework_title", sa.String(1000), nullable=False),
        sa.Column("lot", sa.String(120), nullable=False),
        sa.Column("supplier", sa.String(1000), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("cpv", sa.String(10), nullable=False),
        sa.Column("route", sa.String(40), nullable=False),
        sa.Column("start", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date, nullable=True),
        sa.Column("award_date", sa.Date, nullable=True),
        sa.Column("value_pence", sa.BigInteger, nullable=True),
        sa.Column("unit_price_pence", sa.BigInteger, nullable=True),
        sa.Column("actual_spend_pence", sa.BigInteger, nullable=True),
        sa.Column("tender_run", sa.Boolean, nullable=False),
        sa.Column("predecessor_id", sa.Integer, sa.ForeignKey("claimed_call_off.id"), nullable=True),
        sa.UniqueConstraint("organisation_id", "reference_key"),
    ]


def _call_off_sharer() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("call_off_id", sa.Integer, sa.ForeignKey("claimed_call_off.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True, index=True),
        sa.Column("name", sa.String(1000), nullable=False),
        sa.Column("share", sa.String(40), nullable=False),
        sa.Column("member", sa.Boolean, nullable=False),
        sa.UniqueConstraint("call_off_id", "position"),
    ]


def _saving_claim() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=True, index=True),
        sa.Column("call_off_id", sa.Integer, sa.ForeignKey("claimed_call_off.id"), nullable=True, index=True),
        sa.Column("framework_home", sa.String(16), nullable=False, index=True),
        sa.Column("framework_title", sa.String(1000), nullable=False),
        sa.Column("claimant", sa.String(40), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("column", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("entered", sa.JSON, nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("entered_gross_pence", sa.BigInteger, nullable=True),
        sa.Column("gross_pence", sa.BigInteger, nullable=True),
        sa.Column("costs_pence", sa.BigInteger, nullable=True),
        sa.Column("net_pence", sa.BigInteger, nullable=True),
        sa.Column("cashable_pence", sa.BigInteger, nullable=True),
        sa.Column("non_cashable_pence", sa.BigInteger, nullable=True),
        sa.Column("budget_code", sa.String(120), nullable=False),
        sa.Column("evidence", sa.String(40), nullable=False),
        sa.Column("evidence_reference", sa.String(1000), nullable=False),
        sa.Column("outlier_note", sa.Text, nullable=False),
        sa.Column(
            "reporter_id", sa.Integer, sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True, index=True
        ),
        sa.Column("reported_by", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        *_rest_of_saving_claim(),
    ]


def _rest_of_saving_claim() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("declared_at", sa.DateTime, nullable=True),
        sa.Column("submitted_at", sa.DateTime, nullable=True),
        sa.Column("verified_at", sa.DateTime, nullable=True),
        sa.Column("verified_by", sa.String(120), nullable=False),
        sa.Column("verified_how", sa.String(40), nullable=False),
        sa.Column("validated_at", sa.DateTime, nullable=True),
        sa.Column("validated_by", sa.String(120), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("sampled", sa.Boolean, nullable=False),
        sa.Column("supersedes_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=True, index=True),
        sa.Column("estimate_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=True, index=True),
        sa.Column("example", sa.Boolean, nullable=False),
        sa.Column("published_words", sa.Text, nullable=False),
        sa.Column("published_in", sa.String(1000), nullable=False),
        sa.Column("told_with_permission", sa.Boolean, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
    ]


def _saving_file() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=False, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
    ]


def _saving_finding() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=False, index=True),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("line", sa.Integer, nullable=True),
        sa.Column("words", sa.Text, nullable=False),
    ]


def _saving_part() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=False, index=True),
        sa.Column("year", sa.String(7), nullable=False, index=True),
        sa.Column("bucket", sa.String(40), nullable=False),
        sa.Column("cashable", sa.Boolean, nullable=False),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True, index=True),
        sa.Column("former_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True),
        sa.Column("member", sa.Boolean, nullable=False),
        sa.Column("net_pence", sa.BigInteger, nullable=False),
    ]


def _saving_place() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=False, index=True),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("year", sa.String(7), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.UniqueConstraint("subject", "organisation_id", "type", "year", "basis"),
    ]


def _saving_version() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("entered", sa.JSON, nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("net_pence", sa.BigInteger, nullable=True),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("claim_id", "version"),
    ]


def _saving_year() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("saving_claim.id"), nullable=False, index=True),
        sa.Column("year", sa.String(7), nullable=False),
        sa.Column("gross_pence", sa.BigInteger, nullable=False),
        sa.Column("costs_pence", sa.BigInteger, nullable=False),
        sa.Column("net_pence", sa.BigInteger, nullable=False),
        sa.Column("new_pence", sa.BigInteger, nullable=False),
        sa.Column("sustained_pence", sa.BigInteger, nullable=False),
        sa.Column("headline_pence", sa.BigInteger, nullable=False),
        sa.CheckConstraint("new_pence + sustained_pence = gross_pence", name="ck_saving_year_new_and_sustained"),
        sa.CheckConstraint("gross_pence - costs_pence = net_pence", name="ck_saving_year_net"),
        sa.UniqueConstraint("claim_id", "year"),
    ]


def _membership_fee() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True, index=True),
        sa.Column("year", sa.String(7), nullable=False),
        sa.Column("pence", sa.BigInteger, nullable=False),
        sa.Column("entered_on", sa.Date, nullable=False),
        sa.UniqueConstraint("network_id", "organisation_id", "year"),
    ]
