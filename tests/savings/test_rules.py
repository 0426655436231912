"""Each sentence of the rules against counting twice is played as a sequence of entries."""

from pathlib import Path

import pytest

from bench import savings_rules
from tests.savings.pure_world import PureWorld
from tests.savings.sequences import Sequence, play, read

REPO = Path(__file__).resolve().parents[2]
OURS = REPO / "tests" / "data" / "savings" / "rules.jsonl"
SPECIFIED = REPO.parent / "shared" / "data" / "cases" / "savings" / "rules.dev.jsonl"

specified = read(SPECIFIED) if SPECIFIED.exists() else []


def named(sequence: Sequence) -> str:
    return f"{sequence['rule']} {sequence['title']}"


@pytest.mark.parametrize("sequence", read(OURS), ids=named)
def test_every_step_of_a_sequence_comes_out_as_its_rule_says(sequence: Sequence) -> None:
    assert play(PureWorld(), sequence) == []


@pytest.mark.skipif(not specified, reason="the specified sequences are not beside the project")
@pytest.mark.parametrize("sequence", specified, ids=named)
def test_every_specified_sequence_comes_out_as_specified(sequence: Sequence) -> None:
    assert play(PureWorld(), sequence) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "reject"}, "SEQ-001 step 1: outcome is 'accept', not 'reject'"),
        ({"counted_by_fy": {"2025-26": 999}}, "SEQ-001 step 1: counted_by_fy is {'2025-26': 1000}"),
        ({"totals": {"local_pence": 1}}, "SEQ-001 step 1: local_pence is 0, not 1"),
        ({"affects": "B"}, "SEQ-001 step 1: B is not changed"),
    ],
)
def test_a_difference_is_told_with_its_sequence_and_step(change: dict[str, object], told: str) -> None:
    sequence = read(OURS)[0]
    first, *others = sequence["steps"]
    expected = {**first["expect"], **change}
    found = play(PureWorld(), {**sequence, "steps": [{**first, "expect": expected}, *others]})
    assert len(found) == 1
    assert found[0].startswith(told)


def test_a_file_of_sequences_is_checked_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(OURS.read_text(encoding="utf-8").splitlines()[0].replace("1000", "1001", 1), encoding="utf-8")
    assert savings_rules.main([str(OURS)]) == 0
    assert savings_rules.main([str(wrong)]) == 1
    assert "collaborative_pence is 1001, not 1000" in capsys.readouterr().out
