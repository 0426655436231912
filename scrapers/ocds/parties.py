"""Organisations in a release: its buyer, its owner, its suppliers. Nobody's contact point is ever read."""

import re
from dataclasses import dataclass, field

from scrapers.notes import Notes
from scrapers.ocds.notice import Notice
from scrapers.ocds.shape import Object, dig, flag, objects, texts, unique, word
from scrapers.ocds.values import line
from scrapers.parse import identifiers
from scrapers.parse.found import Found
from scrapers.record import Identifier, Party

ELSEWHERE = (
    r"link|attach\w*|notice|list|document\w*|section|award|below|above|spreadsheet|annex|appendix|description|additional|"
    r"website|file"
)
MANY = r"suppliers?|providers?|bidders?|companies|contractors?|awards?|organisations?"
NO_ONE = (
    r"award\w*|suppliers?|bids?|bidders?|applicable|known|stated|disclosed|published|specified|available|made|"
    r"successful"
)
NOBODY = re.compile(
    rf"(?:see|refer\s+to|as\s+per|contained\s+in|listed\s+in|available\s+(?:in|at|on))\b.*\b(?:{ELSEWHERE})\b.*"
    r"|please\s+.*|.*\bredacted\b.*"
    rf"|(?:various|multiple|several|numerous|all)\b(?:\s+(?:{MANY}|framework.*|successful.*))?\.?"
    rf"|(?:list\s+of\s+)?(?:{MANY})(?:\s+list)?|\d+\s+(?:{MANY})|(?:not|no|none|nil)\b(?:\s+(?:{NO_ONE})){{0,3}}"
    r"|n/?a|tb[ac]|unknown|to\s+be\s+\w+|confidential|withheld|unsuccessful|x+|-+|\.+|test",
    re.IGNORECASE | re.DOTALL,
)
"""What buyers write in the place of a supplier's name."""

THROUGH = re.compile(r"\bacting\s+through\s+(?:the\s+)?", re.IGNORECASE)
FOR_OTHERS = re.compile(
    r"(?<![\s,(–-])[\s,(–-]++(?:acting\s+(?:on\s+behalf|as|for)|on\s+behalf\s+of)\b.*", re.IGNORECASE
)
CENTRAL, BUYER, SUPPLIER, REMOVED = "centralPurchasingBody", "buyer", "supplier", "removedSupplier"


@dataclass(frozen=True)
class Supplier:
    """A supplier with what the notice says of it."""

    name: str
    identifiers: tuple[Identifier, ...] = ()
    sme: bool | None = None


@dataclass
class Parties:
    """The organisations of one release, each read once, with the doubts about them."""

    notice: Notice
    notes: Notes
    _by_id: dict[str, Object] = field(default_factory=dict)
    _suppliers: dict[tuple[str, str], Supplier | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for party in self.notice.parties:
            self._by_id.setdefault(word(party.get("id")), party)

    def owner(self) -> Party | None:
        """The central purchasing body, else the buyer. A portal that publishes for others is neither."""
        return self._first(CENTRAL) or self.buyer()

    def buyer(self) -> Party | None:
        reference = dig(self.notice.release, "buyer")
        if word(reference.get("name")):
            joined = self._by_id.get(word(reference.get("id")), {})
            return self._party({**joined, "name": reference.get("name"), "id": reference.get("id")})
        return self._first(BUYER) or self._first("procuringEntity")

    def further_buyers(self, owner: str) -> tuple[str, ...]:
        """Other buyers that a notice names."""
        names = (line(self.notes, "parties", party.get("name")) for party in self.with_role(BUYER))
        return unique(name for name in names if name.casefold() != owner.casefold())

    def with_role(self, role: str) -> list[Object]:
        return [party for party in self.notice.parties if role in texts(party.get("roles"))]

    def suppliers(self, references: list[Object]) -> list[Supplier]:
        """Each supplier once; stand-ins for a name are left out with a note."""
        found = (self._supplier(reference) for reference in references)
        return list({self._key(each): each for each in found if each}.values())

    def _first(self, role: str) -> Party | None:
        return next((party for each in self.with_role(role) if (party := self._party(each))), None)

    def _party(self, party: Object) -> Party | None:
        name = _speaker(line(self.notes, "buyer", party.get("name")))
        return Party(name=name, identifiers=self._identifiers(party, name)) if name else None

    def _supplier(self, reference: Object) -> Supplier | None:
        key = (word(reference.get("id")), word(reference.get("name")))
        if key not in self._suppliers:
            self._suppliers[key] = self._read(reference)
        return self._suppliers[key]

    def _read(self, reference: Object) -> Supplier | None:
        identity = word(reference.get("id"))
        party = self._by_id.get(identity, {})
        written = reference.get("name") or party.get("name")
        name = line(self.notes, "suppliers", written)
        if not name or NOBODY.fullmatch(name):
            if word(written):
                self.notes.add("suppliers", word(written), "is no supplier's name", "left out")
            return None
        numbers = self._identifiers({**party, "id": identity}, name)
        return Supplier(name, numbers, _is_small(party))

    def _identifiers(self, party: Object, name: str) -> tuple[Identifier, ...]:
        """From the id, the identifier and the further ones; ids that are only local to a release are none."""
        found = [identifiers.from_id(word(party.get("id")))]
        for each in (dig(party, "identifier"), *objects(party, "additionalIdentifiers")):
            found.append(_identifier(word(each.get("scheme")), word(each.get("id"))))
        numbers = [self.notes.take("identifier", name, each) for each in dict.fromkeys(found)]
        return tuple(dict.fromkeys(number for number in numbers if number))

    def _key(self, supplier: Supplier) -> str:
        return supplier.identifiers[0].id if supplier.identifiers else supplier.name.casefold()


def _speaker(name: str) -> str:
    """The body itself: "X acting on behalf of Y" is X, "the Minister acting through Y" is Y."""
    through = THROUGH.search(name)
    return (name[through.end() :] if through else FOR_OTHERS.sub("", name)).strip(" ,-–") or name


def _identifier(scheme: str, number: str) -> Found[Identifier | None]:
    return identifiers.identifier(scheme, number) if len(number) <= 100 else Found(None)


def _is_small(party: Object) -> bool | None:
    scale = word(dig(party, "details").get("scale"))
    if scale:
        return {"sme": True, "micro": True, "small": True, "medium": True, "large": False}.get(scale.casefold())
    if "sme" in party:  # Contracts Finder until 2020
        return flag(party.get("sme"))
    return None
