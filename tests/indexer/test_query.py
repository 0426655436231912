"""What a searcher may type, and what it is read as."""

import pytest
from hypothesis import given, settings, strategies as st

from indexer.analysis.words import LONGEST_WORD
from indexer.query import LONGEST_TEXT, MOST_CONDITIONS, Parsed, parse
from tests.thorough import EXAMPLES


def words(parsed: Parsed) -> list[str]:
    return [part.text for part in parsed.parts if not part.required]


def conditions(parsed: Parsed) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(clause.field, clause.words) for part in parsed.parts if part.required for clause in part.clauses]


def test_plain_words_are_each_asked_for_and_none_is_required():
    parsed = parse("Electric, vehicles/charging (fast)")

    assert words(parsed) == ["Electric", "vehicles", "charging", "fast"]
    assert conditions(parsed) == []


def test_small_words_and_repetitions_are_left_out():
    assert words(parse("the supply of gas to the supply")) == ["supply", "gas"]


@pytest.mark.parametrize(
    "text", ['"grounds maintenance" mowers', "“grounds maintenance” mowers", "„grounds maintenance” mowers"]
)
def test_words_in_quotation_marks_are_one_phrase(text: str):
    parsed = parse(text)

    assert conditions(parsed) == [(None, ("grounds", "maintenance"))]
    assert words(parsed) == ["mowers"]


def test_a_quotation_mark_that_is_never_closed_is_nothing():
    assert words(parse('"grounds maintenance')) == ["grounds", "maintenance"]


def test_a_minus_before_a_word_or_phrase_excludes_it():
    parsed = parse('vehicles -hire -"long lease" e-bikes')

    assert [clause.words for clause in parsed.excluded] == [("hire",), ("long", "lease")]
    assert words(parsed) == ["vehicles", "e", "bikes"]


def test_not_in_capitals_excludes_and_and_is_nothing():
    parsed = parse("vehicles AND vans NOT hire")

    assert words(parsed) == ["vehicles", "vans"]
    assert [clause.words for clause in parsed.excluded] == [("hire",)]


def test_or_in_capitals_makes_one_part_of_two():
    parsed = parse('vans OR cars OR "light vehicles" lease')

    assert [[clause.words for clause in part.clauses] for part in parsed.parts] == [
        [("vans",), ("cars",), ("light", "vehicles")],
        [("lease",)],
    ]


@pytest.mark.parametrize("text", ["OR vans", "vans OR", "OR", "NOT", "AND AND", "vans OR ()"])
def test_an_operator_without_its_words_is_nothing(text: str):
    assert words(parse(text)) == (["vans"] if "vans" in text else [])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("owner:ypo", "owner"),
        ("Title:ypo", "title"),
        ("lot:ypo", "lots"),
        ("SUPPLIER:ypo", "suppliers"),
        ("cpv:ypo", "cpv"),
    ],
)
def test_a_field_and_a_colon_ask_for_a_word_there(text: str, field: str):
    assert conditions(parse(text)) == [(field, ("ypo",))]


def test_a_field_takes_a_phrase_and_a_hyphenated_word():
    parsed = parse('owner:"Anglian Group" title:e-bikes -lot:hire')

    assert conditions(parsed) == [("owner", ("anglian", "group")), ("title", ("e", "bikes"))]
    assert [(clause.field, clause.words) for clause in parsed.excluded] == [("lots", ("hire",))]


@pytest.mark.parametrize("text", ["buyer:leeds", "http://leeds", "title: leeds", ":leeds", "title::leeds"])
def test_anything_else_with_a_colon_is_words(text: str):
    assert "leeds" in words(parse(text)) or conditions(parse(text)) == [("title", ("leeds",))]


def test_a_star_after_three_letters_completes_the_word():
    [part] = parse("procur*").parts

    assert [(clause.words, clause.beginning) for clause in part.clauses] == [(("procur",), True)]


@pytest.mark.parametrize(
    "text", ["*", "pr*", "*procur", "p*c*r", "pro?", "pro**", "12345*", "[a TO z]", "a~9", "/a.*/"]
)
def test_any_other_wildcard_range_or_pattern_is_plain_words(text: str):
    assert not any(clause.beginning or clause.field for part in parse(text).parts for clause in part.clauses)


@pytest.mark.parametrize("text", ["30213100", "30213100-6", "cpv:30213100-6", "portable computers 30213100"])
def test_eight_digits_are_a_cpv_code(text: str):
    assert [code.key for code in parse(text).cpv_codes] == ["30213100"]


@pytest.mark.parametrize("text", ["3021310", "302131000", "AB30213100", "30213100-66", "3.30213100", "x-30213100-6-7"])
def test_other_digits_are_not(text: str):
    assert parse(text).cpv_codes == ()


def test_what_is_typed_beyond_the_limit_is_cut_and_said_to_be():
    parsed = parse("ab " * 1000)

    assert len(parsed.text) <= LONGEST_TEXT
    assert parsed.hints == ["Only the first 400 characters of your search were used."]


def test_more_phrases_and_exclusions_than_the_limit_are_dropped_and_said_to_be():
    parsed = parse(" ".join(f'"q{n} x"' for n in range(20)) + " " + " ".join(f"-n{n}" for n in range(20)))

    assert len(conditions(parsed)) == len(parsed.excluded) == MOST_CONDITIONS
    assert parsed.hints == ["Only the first 12 phrases and exclusions of your search were used."]


GRAMMAR = st.lists(
    st.sampled_from(
        '" - : * ( ) [ ] OR AND NOT title: owner: -title:" a* abc* RM6100 30213100 bin lorry ~ ? \x00 🚒 é'.split(" ")
    )
    | st.text(max_size=5),
    max_size=60,
).map(" ".join) | st.lists(st.sampled_from('"-:* aOR'), max_size=450).map("".join)


@settings(max_examples=5 * EXAMPLES)
@given(GRAMMAR | st.text(max_size=500) | st.binary(max_size=300).map(lambda b: b.decode("utf-8", "surrogateescape")))
def test_any_text_is_read_within_the_limits(text: str):
    parsed = parse(text)

    assert len(parsed.text) <= LONGEST_TEXT
    assert len(parsed.excluded) <= MOST_CONDITIONS
    assert sum(part.required for part in parsed.parts) <= MOST_CONDITIONS
    clauses = [*parsed.excluded, *(clause for part in parsed.parts for clause in part.clauses)]
    assert all(len(term) <= LONGEST_WORD for clause in clauses for term in clause.terms)
    assert all(clause.words and (clause.terms or clause.beginning) for clause in clauses)
    assert all(len(clause.words[0]) >= 3 for clause in clauses if clause.beginning)


def test_of_many_cpv_codes_the_first_few_count_and_each_once():
    parsed = parse("30213100 30213100-6 45000000 79110000 90910000")

    assert [code.key for code in parsed.cpv_codes] == ["30213100", "45000000", "79110000"]
    assert parsed.hints == ["Only the first 3 CPV codes of your search were used as codes."]
