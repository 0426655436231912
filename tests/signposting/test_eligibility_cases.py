"""The labelled passages that lie beside the project, where they are there."""

from pathlib import Path

import pytest

from bench.eligibility import cases_in, judged, let_in_wrongly, quotes_astray, report, shut_out_wrongly

REPO = Path(__file__).parent.parent.parent
FILES = sorted((REPO.parent / "shared" / "data" / "cases" / "eligibility" / "texts").glob("*.jsonl"))

CASE = {
    "id": "T1",
    "title": "Road salt",
    "owner": "Kent County Council",
    "tool": "framework",
    "text": "The framework may be used by local authorities.",
    "answers": {
        "district_council_suffolk": {"answer": "yes", "also_defensible": [], "quote": "used by local authorities"},
        "nhs_trust_cambridge": {"answer": "not_published", "also_defensible": ["no"], "quote": "local authorities"},
    },
}


@pytest.mark.skipif(not FILES, reason="the labelled passages are not here")
def test_labelled_passages_are_answered_as_people_did():
    found = judged(case for file in FILES for case in cases_in(file))

    assert sum(each.right for each in found) / len(found) >= 0.8
    assert let_in_wrongly(found) == []
    assert shut_out_wrongly(found) == []
    assert [each.case for each in quotes_astray(found) if each.given.quote not in each.text] == []


def test_answers_are_counted_as_labelled_and_as_also_defensible():
    lines = list(report(judged([CASE])))

    assert lines[0] == "As labelled: 1 of 2 (50.0%)"
    assert lines[1] == "As labelled or also defensible: 2 of 2 (100.0%)"


def test_an_answer_that_lets_in_against_the_label_is_listed():
    answers = {"county_council_essex": {"answer": "no", "also_defensible": [], "quote": "local"}}
    found = judged([{**CASE, "answers": answers}])

    assert [each.organisation for each in let_in_wrongly(found)] == ["county_council_essex"]
    assert "Let in wrongly: 1" in list(report(found))
