"""Who is acting, and for whom: the one object handed to use-cases, search and pages.

Readers need no account. The operator is the person at the command line.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """``name`` goes into the audit trail; ``organisations`` are the bodies the visitor buys for."""

    name: str
    roles: frozenset[str] = frozenset()
    organisations: tuple[str, ...] = ()


VISITOR = Actor("visitor")
OPERATOR = Actor("operator", roles=frozenset({"operator"}))
