"""A claim is submitted, declared by an owner, or edited: the rules in their order, and the book afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from hub.savings.book import OWNER, Book, HeldClaim
from hub.savings.entry import Decision, Edit, Finding, OwnerDeclare, Submit
from hub.savings.rules import places, prices, sources, term
from hub.savings.rules.approving import reopened, state_finding
from hub.savings.rules.case import Case, listed
from hub.savings.rules.outcome import decided, refused
from hub.savings.worth import years

Rule = Callable[[Case], Iterator[Finding]]


def column(case: Case) -> Iterator[Finding]:
    """R4: how it was bought decides whether it is collaborative or local."""
    typed, route = case.claim.column, case.call_off.column
    if typed and typed != route:
        how = "through a framework or together" if route == "collaborative" else "by the council on its own"
        yield case.adjust(
            "R4",
            f"You chose {typed.replace('_', '-')}, but this was bought {how}, so it counts as {route}. The amounts "
            "stay the same. If it was bought another way, correct the route on the call-off.",
        )


ORDER: tuple[Rule, ...] = (
    sources.not_a_saving,
    sources.owners_word,
    sources.joint,
    places.estimates_and_actuals,
    places.other_column,
    places.tendering,
    places.unique,
    prices.last_price,
    prices.same_goods,
    term.after_the_end,
    term.below_cost,
    column,
)


def submit(book: Book, entry: Submit) -> Decision:
    """Takes a claim, whole or cut, or refuses it."""
    claim = entry.claim
    held = book.claims.get(claim.key)
    if held and held.state not in ("draft", "returned"):
        return refused(book, state_finding(book, held, "submitted again"))
    case = _case(book, claim)
    findings = _tested(case)
    if _rejected(findings, claim):
        return refused(book, *findings)
    after = _taken(book, case)
    return decided(book, after, [*findings, *prices.rises_cut(book, after, claim.key)])


def edit(book: Book, entry: Edit) -> Decision:
    """Changes a claim. What was approved is open again if a figure or what it rests on changed (R6)."""
    held = book.claims.get(entry.claim)
    if held is None:
        return refused(book, state_finding(book, held, "changed"))
    if entry.lines is None and entry.fields <= QUIET:
        return decided(book, book, [])
    if held.state in DEAD:
        return refused(book, state_finding(book, held, "changed"))
    if held.column == OWNER:
        return refused(book, Finding("R3", "reject", held.key, DECLARE_ANEW))
    edited, opened = reopened(held, entry)
    case = Case(book.without(held.key), replace(edited, supersedes="", cut_at=None))
    findings = [] if entry.lines is None else _tested(case)
    if _rejected(findings, edited):
        return refused(book, *findings)
    before = {(each.rule, each.line) for each in _tested(Case(case.book, held))} if findings else set()
    kept = replace(edited, cut_at=held.cut_at) if entry.lines is None else _cut(edited, case)
    after = book.with_claim(kept)
    news = [each for each in findings if (each.rule, each.line) not in before]
    return decided(book, after, [*opened, *news, *prices.rises_cut(book, after, held.key)])


QUIET = frozenset({"title", "notes", "story", "told_with_permission", "published_words", "published_in"})
"""Fields that say nothing of an amount: changed in any state, nothing is to be approved again."""

DEAD = frozenset({"withdrawn", "superseded", "rejected", "lapsed"})


def owner_declare(book: Book, entry: OwnerDeclare) -> Decision:
    """R3: an owner's figure is kept in its own column, one for a framework and year."""
    claim = replace(entry.claim, column=OWNER)
    if claim.key in book.claims:
        return refused(book, state_finding(book, book.claims[claim.key], "declared"))
    target = book.claims.get(claim.supersedes)
    if claim.supersedes and not (target and target.live and _of_the_same(target, claim)):
        return refused(book, Finding("R3", "reject", claim.key, NO_SUCH_DECLARATION))
    left = book.without(claim.supersedes)
    if twice := _declared(left, claim):
        return refused(book, Finding("R3", "reject", claim.key, twice))
    after = book.with_claim(replace(target, state="superseded")) if target else book
    return decided(book, after.with_claim(claim), [Finding("R3", "accept", claim.key, OWN_COLUMN)])


OWN_COLUMN = (
    "This is what the owner of the framework says was saved. It is shown in a column of its own and never added to "
    "what councils claim."
)

DECLARE_ANEW = (
    "A figure that an owner declared is not changed afterwards. It stays as it is. "
    "Declare the new figure and say that it takes the place of this one."
)

NO_SUCH_DECLARATION = (
    "The figure this is to take the place of does not count any more, or is another owner’s or framework’s. "
    "Nothing was changed. Choose the one that counts now."
)


def _of_the_same(target: HeldClaim, claim: HeldClaim) -> bool:
    """Whether both are of one owner and framework."""
    return (target.organisation, target.framework) == (claim.organisation, claim.framework)


def _declared(book: Book, claim: HeldClaim) -> str:
    claimed = {year for line in claim.lines for year in years(line)}
    for other in book.claims.values():
        held = {year for line in other.lines for year in years(line)}
        if other.live and other.framework == claim.framework and held & claimed:
            return (
                f"A saving on this framework in {listed(sorted(held & claimed))} is declared already, in "
                f"{book.name(other.key)}. Nothing was changed. To put it right, say that this takes its place."
            )
    return ""


def _case(book: Book, claim: HeldClaim) -> Case:
    if not claim.supersedes:
        return Case(book.without(claim.key), claim)
    wrong = _cannot_supersede(book, claim)
    return Case(book.without(claim.key) if wrong else book.without(claim.key, claim.supersedes), claim, wrong)


def _cannot_supersede(book: Book, claim: HeldClaim) -> str:
    target = book.claims.get(claim.supersedes)
    if target is None:
        return "There is no claim of that name to take the place of. Nothing was changed. Choose one that counts now."
    name = book.name(target.key)
    if target.call_off != claim.call_off or target.organisation != claim.organisation:
        return f"{name} is of another call-off or organisation. Nothing was changed. Choose a claim on this call-off."
    if not target.live and not _superseded_by(book, target, claim):
        return f"{name} is {target.state} and counts no longer. Nothing was changed. Choose the claim that counts now."
    return ""


def _superseded_by(book: Book, target: HeldClaim, claim: HeldClaim) -> bool:
    """Whether it was this very claim that took its place, before it was given back."""
    held = book.claims.get(claim.key)
    others = (each for each in book.claims.values() if each.supersedes == target.key and each.key != claim.key)
    was = held is not None and held.state == "returned" and held.supersedes == target.key
    return target.state == "superseded" and was and all(other.state == "draft" for other in others)


def _tested(case: Case) -> list[Finding]:
    """What the rules find, up to the first that refuses the claim."""
    found: list[Finding] = []
    for rule in ORDER:
        found += rule(case)
        if _rejected(found, case.claim):
            return found
    return found


def _rejected(findings: list[Finding], claim: HeldClaim) -> bool:
    """A claim is refused as a whole, but for single lines that saved nothing (no tender avoided, no rise left)."""
    refused_lines = {each.line for each in findings if each.outcome == "reject"}
    alone = refused_lines >= {line.number for line in claim.lines}
    return any(each.outcome == "reject" and (alone or not _of_a_line(each)) for each in findings)


def _of_a_line(finding: Finding) -> bool:
    return finding.rule == "R8" or (finding.rule == "R9" and finding.words in (places.TENDER_RUN, places.TWICE_IN_ONE))


def _taken(book: Book, case: Case) -> Book:
    claim = _cut(case.claim, case)
    if claim.supersedes and claim.live:
        book = book.with_claim(replace(book.claims[claim.supersedes], state="superseded"))
    return book.without(claim.key).with_claim(claim)


def _cut(claim: HeldClaim, case: Case) -> HeldClaim:
    """The claim as it counts: in the column of its route, and up to the end of its contract."""
    past = term.reaches(case.claim, case.call_off.end)
    return replace(claim, column=case.call_off.column, cut_at=case.call_off.end if past else None)
