#!/usr/bin/env python3
"""How well the hub reads who may use a framework, on published passages that people have labelled.

    python -m bench.eligibility FILE [FILE …]

Each line of a file is JSON: text, title, owner, tool and the right answers for six organisations.

Dearest are answers that let a buyer in, or shut it out, where the label does not: they are listed one by one.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tables import say, table
from hub.signposting.buyer import Buyer
from hub.signposting.eligibility import Answer, EligibilityAnswer, answer, read

LABELS = ("yes", "probably", "not_published", "no")
MEANING = {
    Answer.NAMED: "yes",
    Answer.COVERED: "yes",
    Answer.PROBABLY: "probably",
    Answer.NOT_SHOWN: "not_published",
    Answer.NOT_PUBLISHED: "not_published",
    Answer.EXCLUDED: "no",
}
"""What the labels call each of the six answers."""


def _council(slug: str, name: str, kind: str, county: str) -> Buyer:
    return Buyer(slug=slug, name=name, kind=kind, region="UKH", county=county, names=(name,))


def _any(name: str, kind: str, county: str) -> Buyer:
    return Buyer(slug=f"{kind}@UKH", name=name, kind=kind, region="UKH", county=county)


BUYERS = {
    "district_council_suffolk": _council(
        "mid-suffolk-district-council", "Mid Suffolk District Council", "district-council", "Suffolk"
    ),
    "county_council_essex": _council("essex-county-council", "Essex County Council", "county-council", "Essex"),
    "fire_rescue_cambridgeshire": _council(
        "cambridgeshire-fire-and-rescue-service",
        "Cambridgeshire Fire and Rescue Service",
        "fire-and-rescue",
        "Cambridgeshire",
    ),
    "academy_trust_norfolk": _any("An academy trust in Norfolk", "school", "Norfolk"),
    "nhs_trust_cambridge": _any("An NHS trust in Cambridge", "nhs", "Cambridgeshire"),
    "housing_association_hertfordshire": _any(
        "A registered provider in Hertfordshire", "housing-association", "Hertfordshire"
    ),
}


@dataclass(frozen=True)
class Judged:
    """One answer beside its label."""

    case: str
    organisation: str
    text: str
    label: str
    also: tuple[str, ...]
    labelled_quote: str
    given: EligibilityAnswer

    @property
    def meaning(self) -> str:
        return MEANING[self.given.answer]

    @property
    def right(self) -> bool:
        return self.meaning == self.label

    @property
    def defensible(self) -> bool:
        return self.right or self.meaning in self.also


def judged(cases: Iterable[dict[str, Any]]) -> list[Judged]:
    """Every answer of every case; the passage is read as a description."""
    return [each for case in cases for each in _judged_one(case)]


def _judged_one(case: dict[str, Any]) -> Iterator[Judged]:
    reading = read([case["text"]], title=case["title"], owner=case["owner"], tool=case["tool"])
    for organisation, label in case["answers"].items():
        yield Judged(
            case=case["id"],
            organisation=organisation,
            text=case["text"],
            label=label["answer"],
            also=tuple(label["also_defensible"]),
            labelled_quote=label["quote"],
            given=answer(reading.rules, BUYERS[organisation]),
        )


def cases_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def let_in_wrongly(all_judged: Iterable[Judged]) -> list[Judged]:
    """Named or covered where the label is no or not published."""
    return [each for each in all_judged if each.meaning == "yes" and each.label in ("no", "not_published")]


def shut_out_wrongly(all_judged: Iterable[Judged]) -> list[Judged]:
    """Excluded, though no rule excludes or closes the list, or though the label lets the buyer in."""
    excluded = [each for each in all_judged if each.given.answer is Answer.EXCLUDED]
    return [
        each
        for each in excluded
        if each.label in ("yes", "probably")
        or each.given.rule is None
        or not (each.given.rule.closed or not each.given.rule.includes)
    ]


def quotes_astray(all_judged: Iterable[Judged]) -> list[Judged]:
    """Right answers whose quote is not in the text, or shares nothing with the words the label rests on."""
    return [each for each in all_judged if each.right and each.given.quote and not _overlaps(each)]


def _overlaps(each: Judged) -> bool:
    start, labelled = each.text.find(each.given.quote), each.text.find(each.labelled_quote)
    if start < 0:
        return False
    return labelled < 0 or (start < labelled + len(each.labelled_quote) and labelled < start + len(each.given.quote))


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "none"


def report(all_judged: Sequence[Judged]) -> Iterator[str]:
    """What is printed, line by line."""
    counts = Counter((each.label, each.given.answer) for each in all_judged)
    yield f"As labelled: {share(sum(each.right for each in all_judged), len(all_judged))}"
    yield f"As labelled or also defensible: {share(sum(each.defensible for each in all_judged), len(all_judged))}"
    yield ""
    yield from table(("label", *Answer), [(label, *(counts[label, given] for given in Answer)) for label in LABELS])
    for heading, found in (
        ("Let in wrongly", let_in_wrongly(all_judged)),
        ("Shut out wrongly", shut_out_wrongly(all_judged)),
        ("Quotes astray", quotes_astray(all_judged)),
    ):
        yield ""
        yield f"{heading}: {len(found)}"
        yield from (
            f"  {each.case} {each.organisation}: {each.given.answer} – {each.given.quote[:120]}" for each in found
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    found = judged(case for path in parser.parse_args().files for case in cases_in(path))
    for line in report(found):
        say(line)


if __name__ == "__main__":
    main()
