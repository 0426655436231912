"""What the catalogue holds, as pages read it: lists, counts and where each value came from. Reads only."""

from hub.catalogue.categories import CategoryCount, category_counts, cpv_divisions, frameworks_in, top_categories
from hub.catalogue.coverage import Coverage, Dates, coverage, dates
from hub.catalogue.frameworks import (
    by_letter,
    call_offs,
    counts_by_status,
    ending_soon,
    letters,
    related,
    started_last,
    titled,
    with_lots,
)
from hub.catalogue.organisations import (
    OwnerCount,
    Place,
    SupplierCount,
    frameworks_of,
    neighbours,
    owner_names,
    owners,
    places_of,
    supplier_letters,
    suppliers,
)
from hub.catalogue.provenance import Claim, Evidence, Field, evidence

__all__ = [
    "CategoryCount",
    "Claim",
    "Coverage",
    "Dates",
    "Evidence",
    "Field",
    "OwnerCount",
    "Place",
    "SupplierCount",
    "by_letter",
    "call_offs",
    "category_counts",
    "counts_by_status",
    "coverage",
    "cpv_divisions",
    "dates",
    "ending_soon",
    "evidence",
    "frameworks_in",
    "frameworks_of",
    "letters",
    "neighbours",
    "owner_names",
    "owners",
    "places_of",
    "related",
    "started_last",
    "supplier_letters",
    "suppliers",
    "titled",
    "top_categories",
    "with_lots",
]
