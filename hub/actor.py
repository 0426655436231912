"""Who is acting, and for whom: the one object handed to use-cases, search and pages.

Readers need no account. The operator is the person at the command line.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Right:
    """A role, and where: slugs of an organisation and a network, empty where it is bound to none."""

    role: str
    organisation: str = ""
    network: str = ""


@dataclass(frozen=True)
class Actor:
    """``name`` goes into the audit trail and says nothing of who a person is.

    ``organisations`` are the bodies the person may act for, ``rights`` the roles they have, and ``roles`` the names of
    these. ``withheld`` are roles that a one-time code would give them. ``account`` is empty for visitors and the
    operator. ``session`` is what forms are bound to. ``halfway``: the password was right and the code is yet to come.
    ``acting_for`` and ``network`` are what they have in hand.
    """

    name: str
    roles: frozenset[str] = frozenset()
    organisations: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    withheld: frozenset[str] = frozenset()
    account: int | None = None
    session: str = ""
    halfway: bool = False
    acting_for: str = ""
    network: str = ""

    def may(self, role: str, network: str = "", organisation: str = "") -> bool:
        """Whether they have the role there. The operator and administrators may do whatever a moderator may."""
        if role in ("moderator", "administrator") and self.roles & {"administrator", "operator"}:
            return True
        return any(
            right.role == role
            and (not network or right.network == network)
            and (not organisation or right.organisation == organisation)
            for right in self.rights
        )


VISITOR = Actor("visitor")
OPERATOR = Actor("operator", roles=frozenset({"operator"}))
HUB = Actor("hub")
"""What the hub does by itself, when a day has come."""
