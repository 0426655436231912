"""What the questions found out, as the page says it: every reason with its source, every gap with a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from hub import catalogue
from hub.formatters import count_text, date_text, money_text
from hub.ingest.stated_rules import FIELD as STATED
from hub.models import Framework, StoredRecord
from hub.signposting.ceiling import Known
from hub.signposting.evidence import Confidence, Evidence
from hub.signposting.sifting import Finding, Judged, Needs, Question, Sifted, Verdict
from hub.web.call_offs import total_text
from hub.web.cards import Entry, entry
from hub.web.find_form import FindForm, regions
from hub.web.links import sources_link
from hub.web.shortlisted import MOST, can_toggle, joined, search_of_questions, shortlisted, toggled
from hub.web.values import LABELS, reference_beside
from hub.web.vocabulary import category_word

NOT_KNOWN = "Not known yet"
TO_COMPARE = 4
"""So many of the first go on a shortlist at once: as many as can be compared."""

TO_ASK = {
    Question.HOW_MUCH: "What is its maximum value, and is there a limit to the value of one contract under it?",
    Question.HOW_LONG: "How long may a contract under it be, and may it run on after the framework ends?",
    Question.WHEN: "From when to when can contracts be awarded under it, and may it be extended?",
    Question.WHERE: "Which regions does it cover?",
    Question.WHO: "Which organisations may use it? Which published words say so?",
}
"""What to ask the owner, by the question that its published facts leave open."""


@dataclass(frozen=True)
class Source:
    """Where a value or words stand. ``quote`` is empty where the line itself gives the value, ``page`` is the one that
    a person named who confirmed them, or where the words of a fact stand, of which the hub holds none.
    """

    quote: str
    label: str
    address: str
    source: str
    notice: str
    checked_on: date | None
    by_person: bool
    page: str
    is_fact: bool


@dataclass(frozen=True)
class Line:
    """One finding: the question, a short line, and what it rests on."""

    question: str
    words: str
    sources: Sequence[Source]


@dataclass(frozen=True)
class SiftedEntry:
    """A framework with what speaks for it, against it, what is open and what is not published."""

    key: str
    entry: Entry
    fits: Sequence[Line]
    against: Sequence[Line]
    open: Sequence[Line]
    silent: Sequence[Line]
    to_ask: str
    on_shortlist: bool
    shortlist_link: str


@dataclass(frozen=True)
class SiftedView:
    ins: Sequence[SiftedEntry]
    outs: Sequence[SiftedEntry]
    more_ins: int
    more_outs: int
    first_on_shortlist: str
    first: int


def view(
    session: Session, sifted: Sifted, frameworks: Mapping[str, Framework], form: FindForm, needs: Needs
) -> SiftedView:
    shown = [frameworks[each.candidate.key] for each in (*sifted.ins, *sifted.outs)]
    records = catalogue.stated_by(session, shown)
    teller = _Teller(catalogue.known_call_offs_of(session, shown), records, form, needs)
    first = [each.candidate.key for each in sifted.ins[:TO_COMPARE]]
    return SiftedView(
        ins=[teller.entry(each, frameworks[each.candidate.key]) for each in sifted.ins],
        outs=[teller.entry(each, frameworks[each.candidate.key]) for each in sifted.outs],
        more_ins=sifted.more_ins,
        more_outs=sifted.more_outs,
        first_on_shortlist=_shortlist_with(first),
        first=len(first),
    )


def answers(form: FindForm, needs: Needs) -> list[tuple[str, str, str]]:
    """Each question, what was answered, and the address at which to change that."""
    said = {
        "What": _what(form),
        "How much": value_asked(needs),
        "How long": count_text(needs.months, "month") if needs.months else "",
        "When": f"From {date_text(needs.start)}" if needs.start else "",
        "Where": regions()[needs.region] if needs.region else "",
        "Who": "; ".join(buyer.name for buyer in needs.buyers),
    }
    return [(question, answer or NOT_KNOWN, _change(form, question)) for question, answer in said.items()]


def _what(form: FindForm) -> str:
    category = category_word(form.typed["category"]) if form.typed["category"] else ""
    words = f"“{form.typed['q']}”" if form.typed["q"] else ""
    return " in ".join(filter(None, (words or (category and "Anything"), category and f"the category {category}")))


def value_asked(needs: Needs) -> str:
    """What the contract is worth, as it was answered; empty where it was not."""
    if needs.least is None:
        return ""
    upper = f" to {money_text(needs.most)}" if needs.most != needs.least else ""
    return f"{money_text(needs.least)}{upper} without VAT, for the whole contract"


def _change(form: FindForm, question: str) -> str:
    anchor = f"find-{question.lower().replace(' ', '-')}"
    return url_for("find.find", **form.parameters(), change=1, _anchor=anchor)


def _shortlist_with(keys: Sequence[str]) -> str:
    """The shortlist with these besides what is on it, as far as there is room."""
    together = list(dict.fromkeys((*shortlisted(), *keys)))[:MOST]
    return url_for("shortlist.shortlist", shortlist=joined(together), search=search_of_questions() or None)


def _link(form: FindForm, shortlist: str | None, anchor: str) -> str:
    """This page with another shortlist."""
    return url_for("find.find", **form.parameters(), shortlist=shortlist, _anchor=anchor)


class _Teller:
    """Says the findings about one framework after another, with where each stands."""

    def __init__(
        self, contracts: Mapping[int, Known], records: Mapping[str, StoredRecord], form: FindForm, needs: Needs
    ) -> None:
        self._contracts, self._records, self._form, self._needs = contracts, records, form, needs

    def entry(self, judged: Judged, framework: Framework) -> SiftedEntry:
        key = framework.key
        return SiftedEntry(
            key=key,
            entry=entry(framework, self._needs.today),
            fits=self._lines(judged.of(Verdict.FITS), framework),
            against=self._lines(judged.of(Verdict.RULES_OUT), framework),
            open=self._lines(judged.of(Verdict.OPEN), framework),
            silent=self._lines(judged.of(Verdict.NOT_PUBLISHED), framework),
            to_ask=to_ask(framework, (*judged.of(Verdict.OPEN), *judged.of(Verdict.NOT_PUBLISHED)), self._needs),
            on_shortlist=key in shortlisted(),
            shortlist_link=_link(self._form, toggled(key), f"framework-{key}") if can_toggle(key) else "",
        )

    def _lines(self, findings: Sequence[Finding], framework: Framework) -> list[Line]:
        return [
            Line(
                finding.question.value.capitalize(),
                self._with_call_offs(finding, framework),
                [self._source(evidence, framework) for evidence in finding.evidence],
            )
            for finding in findings
        ]

    def _with_call_offs(self, finding: Finding, framework: Framework) -> str:
        """Beside a ceiling stand the contracts the hub knows of; nothing is subtracted."""
        if finding.question is not Question.HOW_MUCH or finding.verdict is not Verdict.FITS or _is_read(finding):
            return finding.words
        values = [total_text(total) for total in self._contracts[framework.id].totals]
        return f"{finding.words} Contracts the hub knows of: {'; '.join(values)}." if values else finding.words

    def _source(self, evidence: Evidence, framework: Framework) -> Source:
        confirmed = evidence.confidence is Confidence.CONFIRMED
        record = None if confirmed else self._records.get(str(framework.provenance.get(evidence.field, "")))
        is_fact = evidence.field == STATED and not confirmed
        stated = evidence.confidence is Confidence.STATED or evidence.field == "title"
        return Source(
            quote="" if stated else evidence.quote,
            label=LABELS.get(evidence.field, ""),
            address=sources_link(framework, evidence.field if evidence.field in framework.provenance else ""),
            source=record.described_by.title if record else "",
            notice=evidence.notice,
            checked_on=record.last_seen.date() if record and not is_fact else evidence.checked_on,
            by_person=confirmed,
            page=evidence.url if confirmed or is_fact else "",
            is_fact=is_fact,
        )


def _is_read(finding: Finding) -> bool:
    """Does it rest on words, and so on a limit to one contract, and not on a ceiling?"""
    return any(evidence.confidence is not Confidence.STATED for evidence in finding.evidence)


def to_ask(framework: Framework, findings: Sequence[Finding], needs: Needs) -> str:
    """A question ready to be sent to the owner about all that is open; empty where nothing is."""
    asked = [TO_ASK[question] for question in TO_ASK if question in {each.question for each in findings}]
    if not asked:
        return ""
    name = framework.title + (f" ({beside})" if (beside := reference_beside(framework)) else "")
    buyers = f" We buy for {', '.join(buyer.name for buyer in needs.buyers)}." if needs.buyers else ""
    return f"About {name}: {' '.join(asked)}{buyers}"
