"""What officers type is read as a row of the framework CSV is, and a change states only what differs."""

import pytest

from hub.contributions import drafts, fields
from hub.contributions.drafts import cells_of, kept, read
from scrapers.framework_csv.columns import COLUMNS
from scrapers.record import Record
from tests.factories import a_record

HEDGES = {"title": "Hedge cutting", "owner": "Anglian Buying Group", "reference": "AB77"}


def there(**typed: str) -> Record:
    record = read({**HEDGES, **{name.replace("_", " "): value for name, value in typed.items()}}).record
    assert record is not None
    return record


def said(record: Record | None) -> set[str]:
    assert record is not None
    return set(record.model_dump(exclude_defaults=True)) - {"source_id", "owner", "reference", "reference_identifies"}


def wrong(**typed: str) -> dict[str, str]:
    found = read({**HEDGES, **{name.replace("_", " "): value for name, value in typed.items()}}).wrong
    return {each.field: each.message for each in found}


def test_dates_money_and_fees_are_read_as_the_framework_csv_reads_them() -> None:
    record = there(start="1/4/2026", end="March 2029", fee_percent="0.5%", **{"maximum value (net)": "£1.2m"})

    assert record.start is not None and record.start.value.isoformat() == "2026-04-01"
    assert record.end is not None and (record.end.value.isoformat(), record.end.precision) == ("2029-03-31", "month")
    assert record.fee is not None and record.fee.basis_points == 50
    assert record.max_value is not None and record.max_value.net_pence == 120_000_000


def test_a_length_where_an_end_is_asked_for_is_worked_out_and_is_nothing_wrong() -> None:
    record = there(start="01/04/2026", end="3 years + 1 year")

    assert record.end is not None and (record.end.value.isoformat(), record.end.basis) == ("2029-03-31", "duration")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("start", "31/02/2027", "Start: “31/02/2027” is not a date: February 2027 has 28 days"),
        ("end", "soon", "End: “soon” is not a date the hub can read: write 31/03/2027"),
        ("fee percent", "a lot", "Fee: “a lot” is not a single rate: write 1, 0.5 or 0.5%"),
        ("maximum value (net)", "lots", "Maximum value without VAT: “lots” is not an amount the hub can read: write"),
        ("web page", "javascript:alert(1)", "does not begin with http:// or https://"),
        ("documents", "Guide <javascript:alert(1)>", "does not begin with http:// or https://"),
        ("cpv", "99", "99 is no CPV code: a code has 8 digits"),
        ("suppliers", "2: Beta Ltd", "“2” is not among the lots"),
        ("title", " ", "Enter what it is called"),
        ("title", "<script>alert(1)</script>", "Enter what it is called"),
        ("owner", "", "Enter who set it up"),
        ("title", "x" * 1001, "Title: “xxx"),
        ("how to buy", "Please contact Jo Bloggs.", "take out the name or own e-mail address of a person"),
        ("areas", "Narnia", "choose whom, or take the other choices about them away"),
        ("classes", "wizards", "“wizards” is not a class of bodies"),
    ],
)
def test_each_problem_names_its_field_and_the_cure(field: str, value: str, message: str) -> None:
    found = wrong(**{field: value})

    assert any(message in each for each in found.values()), found


def test_choices_need_the_published_words_they_were_made_from() -> None:
    assert "enter the published words" in wrong(classes="schools")["who may use it"]
    elsewhere = wrong(who_may_use_it="Any.", classes="schools", areas="Narnia")
    assert "is no region or county the hub knows" in elsewhere["areas"]


def test_what_no_step_and_no_column_asks_for_changes_nothing() -> None:
    more = {"voice": "owner", "source id": "stolen", "reference identifies": "no", "extra: x": "y", "published": "2026"}

    assert read({**HEDGES, **more}) == read(HEDGES)


def test_a_change_states_only_what_differs() -> None:
    before = there(end="31/03/2029", lots="1: Hedges", suppliers="1: Acme Ltd", documents="Guide <https://a.example>")

    assert said(read({"end": "31/03/2030"}, before).record) == {"end"}
    assert said(read({"title": "Hedges"}, before).record) == {"title"}
    more = read({"documents": "Guide <https://a.example>\nForm <https://b.example>"}, before).record
    assert more is not None and [link.title for link in more.documents] == ["Form"]
    suppliers = read({"suppliers": "1: Acme Ltd; Beta Ltd"}, before).record
    assert suppliers is not None and [place.name for place in suppliers.lots[0].suppliers] == ["Acme Ltd", "Beta Ltd"]


def test_a_change_that_changes_nothing_or_takes_something_away_is_no_change() -> None:
    before = there(end="31/03/2029", documents="Guide <https://a.example>")

    assert "Nothing differs" in read({"end": "2029-03-31"}, before).wrong[0].message
    assert "cannot take away" in read({"end": ""}, before).wrong[0].message
    assert "cannot take away" in read({"documents": "Form <https://b.example>"}, before).wrong[0].message


def test_what_is_there_with_its_own_faults_does_not_keep_a_change_back() -> None:
    before = there(start="01/04/2028").model_copy(update={"end": there(end="2027").end})

    assert read({"summary": "Hedges along roads."}, before).wrong == ()


def test_a_record_is_shown_as_it_would_be_typed_and_reads_the_same_again() -> None:
    record = there(
        start="March 2026", end="31/03/2029", lots="1: Hedges\n2: Trees", suppliers="1: Acme Ltd; Beta Co\n2: Acme Ltd",
        routes="direct award; further competition", kind="DPS", notices="012345-2026\nocds-h6vhtk-0a1b2c",
        documents="Guide <https://a.example>",
    )  # fmt: skip

    assert read(cells_of(record)).record == record


def test_a_draft_keeps_what_differs_whatever_line_breaks_a_browser_sends() -> None:
    before = there(lots="1: Hedges\n2: Trees")

    assert kept({"lots": "1: Hedges\r\n2: Trees\r\n", "end": "2030", "kind": ""}, before) == {"end": "2030"}
    assert kept({"title": "Hedges", "summary": " "}, None) == {"title": "Hedges"}


def test_every_field_of_a_step_is_a_column_or_a_choice_and_asked_for_once() -> None:
    asked = [each.name for step in fields.STEPS for each in step.fields]
    idents = [fields.named(column.name).ident for column in COLUMNS]

    assert len(asked) == len(set(asked))
    assert set(asked) - {column.name for column in COLUMNS} == set(fields.RULE)
    assert len(idents) == len(set(idents))


def test_what_only_a_file_filled_in_can_be_changed_among_the_details() -> None:
    details = fields.step_called("details", {"lot ends": "1: 2029"})

    assert details is not None and details.fields[-1].name == "lot ends"
    assert fields.step_of("lot ends") == "details"


def test_a_framework_without_a_reference_is_named_by_its_title() -> None:
    before = a_record(reference="", title="Winter salt")

    record = read({"end": "2030"}, before).record
    assert record is not None and record.title == "Winter salt"
    assert drafts.read({}, before).record is None
