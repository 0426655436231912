import pytest

from scrapers.parse import text
from scrapers.parse.lists import keywords
from scrapers.parse.routes import stated
from scrapers.record import Route


def test_html_becomes_lines_and_bullets() -> None:
    markup = "<p>Spades &amp; forks:</p>\r\n<ul>\r\n \t<li>small</li>\r\n<li><p>large&nbsp;ones</p></li></ul><p>End</p>"
    assert text.block(markup).value == "Spades & forks:\n• small\n• large ones\nEnd"


def test_scripts_and_comments_are_not_text() -> None:
    assert text.block("<p>Salt</p><script>alert(1)</script><style>p{}</style><!-- note -->").value == "Salt"


def test_html_escaped_twice_is_still_read() -> None:
    assert text.block("&lt;p&gt;Salt &amp;amp; grit &amp;pound;5&lt;/p&gt;").value == "Salt & grit £5"
    assert text.line("Salt &amp;amp; grit").value == "Salt & grit"


@pytest.mark.parametrize("title", ["Homes <£20M - North", "Works >£80m", "a < b and c > d", "R&D", "<3 year leases"])
def test_angle_brackets_in_a_plain_title_are_not_markup(title: str) -> None:
    assert text.line(title).value == title


def test_a_bracket_beside_markup_survives() -> None:
    assert text.block("<p>Homes <£20M</p>").value == "Homes <£20M"
    assert text.block("<p>Homes <GBP20M and flats</p>").value == "Homes <GBP20M and flats"


def test_an_empty_line_parts_paragraphs_and_a_single_break_in_html_does_not() -> None:
    assert text.block("one\ntwo\n\nthree <b>four</b>").value == "one two\n\nthree four"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("Value √Ç¬£0-3m", "Value £0-3m"), ("Servs√¢‚Ç¨‚ÄúNorth", "Servs–North"), ("band Â£3-10k", "band £3-10k"),
     ("caf\u00c3\u00a9", "café")],
)  # fmt: skip
def test_wrongly_decoded_letters_are_put_right_and_reported(raw: str, value: str) -> None:
    found = text.line(raw)
    assert found.value == value
    assert found.doubts[0].reason == "holds wrongly decoded characters"


def test_curly_quotes_and_dashes_are_left_alone() -> None:
    assert text.line("“Salt” – the council’s").value == "“Salt” – the council’s"
    assert text.line("“Salt” – the council’s").doubts == ()


def test_a_lost_character_is_kept_and_reported() -> None:
    assert text.line("\ufffd500 a year").doubts[0].done == "kept as published"


def test_invisible_characters_and_odd_spaces_go() -> None:
    assert text.line("\ufeffSalt\u00a0and\u200b grit\t\x07for\u202e roads\x00").value == "Salt and grit for roads"


@pytest.mark.parametrize("word", ["No description", "N/A", "n/a", "-", "TBC", "<p>No description</p>", "NaN", "None"])
def test_words_for_nothing_are_nothing(word: str) -> None:
    assert text.line(word).value == text.block(word).value == ""


def test_a_persons_address_and_name_are_left_out_of_prose_but_an_offices_address_stays() -> None:
    found = text.block("Ask Barrow Wheel (barrow.wheel@example.org) or tools.support@example.org")
    assert "barrow" not in found.value.casefold()
    assert "tools.support@example.org" in found.value
    assert "person" in found.doubts[0].reason


@pytest.mark.parametrize("depth", [50, 20_000])
def test_deeply_nested_html_is_read(depth: int) -> None:
    assert text.block("<div>" * depth + "salt" + "</div>" * depth).value == "salt"


def test_keywords_are_parted_and_a_run_without_separators_is_broken_at_spaces() -> None:
    assert keywords("spade, fork; Spade\n● rake.") == ("spade", "fork", "rake")
    run = keywords("garden " * 40)
    assert run == keywords(("garden " * 40).strip())
    assert all(len(word) <= 100 and set(word.split()) == {"garden"} for word in run)


@pytest.mark.parametrize(
    ("how_to_buy", "routes"),
    [("Buy by further competition or by direct award.", (Route.DIRECT_AWARD, Route.COMPETITION)),
     ("Hold a mini competition. There is no direct award.", (Route.COMPETITION,)),
     ("Buyers cannot award directly.", ()),
     ("Direct award is not open to buyers. Hold a further competition.", (Route.COMPETITION,)),
     ("Each lot has one supplier, so direct award without holding a further competition", (Route.DIRECT_AWARD,)),
     ("Lots 1 and 2: never direct award. Lot 3: direct award only.", (Route.DIRECT_AWARD,)),
     ("If you do not wish to hold your own further competition you can direct award", (Route.DIRECT_AWARD,)),
     ("Compete for the best price", ()), ("", ())],
)  # fmt: skip
def test_only_routes_that_are_stated_and_not_denied_count(how_to_buy: str, routes: tuple[Route, ...]) -> None:
    assert stated(how_to_buy) == routes


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("If you are new, email Robin Fenland.", "If you are new, email [name removed]."),
        ("Ask the manager, Robin Fenland (r.f@abg.example). Ask Robin Fenland to join.",
         "Ask the manager, [name removed] (r.f@abg.example). Ask [name removed] to join."),
        ("Contact Customer Support to join.", "Contact Customer Support to join."),
        ("Contact Anglian Buying Group for help.", "Contact Anglian Buying Group for help."),
    ],
)  # fmt: skip
def test_people_to_turn_to_are_not_named_and_offices_are(written: str, kept: str) -> None:
    assert text.block(written).value == kept
