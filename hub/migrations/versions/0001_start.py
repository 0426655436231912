"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    for make in TABLES.values():
        make()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("action", sa.String(40), nullable=False, index=True),
        sa.Column("subject", sa.String(200), nullable=False, index=True),
        sa.Column("detail", sa.JSON, nullable=False),
    )


def decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False, index=True),
        sa.Column("home", sa.String(16), nullable=False, index=True),
        sa.Column("other_home", sa.String(16), nullable=False, index=True),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("source_id", sa.String(1000), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("revoked_at", sa.DateTime),
    )


def job() -> None:
    op.create_table(
        "job",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("leased_until", sa.DateTime),
        sa.Column("detail", sa.JSON, nullable=False),
    )


def merge_proposal() -> None:
    op.create_table(
        "merge_proposal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("home", sa.String(16), nullable=False, index=True),
        sa.Column("other_home", sa.String(16), nullable=False, index=True),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("home", "other_home"),
    )


def organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String(120), nullable=False, unique=True),
        sa.Column("name", sa.String(1000), nullable=False, index=True),
        sa.Column("short_name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False, index=True),
        sa.Column("region", sa.String(40), index=True),
        sa.Column("web", sa.String(2000), nullable=False),
        sa.Column("starts_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        sa.Column("curated", sa.Boolean, nullable=False),
    )


def outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("to", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(1000), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("sent_at", sa.DateTime, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
    )


def source() -> None:
    op.create_table(
        "source",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("publisher", sa.String(1000), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("licence", sa.String(1000), nullable=False),
        sa.Column("voice", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(1000), nullable=False),
        sa.Column("as_of", sa.Date),
        sa.Column("as_of_precision", sa.String(40), nullable=False),
        sa.Column("last_read", sa.DateTime),
    )


def crawl() -> None:
    op.create_table(
        "crawl",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(120), sa.ForeignKey("source.name"), nullable=False, index=True),
        sa.Column("file_name", sa.String(1000), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date),
        sa.Column("as_of_reason", sa.String(1000), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("rejected", sa.Integer, nullable=False),
        sa.Column("warnings", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
    )


def email_domain() -> None:
    op.create_table(
        "email_domain",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("domain", sa.String(253), nullable=False, index=True),
        sa.UniqueConstraint("domain", "organisation_id"),
    )


def framework_rest() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("provenance", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("status", sa.String(40), nullable=False, index=True),
        sa.Column("status_until", sa.Date, index=True),
        sa.Column("first_seen", sa.DateTime, index=True),
        sa.Column("changed_at", sa.DateTime),
        sa.Column("start", sa.Date, index=True),
        sa.Column("start_precision", sa.String(40)),
        sa.Column("start_basis", sa.String(40)),
        sa.Column("end", sa.Date, index=True),
        sa.Column("end_precision", sa.String(40)),
        sa.Column("end_basis", sa.String(40)),
        sa.Column("max_value_net_pence", sa.BigInteger),
        sa.Column("max_value_gross_pence", sa.BigInteger),
        sa.Column("max_value_currency", sa.String(3)),
    ]


def framework() -> None:
    op.create_table(
        "framework",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(16), nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("merged_into_id", sa.Integer, sa.ForeignKey("framework.id"), index=True),
        sa.Column("withdrawn_at", sa.DateTime),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("title_sort", sa.String(1000), nullable=False, index=True),
        sa.Column("owner_id", sa.Integer, sa.ForeignKey("organisation.id"), index=True),
        sa.Column("legal_host_id", sa.Integer, sa.ForeignKey("organisation.id")),
        sa.Column("managing_agent_id", sa.Integer, sa.ForeignKey("organisation.id")),
        sa.Column("reference", sa.String(1000), nullable=False),
        sa.Column("reference_key", sa.String(200), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False, index=True),
        sa.Column("regulation", sa.String(40), nullable=False, index=True),
        sa.Column("stage", sa.String(40)),
        sa.Column("stage_as_of", sa.Date),
        sa.Column("stage_as_of_precision", sa.String(40), nullable=False),
        sa.Column("source_status", sa.String(1000), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("keywords", sa.JSON, nullable=False),
        sa.Column("max_end", sa.Date),
        sa.Column("max_end_precision", sa.String(40)),
        sa.Column("max_end_basis", sa.String(40)),
        sa.Column("parent_end", sa.Date),
        sa.Column("extension", sa.Text, nullable=False),
        sa.Column("eligibility", sa.Text, nullable=False),
        sa.Column("how_to_buy", sa.Text, nullable=False),
        sa.Column("stock_only", sa.Boolean),
        sa.Column("url", sa.String(2000), nullable=False),
        *framework_rest(),
    )


def issue() -> None:
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
        sa.Column("source", sa.String(120), sa.ForeignKey("source.name"), nullable=False, index=True),
        sa.Column("source_id", sa.String(1000), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False, index=True),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("field", sa.String(120), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("done", sa.Text, nullable=False),
        sa.Column("first_seen", sa.DateTime, nullable=False),
        sa.Column("cleared_at", sa.DateTime),
        sa.Column("cleared_by", sa.String(120), nullable=False),
    )


def membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("club_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("starts_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("checked_on", sa.Date),
        sa.UniqueConstraint("organisation_id", "club_id", "starts_on"),
    )


def organisation_identifier() -> None:
    op.create_table(
        "organisation_identifier",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("value", sa.String(120), nullable=False),
        sa.UniqueConstraint("scheme", "value"),
    )


def organisation_name() -> None:
    op.create_table(
        "organisation_name",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("name", sa.String(1000), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        sa.UniqueConstraint("organisation_id", "name"),
    )


def succession() -> None:
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("predecessor_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("successor_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("on", sa.Date),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.UniqueConstraint("predecessor_id", "successor_id"),
    )


def document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("kind", sa.String(1000), nullable=False),
        sa.Column("checked_at", sa.DateTime),
    )


def framework_category() -> None:
    op.create_table(
        "framework_category",
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), primary_key=True),
        sa.Column("slug", sa.String(120), primary_key=True, index=True),
    )


def framework_cpv() -> None:
    op.create_table(
        "framework_cpv",
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), primary_key=True),
        sa.Column("code", sa.String(8), primary_key=True, index=True),
        sa.Column("position", sa.Integer, nullable=False),
    )


def framework_region() -> None:
    op.create_table(
        "framework_region",
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), primary_key=True),
        sa.Column("code", sa.String(40), primary_key=True, index=True),
    )


def framework_route() -> None:
    op.create_table(
        "framework_route",
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), primary_key=True),
        sa.Column("route", sa.String(40), primary_key=True, index=True),
    )


def index_change() -> None:
    op.create_table(
        "index_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("claimed_at", sa.DateTime, index=True),
    )


def lot() -> None:
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), nullable=False, index=True),
        sa.Column("key", sa.String(1100), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("number", sa.String(1000), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("stage", sa.String(40)),
        sa.Column("cpv", sa.JSON, nullable=False),
        sa.Column("regions", sa.JSON, nullable=False),
        sa.Column("routes", sa.JSON, nullable=False),
        sa.Column("start", sa.Date, index=True),
        sa.Column("start_precision", sa.String(40)),
        sa.Column("start_basis", sa.String(40)),
        sa.Column("end", sa.Date, index=True),
        sa.Column("end_precision", sa.String(40)),
        sa.Column("end_basis", sa.String(40)),
        sa.Column("max_value_net_pence", sa.BigInteger),
        sa.Column("max_value_gross_pence", sa.BigInteger),
        sa.Column("max_value_currency", sa.String(3)),
        sa.UniqueConstraint("framework_id", "key"),
    )


def notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), index=True),
        sa.Column("identifier", sa.String(1000), nullable=False, index=True),
        sa.Column("ocid", sa.String(1000), nullable=False, index=True),
        sa.Column("type", sa.String(1000), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.UniqueConstraint("framework_id", "identifier"),
    )


def record() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(120), sa.ForeignKey("source.name"), nullable=False, index=True),
        sa.Column("source_id", sa.String(1000), nullable=False, index=True),
        sa.Column("body_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("voice", sa.String(40), nullable=False),
        sa.Column("owner_slug", sa.String(120), nullable=False, index=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("as_of_precision", sa.String(40), nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("own_key", sa.String(16), nullable=False, index=True),
        sa.Column("home", sa.String(16), nullable=False, index=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), index=True),
        sa.Column("crawl_id", sa.Integer, sa.ForeignKey("crawl.id")),
        sa.Column("first_seen", sa.DateTime, nullable=False),
        sa.Column("last_seen", sa.DateTime, nullable=False),
    )


def relation() -> None:
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("target_owner", sa.String(1000), nullable=False),
        sa.Column("target_reference", sa.String(1000), nullable=False),
        sa.Column("target_key", sa.String(16), nullable=False, index=True),
        sa.Column("lot", sa.String(1000), nullable=False),
        sa.UniqueConstraint("framework_id", "kind", "target_owner", "target_reference"),
    )


def call_off() -> None:
    op.create_table(
        "call_off",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), index=True),
        sa.Column("lot_id", sa.Integer, sa.ForeignKey("lot.id")),
        sa.Column("buyer_id", sa.Integer, sa.ForeignKey("organisation.id"), index=True),
        sa.Column("supplier_id", sa.Integer, sa.ForeignKey("organisation.id"), index=True),
        sa.Column("buyer_name", sa.String(1000), nullable=False),
        sa.Column("supplier_name", sa.String(1000), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("reference_as_written", sa.String(1000), nullable=False),
        sa.Column("value_net_pence", sa.BigInteger),
        sa.Column("value_gross_pence", sa.BigInteger),
        sa.Column("value_currency", sa.String(3)),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        sa.Column("notice", sa.String(1000), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("source_id", sa.String(1000), nullable=False),
        sa.Column("link_confidence", sa.Double),
        sa.Column("link_confirmed", sa.Boolean, nullable=False),
    )


def eligibility_rule() -> None:
    op.create_table(
        "eligibility_rule",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), nullable=False, index=True),
        sa.Column("lot_id", sa.Integer, sa.ForeignKey("lot.id")),
        sa.Column("published_text", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("rule", sa.JSON, nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("checked_on", sa.Date),
    )


def extension_option() -> None:
    op.create_table(
        "extension_option",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), nullable=False, index=True),
        sa.Column("lot_id", sa.Integer, sa.ForeignKey("lot.id")),
        sa.Column("months", sa.Integer),
        sa.Column("decide_by", sa.Date),
        sa.Column("taken", sa.Boolean),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
    )


def fee() -> None:
    op.create_table(
        "fee",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("framework_id", sa.Integer, sa.ForeignKey("framework.id"), index=True),
        sa.Column("lot_id", sa.Integer, sa.ForeignKey("lot.id"), index=True),
        sa.Column("basis_points", sa.Integer),
        sa.Column("payer", sa.String(40), nullable=False),
        sa.Column("base", sa.String(1000), nullable=False),
        sa.Column("cap_pence", sa.BigInteger),
        sa.Column("known", sa.String(40), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
    )


def supplier_place() -> None:
    op.create_table(
        "supplier_place",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("lot_id", sa.Integer, sa.ForeignKey("lot.id"), nullable=False, index=True),
        sa.Column("supplier_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(1000), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        sa.Column("sme", sa.Boolean),
        sa.UniqueConstraint("lot_id", "supplier_id"),
    )


TABLES = {
    "audit_entry": audit_entry,
    "decision": decision,
    "job": job,
    "merge_proposal": merge_proposal,
    "organisation": organisation,
    "outbox": outbox,
    "source": source,
    "crawl": crawl,
    "email_domain": email_domain,
    "framework": framework,
    "issue": issue,
    "membership": membership,
    "organisation_identifier": organisation_identifier,
    "organisation_name": organisation_name,
    "succession": succession,
    "document": document,
    "framework_category": framework_category,
    "framework_cpv": framework_cpv,
    "framework_region": framework_region,
    "framework_route": framework_route,
    "index_change": index_change,
    "lot": lot,
    "notice": notice,
    "record": record,
    "relation": relation,
    "call_off": call_off,
    "eligibility_rule": eligibility_rule,
    "extension_option": extension_option,
    "fee": fee,
    "supplier_place": supplier_place,
}
