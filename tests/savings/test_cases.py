"""Claims worked out by hand: ours, one for each method and decision, and others where they are at hand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("bench", reason="the source archive has no benches")

from bench import savings
from hub.savings.line_types import LINE_TYPES
from hub.savings.methods import METHODS

REPO = Path(__file__).parents[2]
OURS = savings.cases_in(REPO / "tests" / "data" / "savings" / "claims.jsonl")
OTHERS = REPO.parent / "shared" / "data" / "cases" / "savings" / "claims.dev.jsonl"


@pytest.mark.parametrize("case", OURS, ids=[case["id"] for case in OURS])
def test_a_claim_comes_to_what_was_worked_out_by_hand(case: dict[str, Any]):
    assert savings.differences(case) == []


def test_every_type_and_every_method_has_a_case_of_ours():
    lines = [line for case in OURS for line in case["inputs"]["lines"]]
    assert {line["type"] for line in lines} == set(LINE_TYPES)
    assert {line["method"] for line in lines} == set(METHODS)


@pytest.mark.skipif(not OTHERS.exists(), reason="those claims are not here")
def test_the_claims_kept_with_their_specification_come_out_to_the_penny():
    assert savings.wrong(savings.cases_in(OTHERS)) == {}


def test_a_difference_is_told_with_its_place():
    case = OURS[0] | {"expected": {"gross_pence": 1, "buckets": {"headline": 2}}}
    assert savings.differences(case) == [
        "gross_pence: expected 1, found 17284",
        "buckets.headline: expected 2, found 17284",
    ]


def test_the_bench_tells_how_many_claims_agree(tmp_path: Path):
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(json.dumps(OURS[0] | {"expected": {"gross_pence": 1}}), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "bench.savings", str(wrong)], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        "unit-price-indexed gross_pence: expected 1, found 17284",
        "wrong.jsonl: 0 of 1 claims to the penny",
    ]
