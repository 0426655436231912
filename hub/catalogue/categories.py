"""Frameworks by the hub's own categories."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub import data
from hub.models import Framework, FrameworkCategory, FrameworkCpv, Lot, listed
from hub.status import OVER


@dataclass(frozen=True)
class CategoryCount:
    """A category, how many frameworks not known to be over it has, and how many of any status."""

    category: data.Category
    current: int
    all: int


def category_counts(session: Session) -> Mapping[str, CategoryCount]:
    """Every category of the tree with its counts; a framework counts once in each category above its own."""
    over = {status.value for status in OVER}
    frameworks: dict[str, set[int]] = defaultdict(set)
    current: dict[str, set[int]] = defaultdict(set)
    rows = select(FrameworkCategory.slug, Framework.id, Framework.status).join(Framework).where(*listed())
    for slug, framework_id, status in session.execute(rows):
        for above in (*data.category_ancestors(slug), slug):
            frameworks[above].add(framework_id)
            if status not in over:
                current[above].add(framework_id)
    return {
        slug: CategoryCount(category, len(current[slug]), len(frameworks[slug]))
        for slug, category in data.categories().items()
    }


def top_categories(session: Session) -> list[CategoryCount]:
    """The top of the tree, by title."""
    counts = category_counts(session)
    top = [counts[slug] for slug in data.category_children("")]
    return sorted(top, key=lambda count: count.category.title)


def frameworks_in(session: Session, slug: str) -> Sequence[Framework]:
    """The frameworks of a category and those below it, by title."""
    below = [other for other in data.categories() if other == slug or slug in data.category_ancestors(other)]
    members = select(FrameworkCategory.framework_id).where(FrameworkCategory.slug.in_(below))
    wanted = select(Framework).where(Framework.id.in_(members), *listed()).order_by(Framework.title_sort, Framework.id)
    return session.scalars(wanted.options(joinedload(Framework.owner))).all()


def cpv_divisions(session: Session, frameworks: Sequence[Framework]) -> Mapping[str, int]:
    """The CPV divisions of these frameworks and their lots: how many frameworks each has."""
    ids = [framework.id for framework in frameworks]
    members: dict[str, set[int]] = defaultdict(set)
    own = select(FrameworkCpv.framework_id, FrameworkCpv.code).where(FrameworkCpv.framework_id.in_(ids))
    for framework_id, code in session.execute(own):
        members[data.cpv_division(code) or ""].add(framework_id)
    for framework_id, codes in session.execute(select(Lot.framework_id, Lot.cpv).where(Lot.framework_id.in_(ids))):
        for code in codes:
            members[data.cpv_division(code) or ""].add(framework_id)
    return {division: len(members[division]) for division in sorted(members) if division}
