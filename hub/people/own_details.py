"""What somebody changes of their own account: the name colleagues see, and the address it is known by."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from hub import audit
from hub.errors import Gone, Refused
from hub.models import Account, Organisation
from hub.people import accounts, domains, letters, links, roles, sessions

SAME = "That is the address of your account already"


def rename(session: Session, account: Account, name: str, at: datetime) -> None:
    """Raises Refused for a name that cannot be taken."""
    if wrong := accounts.name_problem(name):
        raise Refused(f"{wrong}.")
    account.name = name.strip()
    audit.note(session, accounts.holder(account), "change name", account.handle, at, _only_named("name"))


def ask_for_address(session: Session, account: Account, email: str, at: datetime) -> str:
    """The token of a link to send to the new address; empty where that has an account already.

    Whoever asks is told the same either way. Raises Refused for an address that cannot be taken.
    """
    address = domains.settled(email)
    if wrong := domains.problem(address) or (SAME if address == account.email else ""):
        raise Refused(f"{wrong}.")
    token = links.make(session, "change-email", account, at, email=address)
    audit.note(session, accounts.holder(account), "ask for another address", account.handle, at)
    return "" if accounts.by_email(session, address) else token


def asked_for(session: Session, token: str, at: datetime) -> tuple[Account, str]:
    """Whose address is to be changed, and to which. Raises Gone for a link that is used up."""
    link = links.find(session, "change-email", token, at)
    email = str(link.detail["email"])
    if link.account is None or link.account.state not in sessions.USABLE or accounts.by_email(session, email):
        raise Gone(links.USED_UP)
    return link.account, email


def change_address(session: Session, token: str, wanted: Sequence[str], at: datetime) -> Account:
    """The holder of the new address follows the link, and says for which of its organisations they act.

    Roles in organisations that the new address is not of end, as do all sessions. Where nothing is left the account
    waits for an administrator. ``wanted`` are slugs. Raises Gone for a link that is used up, Refused.
    """
    account, email = asked_for(session, token, at)
    links.use(session, "change-email", token, at).detail = {}
    theirs = domains.organisations(session, email)
    former, account.email = account.email or "", email
    detail = _only_named("email") | {"ended": _end_roles(account, theirs, at)}
    detail["member of"] = _join(account, [each for each in theirs if each.slug in wanted], at)
    if theirs and not roles.standing(account):
        raise Refused("Choose at least one organisation that you act for.")
    account.state = "active" if roles.standing(account) else "waiting"
    sessions.end_all(session, account)
    links.end_all(session, account, at)
    letters.tell(session, account, "your account was given another e-mail address", at, to=former)
    audit.note(session, accounts.holder(account), "change address", account.handle, at, detail)
    return account


def _end_roles(account: Account, theirs: Sequence[Organisation], at: datetime) -> list[str]:
    """End those in organisations the new address is not of; gives them in words for the audit trail."""
    ended = []
    for grant in roles.standing(account):
        if grant.organisation is not None and grant.organisation not in theirs:
            grant.ended_at, grant.ended_by = at, account.handle
            ended.append(f"{grant.role} of {grant.organisation.slug}")
    return ended


def _join(account: Account, chosen: Sequence[Organisation], at: datetime) -> list[str]:
    for organisation in chosen:
        roles.add(account, "member", accounts.holder(account), at, organisation)
    return [organisation.slug for organisation in chosen]


def _only_named(field: str) -> dict[str, list[str]]:
    """For the audit trail, which holds no personal data."""
    return {"personal fields changed": [field]}
