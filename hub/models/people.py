"""Accounts, what they may do and for whom, and how they are recognised.

Little is kept of a person: an e-mail address, a name to be shown to colleagues, and in which month they were last here.
Everything secret is kept as a hash: sessions, links in letters, API tokens, recovery codes.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.models.base import Base, Line, Prose, Slug, Word
from hub.models.organisation import Organisation


class Account(Base):
    """A person who may sign in.

    ``handle`` names them wherever something they did is written down: a word drawn by lot that says nothing of who
    they are. ``state`` is unconfirmed (their e-mail address is), waiting (for an administrator, as nobody knows the
    domain of their address), active, disabled, or deleted, when only the handle is left. ``password`` is an argon2id
    hash and empty until chosen. ``second_factor`` is the secret of their one-time codes, encrypted with a key that is
    not in the database, and ``second_factor_step`` the last code's, so that each counts once. ``seen_in`` is the first
    day of the month in which they were last here. ``deputy_id``: who looks after their things when they leave.
    ``still_here_on`` is when they last said that they are, ``asked_still_here_on`` when they were asked and have not
    answered, ``silence_told_on`` when their deputy and the administrators were told of it. Of those who have not
    been here for long, ``notices`` counts the letters that say so, the last of ``noticed_on``.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(Slug, unique=True)
    email: Mapped[str | None] = mapped_column(Line(320), unique=True)
    name: Mapped[str] = mapped_column(Line(120), default="")
    state: Mapped[str] = mapped_column(Word, default="unconfirmed", index=True)
    password: Mapped[str] = mapped_column(Line(200), default="")
    password_on: Mapped[datetime | None]
    second_factor: Mapped[str] = mapped_column(Line(400), default="")
    second_factor_step: Mapped[int] = mapped_column(default=0)
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    seen_in: Mapped[date | None] = mapped_column(index=True)
    asked_still_here_on: Mapped[date | None]
    still_here_on: Mapped[date | None]
    silence_told_on: Mapped[date | None]
    notices: Mapped[int] = mapped_column(default=0)
    noticed_on: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)

    grants: Mapped[list["Grant"]] = relationship(cascade="all, delete-orphan", back_populates="account")


class Network(Base):
    """Organisations that keep the catalogue together, such as the Procurement East Network.

    ``mailbox`` is where its moderators are reached: an address of a role, never of a person.
    """

    __tablename__ = "network"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Slug, unique=True)
    name: Mapped[str] = mapped_column(Line(200))
    about: Mapped[str] = mapped_column(Prose, default="")
    mailbox: Mapped[str] = mapped_column(Line(320), default="")


class NetworkMember(Base):
    """An organisation acts in a network from a day on; it may act in several."""

    __tablename__ = "network_member"
    __table_args__ = (UniqueConstraint("network_id", "organisation_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    network: Mapped[Network] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Grant(Base):
    """A role somebody has: ``member`` of an organisation, ``contributor`` of an organisation in a network,
    ``moderator`` of a network, ``administrator`` of the hub. One that has ended is kept, so that it can be told who
    could do what.
    """

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(Word, index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    given_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(Slug)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_by: Mapped[str] = mapped_column(Slug, default="")

    account: Mapped[Account] = relationship(back_populates="grants")
    organisation: Mapped[Organisation | None] = relationship()
    network: Mapped[Network | None] = relationship()


class SignedIn(Base):
    """A browser in which somebody is signed in. ``token_hash`` is the SHA-256 of the cookie.

    Between password and one-time code ``second_factor_at`` is empty and the account has one: then it opens nothing but
    the page that asks for the code. ``acting_for_id`` and ``network_id`` are what the person has in hand. When it was
    last used is in the cookie, signed, as reading a page writes nothing here.
    """

    __tablename__ = "signed_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    second_factor_at: Mapped[datetime | None]
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"))

    account: Mapped[Account] = relationship()
    acting_for: Mapped[Organisation | None] = relationship()
    network: Mapped[Network | None] = relationship()


class MailedLink(Base):
    """A link sent in a letter, good once and for a while. ``token_hash`` is the SHA-256 of what the link carries.

    ``purpose`` is one of hub.people.links.GOOD_FOR. ``detail`` is what following it gives, such as a role.
    """

    __tablename__ = "mailed_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    purpose: Mapped[str] = mapped_column(Word)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    good_until: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()


class RecoveryCode(Base):
    """A code that stands in once for a one-time code, when the device is lost."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(Line(64))
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """What a program of somebody's shows the API. ``scopes`` are names of hub.people.api_tokens.SCOPES."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(Line(120))
    token_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    made_at: Mapped[datetime]
    good_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class Attempt(Base):
    """Somebody tried something that may be tried only so often. ``key`` is a keyed hash of what and who: no address is
    kept, neither of a person nor of a machine.
    """

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Line(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
