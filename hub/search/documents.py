"""What the index holds about a framework. The only place that decides."""

from collections.abc import Callable, Iterable, Iterator

from hub import data
from hub.models import Fee, Framework, Lot
from hub.signposting.eligibility import tokens
from hub.signposting.stored import rules_of
from hub.status import OVER, Status
from indexer import Document

FEE_BANDS = ((0, "none"), (100, "up_to_1"), (200, "up_to_2"), (10_000, "over_2"))
LISTING_BOOST = 0.95
"""At equal relevance the owner's own framework stands above a reseller's listing of it."""

USABLE = frozenset({Status.LIVE, Status.EXTENDED, Status.AWARDED})
BOOSTS = {Status.UNKNOWN: 0.85, **dict.fromkeys(OVER, 0.8)}
COMING_BOOST = 0.93
"""And what can be used now stands above what may come, what nobody can tell, and what is over, in this order."""


def document(framework: Framework) -> Document:
    """A framework as it is searched. Its owner, lots and the rows below must be loaded or loadable."""
    return Document(
        id=framework.key,
        version=framework.version,
        texts={name: tuple(filter(None, texts)) for name, texts in _texts(framework)},
        references=tuple(references(framework)),
        facets={name: tuple(dict.fromkeys(values)) for name, values in _facets(framework)},
        title_sort=framework.title_sort,
        start=framework.start,
        end=framework.end,
        boost=_boost(framework),
    )


def _boost(framework: Framework) -> float:
    listing = any(relation.kind == "lists" for relation in framework.relations)
    status = Status(framework.status)
    by_status = 1.0 if status in USABLE else BOOSTS.get(status, COMING_BOOST)
    return by_status * (LISTING_BOOST if listing else 1.0)


def references(framework: Framework) -> Iterator[str]:
    """Every number people might look a framework up by."""
    if framework.reference:
        yield framework.reference
    yield from (r.target_reference for r in framework.relations if r.kind == "lists" and r.target_reference)
    for notice in framework.notices:
        yield from filter(None, (notice.identifier, notice.ocid))


def _texts(framework: Framework) -> Iterator[tuple[str, Iterable[str]]]:
    yield "title", (framework.title,)
    yield "lots", (text for lot in framework.lots for text in (lot.title, lot.description))
    yield "keywords", framework.keywords
    yield "categories", (data.categories()[slug].title for slug in category_slugs(framework))
    yield "cpv", (data.cpv_labels().get(code, "") for code in cpv_codes(framework))
    yield "owner", _owner_names(framework)
    yield "suppliers", dict.fromkeys(place.name for lot in framework.lots for place in lot.places)
    yield "text", (framework.summary, framework.description, framework.eligibility)


def _owner_names(framework: Framework) -> Iterable[str]:
    """Today's name and those people still use: CCS, Crown Commercial Service."""
    owner = framework.owner
    if owner is None:
        return ()
    return dict.fromkeys((owner.name, owner.short_name, *(name.name for name in owner.names)))


def _facets(framework: Framework) -> Iterator[tuple[str, Iterable[str]]]:
    yield "status", (framework.status,)
    yield "category", category_slugs(framework)
    yield "cpv", cpv_codes(framework)
    yield "owner", (framework.owner.slug,) if framework.owner else ()
    yield "kind", (framework.kind,)
    yield "regulation", (framework.regulation,)
    yield "region", region_codes(framework)
    yield "route", routes(framework)
    yield "supplier", (place.supplier.slug for lot in framework.lots for place in lot.places)
    yield "fee_band", dict.fromkeys(fee_band(fee) for fee in _fees(framework)) or ("not_published",)
    stated = any(rule.is_fact for rule in framework.rules)
    yield "eligibility", ("published",) if framework.eligibility or stated else ("not_published",)
    covers, bars = tokens(rules_of(framework))
    yield "covers", sorted(covers)
    yield "bars", sorted(bars)


def category_slugs(framework: Framework) -> list[str]:
    """Its categories and those above them."""
    return _with_ancestors((row.slug for row in framework.categories), data.category_ancestors)


def cpv_codes(framework: Framework) -> list[str]:
    """The CPV codes of the framework and its lots, and those above them, division first."""
    own = [row.code for row in framework.cpv] + [code for lot in framework.lots for code in lot.cpv]
    return _with_ancestors(own, data.cpv_ancestors)


def region_codes(framework: Framework) -> list[str]:
    return _with_ancestors((row.code for row in framework.regions), data.region_ancestors)


def routes(framework: Framework) -> list[str]:
    """The award routes of the framework and of any of its lots."""
    return sorted({row.route for row in framework.routes} | {r for lot in framework.lots for r in lot.routes})


def fee_band(fee: Fee) -> str:
    """A fee that is known not to exist is "none"; a rate nobody published is "not_published", never none."""
    if fee.known == "no":
        return "none"
    if fee.basis_points is None:
        return "not_published"
    return next(name for limit, name in FEE_BANDS if fee.basis_points <= limit)


def _fees(framework: Framework) -> Iterable[Fee]:
    lots: Iterable[Lot] = framework.lots
    return [*framework.fees, *(fee for lot in lots for fee in lot.fees)]


def _with_ancestors(own: Iterable[str], ancestors: Callable[[str], Iterable[str]]) -> list[str]:
    found: dict[str, None] = {}
    for value in own:
        found |= dict.fromkeys((*ancestors(value), value))
    return list(found)
