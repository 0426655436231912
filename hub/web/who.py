"""Who may use a framework, as its page says it: answers for the visitor's organisations, and every rule in words."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from hub import data
from hub.catalogue import Evidence
from hub.formatters import listing
from hub.ingest.eligibility import FIELDS
from hub.models import EligibilityRule, Framework, StoredRecord
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import EligibilityAnswer, Rule, Who as Whom, answer, standing
from hub.signposting.eligibility.wording import NEEDS, described
from hub.signposting.stored import rules_of
from hub.web.values import LABELS, reference_beside

ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
ROLE = re.compile(
    r"(?:info|information|enquir|inquir|procure|framework|contract|customer|service|help|support|contact|hello|admin|"
    r"commercial|buying|business|team|office|dps|call-?off)",
    re.IGNORECASE,
)
"""How an address begins that is of an office and of no person."""

SILENT = "The hub holds no published words on who may use this framework."
QUESTION = (
    "Is {buyer} among those for whom this framework was set up? Please tell us which published words include or "
    "exclude us, and what we must do before we call off."
)
"""For a framework of which the hub has no text: what the owner publishes it cannot know."""


@dataclass(frozen=True)
class Quoted:
    """Rules of one sentence in plain words, and where the sentence stands.

    ``field`` is what the quoted text is called, ``page`` leads to it where a person named a page. ``confirmed`` is the
    day on which a person confirmed it. A fact has no quote: its words stand on ``page``, as it was on ``checked_on``.
    """

    includes: bool
    whom: Sequence[str]
    quote: str
    column: str
    field: str
    source: str
    notice: str
    page: str
    checked_on: date | None
    confirmed: date | None
    lots: Sequence[str]
    needs: Sequence[str]
    is_fact: bool = False

    @property
    def text(self) -> str:
        return f"{'For' if self.includes else 'Not for'} {listing(self.whom)}"


@dataclass(frozen=True)
class Answered:
    """What the published words say of one organisation.

    ``question`` is what it could ask the owner, ``mail`` a link that writes it to ``write_to``, an office's address
    that the owner published.
    """

    buyer: Buyer
    answer: EligibilityAnswer
    needs: Sequence[str]
    question: str
    quoted: Quoted | None = None
    write_to: str = ""
    mail: str = ""


@dataclass(frozen=True)
class Who:
    """All a page says of who may use a framework."""

    answers: Sequence[Answered]
    rules: Sequence[Quoted]


def who(framework: Framework, evidence: Evidence, buyers: Sequence[Buyer]) -> Who:
    rules = rules_of(framework)
    rows = dict(zip(rules, framework.rules, strict=False))
    quoted = {rule: _quoted(rule, rows[rule], evidence) for rule in standing(rules)}
    return Who(
        answers=[_answered(framework, rules, quoted, buyer) for buyer in buyers],
        rules=_by_sentence(quoted),
    )


def stated_facts(framework: Framework) -> list[tuple[Rule, EligibilityRule]]:
    """The facts on who may use it, of which the hub holds no words; none where a person's word replaces them."""
    rules = rules_of(framework)
    rows = dict(zip(rules, framework.rules, strict=False))
    return [(rule, rows[rule]) for rule in standing(rules) if rule.is_fact]


def _by_sentence(quoted: Mapping[Rule, Quoted]) -> list[Quoted]:
    """The rules that quote something or are facts, those of one sentence together.

    That a list stands elsewhere is left out where the texts say more than that.
    """
    told = {rule: each for rule, each in quoted.items() if each.quote or each.is_fact}
    plain = {rule: each for rule, each in told.items() if rule.who is not Whom.ELSEWHERE}
    found: dict[Hashable, Quoted] = {}
    for rule, each in (plain or told).items():
        key = (each.quote, each.includes, rule.lots, tuple(each.needs))
        before = found.get(key)
        found[key] = replace(each, whom=tuple(dict.fromkeys((*before.whom, *each.whom)))) if before else each
    return list(found.values())


def _answered(framework: Framework, rules: Sequence[Rule], quoted: Mapping[Rule, Quoted], buyer: Buyer) -> Answered:
    found = answer(rules, buyer)
    if not any(getattr(framework, name) for name in FIELDS) and found.rule is None:
        found = replace(found, reason=SILENT, question=QUESTION.format(buyer=buyer.name))
    name = " ".join(filter(None, (framework.title, reference_beside(framework) and f"({reference_beside(framework)})")))
    question = f"{name}: {found.question}" if found.question else ""
    resting_on = quoted.get(found.rule) if found.rule else None
    write_to = role_address(framework) if question else ""
    mail = f"mailto:{write_to}?subject={quote(framework.title)}&body={quote(question)}" if write_to else ""
    return Answered(buyer, found, _needs(found.needs), question, resting_on, write_to, mail)


def _needs(needs: Sequence[object]) -> list[str]:
    return [text for need, text in NEEDS.items() if need in needs]


def _quoted(rule: Rule, row: EligibilityRule, evidence: Evidence) -> Quoted:
    record = None if row.confirmed_at else _shown(row.field, evidence)
    read_on = record.last_seen.date() if record and not rule.is_fact else row.checked_on
    return Quoted(
        includes=rule.includes,
        whom=(described(rule),),
        quote=row.quote,
        column=row.field,
        field=LABELS.get(row.field, ""),
        source=record.described_by.title if record else "",
        notice=row.notice,
        page=row.url if row.confirmed_at or rule.is_fact else "",
        checked_on=read_on,
        confirmed=row.confirmed_at.date() if row.confirmed_at else None,
        lots=rule.lots,
        needs=[*(["it is an aim, or broad words only"] if rule.hedged else []), *_needs(rule.needs)],
        is_fact=rule.is_fact,
    )


def _shown(field: str, evidence: Evidence) -> StoredRecord | None:
    """The record whose words a page shows under a field."""
    claims = evidence.fields[field].claims if field in evidence.fields else ()
    return next((claim.record for claim in claims if claim.shown), None)


def role_address(framework: Framework) -> str:
    """An e-mail address of an office of the owner's own, where its texts publish one; never one of a person."""
    if framework.owner is None:
        return ""
    texts = (framework.how_to_buy, framework.eligibility, framework.summary, framework.description)
    for address in ADDRESS.findall("\n".join(texts)):
        office, _, host = address.partition("@")
        if ROLE.match(office) and "." not in office and data.organisation_for_host(host) == framework.owner.slug:
            return str(address)
    return ""
