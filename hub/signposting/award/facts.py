"""What a conclusion on a call-off is drawn from. Pure.

Of every fact there is a value that means "not known": None, or the member UNKNOWN. A fact nobody has given is that.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Regulation(StrEnum):
    """The law a framework was let under, by the words of scrapers.record, and the one for utilities."""

    PROCUREMENT_ACT = "procurement_act_2023"
    PCR_2015 = "pcr_2015"
    UCR_2016 = "ucr_2016"
    PCR_2006 = "pcr_2006"
    SCOTLAND = "scotland"
    OTHER = "other"
    UNKNOWN = "unknown"


class Tool(StrEnum):
    """The kind of agreement, by the words of scrapers.record.

    ``NAMED_DPS`` is one called a dynamic purchasing system and let under the light touch rules, which know no such
    thing: only its own rules say how it works.
    """

    FRAMEWORK = "framework"
    OPEN_FRAMEWORK = "open_framework"
    DPS = "dps"
    NAMED_DPS = "named_dps"
    DYNAMIC_MARKET = "dynamic_market"
    UTILITIES_DYNAMIC_MARKET = "utilities_dynamic_market"
    UNKNOWN = "unknown"


class Terms(StrEnum):
    """How much of the terms of a call-off the framework lays down.

    ``CORE`` at least the core terms, ``CORE_ONLY`` these and not all, ``PART`` some, but which is not said, ``NO_CORE``
    leaves the core open.
    """

    ALL = "all"
    CORE = "core"
    CORE_ONLY = "core_only"
    PART = "part"
    NO_CORE = "no_core"
    UNKNOWN = "unknown"


class Mechanism(StrEnum):
    """How the framework says which supplier gets an order that is not competed for."""

    RANKED = "ranked"
    ROTATION = "rotation"
    LOCATION = "location"
    LOWEST_PRICE = "lowest_price"
    OBJECTIVE = "objective"
    USER_CHOICE = "user_choice"
    BUYER_CHOICE = "buyer_choice"
    NONE = "none"
    UNKNOWN = "unknown"


OBJECTIVE = frozenset(
    {Mechanism.RANKED, Mechanism.ROTATION, Mechanism.LOCATION, Mechanism.LOWEST_PRICE, Mechanism.OBJECTIVE}
)
"""They name one supplier whoever applies them. That is the plain reading: the Act does not define "objective"."""


class Standing(StrEnum):
    """How the supplier stands: on the lot, and under the rules on exclusion.

    ``ELSEWHERE`` is on another lot only, ``ANOTHER_COMPANY`` a company that is not itself party to the framework,
    ``UNCLEAR_COMPANY`` a name that does not tell which company is.
    """

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"
    ELSEWHERE = "elsewhere"
    ANOTHER_COMPANY = "another_company"
    UNCLEAR_COMPANY = "unclear_company"
    EXCLUDED = "excluded"
    EXCLUDABLE = "excludable"
    UNKNOWN = "unknown"


class Extension(StrEnum):
    """Whether the published term was lengthened, and on what ground."""

    NONE = "none"
    REVIEW_CLAUSE = "review_clause"
    DPS_VALIDITY_CHANGED = "dps_validity_changed"
    UNKNOWN = "unknown"


class Contract(StrEnum):
    """What is to be awarded. ``FRAMEWORK`` is a framework below the framework."""

    GOODS_SERVICES_OR_WORKS = "goods_services_or_works"
    CONCESSION = "concession"
    FRAMEWORK = "framework"
    UNKNOWN = "unknown"


class Sector(StrEnum):
    """Whether a framework provides only for utilities contracts or only for defence and security contracts."""

    GENERAL = "general"
    UTILITIES = "utilities"
    DEFENCE = "defence"
    UNKNOWN = "unknown"


class Proposal(StrEnum):
    """What the buyer wants to do: the question, not a fact. ``COMPETE`` asks every supplier able to do the work."""

    AWARD = "award"
    COMPETE = "compete"
    COMPETE_AMONG_SOME = "compete_among_some"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is published of a lot and its framework, and what the buyer answered.

    Money is in pence without VAT, lengths in months. ``limits_kept``: whatever limits the framework sets beside
    those given here, the call-off keeps them. ``direct_award_max`` is the value up to which it lets orders be placed
    without competition. ``others_party``: suppliers that are not on this lot now are or were party to the framework,
    on other lots or until they left.
    ``mechanism_followed``: the supplier is the one it names. ``mechanism_in_documents``: it was set out in the
    procurement documents. ``outlast_max``: by how many months a call-off may outlast it. ``open_ended``: it has no end.
    ``process_unfinished``: a selection was under way when the framework ended.``market_rules_kept``: nobody
    who may compete on a market is left out: a notice is published where one is due, and applications are considered.
    """

    proposal: Proposal = Proposal.AWARD
    regulation: Regulation = Regulation.UNKNOWN
    tool: Tool = Tool.UNKNOWN
    light_touch: bool | None = None
    sector: Sector = Sector.UNKNOWN
    contract: Contract = Contract.UNKNOWN
    buyer_entitled: bool | None = None
    buyer_is_utility: bool | None = None
    private_utility: bool | None = None

    suppliers: int | None = None
    others_party: bool | None = None
    standing: Standing = Standing.UNKNOWN
    exclusion_considered: bool | None = None
    market_rules_kept: bool | None = None

    terms: Terms = Terms.UNKNOWN
    within_scope: bool | None = None
    order_changes_terms: bool | None = None
    mechanism: Mechanism = Mechanism.UNKNOWN
    mechanism_followed: bool | None = None
    mechanism_in_documents: bool | None = None

    value: int | None = None
    below_threshold: bool | None = None
    limits_kept: bool | None = None
    order_min: int | None = None
    order_max: int | None = None
    direct_award_max: int | None = None
    length: int | None = None
    length_max: int | None = None
    outlast_max: int | None = None
    maximum_value_used: bool | None = None

    start: date | None = None
    end: date | None = None
    open_ended: bool = False
    call_off_on: date | None = None
    long_term_reasons_given: bool | None = None
    extension: Extension = Extension.UNKNOWN
    dps_changed_on: date | None = None
    process_unfinished: bool | None = None
    scheme_allows_completion: bool | None = None

    @property
    def is_market(self) -> bool:
        """Is it a list that suppliers can join at any time, on which no contract is promised?"""
        return self.tool in (Tool.DPS, Tool.DYNAMIC_MARKET, Tool.UTILITIES_DYNAMIC_MARKET)
