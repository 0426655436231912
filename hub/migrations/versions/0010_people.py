"""Accounts, roles, networks, and how people are recognised."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _people()
    _roles()
    _ways_in()
    _proofs()


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("handle", sa.String(120), nullable=False, unique=True),
        sa.Column("email", sa.String(320), nullable=True, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("state", sa.String(40), nullable=False, index=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("password_on", sa.DateTime, nullable=True),
        sa.Column("second_factor", sa.String(400), nullable=False),
        sa.Column("second_factor_step", sa.Integer, nullable=False),
        sa.Column("registered_at", sa.DateTime, nullable=False),
        sa.Column("confirmed_at", sa.DateTime, nullable=True),
        sa.Column("seen_in", sa.Date, nullable=True, index=True),
        sa.Column("asked_still_here_on", sa.Date, nullable=True),
        sa.Column(
            "deputy_id", sa.Integer, sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True, index=True
        ),
    )


def _roles() -> None:
    op.create_table(
        "network",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String(120), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )
    op.create_table(
        "network_member",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=True),
        sa.UniqueConstraint("network_id", "organisation_id", "starts_on"),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False, index=True),
        sa.Column("organisation_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True, index=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=True, index=True),
        sa.Column("given_at", sa.DateTime, nullable=False),
        sa.Column("given_by", sa.String(120), nullable=False),
        sa.Column("ended_at", sa.DateTime, nullable=True, index=True),
        sa.Column("ended_by", sa.String(120), nullable=False),
    )


def _ways_in() -> None:
    op.create_table(
        "signed_in",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("began_at", sa.DateTime, nullable=False, index=True),
        sa.Column("second_factor_at", sa.DateTime, nullable=True),
        sa.Column("acting_for_id", sa.Integer, sa.ForeignKey("organisation.id"), nullable=True),
        sa.Column("network_id", sa.Integer, sa.ForeignKey("network.id"), nullable=True),
    )
    op.create_table(
        "mailed_link",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=True, index=True),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("good_until", sa.DateTime, nullable=False, index=True),
        sa.Column("used_at", sa.DateTime, nullable=True),
    )


def _proofs() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime, nullable=True),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("good_until", sa.DateTime, nullable=False),
        sa.Column("revoked_at", sa.DateTime, nullable=True),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    for table in (
        *("attempt", "api_token", "recovery_code", "mailed_link", "signed_in"),
        *("role_grant", "network_member", "network", "account"),
    ):
        op.drop_table(table)
