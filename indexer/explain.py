"""Why a document is found: the parts of its score, by the same rules that rank it."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.base import TEXT_FIELDS, Explanation, LiftShare, Query, WordShare
from indexer.lifts import EXACT_CODE, EXACT_REFERENCE, Lift
from indexer.plan import Ask, Plan, plans
from indexer.query import parse
from indexer.ranking import bonus_of, credits_of, rank, rarity
from indexer.search import RELATED_WEIGHT
from indexer.snapshot import Snapshot


def explain(query: Query, id: str, snapshot: Snapshot) -> Explanation:
    number = snapshot.number(id)
    if number is None:
        return Explanation(id=id)
    parsed = parse(query.text)
    boost = float(snapshot.boosts[number])
    if not parsed.text:
        return Explanation(id=id, found=True, score=boost, boost=boost)
    made, *others = plans(parsed, query.related, snapshot)
    score = rank(made, snapshot).of(number)
    related = RELATED_WEIGHT * sum(rank(other, snapshot).of(number) for other in others)
    whole = score + related
    if not whole:
        return Explanation(id=id, boost=boost)
    own = _own_words(made, number, snapshot, boost / whole) if score else Explanation(id=id)
    return replace(own, id=id, found=True, score=whole, boost=boost, related=related / whole)


def _own_words(made: Plan, number: int, snapshot: Snapshot, unit: float) -> Explanation:
    """The shares of a plan's words, neighbours and lifts; one point of the score is the share ``unit``."""
    total = snapshot.total
    credits = [credits_of(ask, snapshot) for ask in made.asks]
    rarities = [rarity(len(credit.documents), total) for credit in credits]
    worths = [credit.of(number) for credit in credits]
    asked = sum(rarities)
    coverage = sum(r for r, worth in zip(rarities, worths, strict=True) if worth) / asked if asked else 1.0
    words = [
        _word(ask, number, snapshot, r * worth * coverage * unit)
        for ask, r, worth in zip(made.asks, rarities, worths, strict=True)
    ]
    neighbours = sum(bonus_of(pair, snapshot).of(number) for pair in made.neighbours)
    return Explanation(
        id="",
        words=tuple(words),
        lifts=_lifts(made.lifts, number, unit),
        neighbours=neighbours * coverage * unit,
        coverage=coverage,
    )


def _word(ask: Ask, number: int, snapshot: Snapshot, share: float) -> WordShare:
    clauses = [clause for option in ask.options for clause in option.clauses]
    counts = {clause: found for clause in clauses if (found := snapshot.counts(clause, number))}
    fields = {name: max(found.get(name, 0) for found in counts.values()) for name in TEXT_FIELDS} if counts else {}
    return WordShare(
        word=ask.text,
        fields={name: count for name, count in fields.items() if count},
        found_as=tuple(dict.fromkeys(" ".join(clause.words or clause.terms) for clause in counts)),
        share=share,
    )


def _lifts(lifts: Sequence[Lift], number: int, unit: float) -> tuple[LiftShare, ...]:
    """The lift that counts, which is the highest."""
    having = [lift for lift in lifts if number in lift.documents]
    if not having:
        return ()
    best = max(having, key=lambda lift: lift.points)
    kind = "code" if best.is_code else "reference"
    exact = best.points in (EXACT_REFERENCE, EXACT_CODE)
    return (LiftShare(text=best.found.key, kind=kind, exact=exact, share=best.points * unit),)
