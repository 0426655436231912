"""A letter is what it says: one address, one subject, plain text, and no header that somebody slipped in."""

import re

import pytest

from hub.errors import Refused
from hub.mail import Letter, write
from hub.mail.letter import LONGEST_BODY, LONGEST_SUBJECT
from hub.mail.writing import LETTERS, WIDTH, wrapped

READER = "officer@example.gov.uk"


def a_letter(**parts: object) -> Letter:
    given: dict[str, object] = {"to": READER, "subject": "News", "body": "Text", "purpose": "follow"}
    return Letter(**(given | parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "to",
    ["", "officer", "officer@", "@example.gov.uk", "officer@localhost", "officer@example..gov.uk", ".o@example.gov.uk"]
    + ["o..o@example.gov.uk", "a@example.gov.uk,b@example.gov.uk", "a@example.gov.uk b@example.gov.uk"]
    + ["Officer <officer@example.gov.uk>", '"a b"@example.gov.uk', "officer@example.gov.uk\nBcc: x@example.org"]
    + ["officer@example.gov.uk\r\n", "officér@example.gov.uk", "a" * 65 + "@example.gov.uk", "a@-example.gov.uk"]
    + ["a@" + "b" * 60 + ".example" * 30, "officer@example.gov.uk\x00", "officer@[127.0.0.1]"],
)
def test_a_letter_goes_to_one_address_and_nowhere_else(to: str) -> None:
    with pytest.raises(Refused, match="Enter an e-mail address in the usual form"):
        a_letter(to=to)


@pytest.mark.parametrize("to", [READER, "first.last+hub@mail.example.gov.uk", "o'neil@example.org", "A_B-c@x1.io"])
def test_usual_addresses_are_taken(to: str) -> None:
    assert a_letter(to=to).to == to


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"])
def test_nothing_in_a_subject_or_header_begins_another_line(end: str) -> None:
    with pytest.raises(Refused, match="subject is one line"):
        a_letter(subject=f"News{end}Bcc: x@example.org")
    with pytest.raises(Refused, match="List-Unsubscribe"):
        a_letter(headers={"List-Unsubscribe": f"<https://example.org/>{end}Bcc: x@example.org"})


@pytest.mark.parametrize("name", ["Bcc", "To", "List-Unsubscribe\r\nBcc", "Content-Type", "list-unsubscribe", ""])
def test_a_letter_brings_no_header_but_those_to_unsubscribe(name: str) -> None:
    with pytest.raises(Refused, match="cannot be sent as it is"):
        a_letter(headers={name: "value"})


@pytest.mark.parametrize(
    "parts",
    [{"subject": " "}, {"subject": "x" * (LONGEST_SUBJECT + 1)}, {"body": " \n"}, {"body": "x" * (LONGEST_BODY + 1)}]
    + [{"headers": {"List-Unsubscribe": "x" * 901}}, {"headers": {"List-Unsubscribe": ""}}],
)
def test_a_letter_is_neither_empty_nor_endless(parts: dict[str, object]) -> None:
    with pytest.raises(Refused):
        a_letter(**parts)


def test_what_is_filled_in_cannot_pass_for_another_line_or_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.brand.NAME", "Hub\nBcc: x@example.org\n\nPay\u2028now ")

    letter = write("trial", READER)

    assert letter.subject == "A test letter from the Hub Bcc: x@example.org Pay now"
    assert letter.purpose == "trial"
    assert "\nBcc" not in letter.body and "\n\nPay" not in letter.body


def test_letters_are_wrapped_and_addresses_are_not_broken() -> None:
    link = f"https://hub.example.org/{'x' * 90}"

    text = wrapped(f"\n\n{'word ' * 40}\n{link}\n\n\n\n* {'item ' * 30}\nend")

    lines = text.splitlines()
    assert link in lines and lines[0].startswith("word") and text.endswith("\nend\n")
    assert all(len(line) <= WIDTH for line in lines if line != link)
    assert [line[:2] for line in lines if "item" in line] == ["* ", "  ", "  "]
    assert "\n\n\n" not in text


@pytest.mark.parametrize("template", sorted(LETTERS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_letter_has_its_subject_first_and_says_why_its_reader_got_it(template: object) -> None:
    subject, *body = template.read_text(encoding="utf-8").splitlines()  # type: ignore[attr-defined]

    assert subject.strip() and (subject.endswith("+%}") or not subject.endswith(("%}", "#}")))
    assert any(re.match("Why you got this letter: .+|You get this letter .*because .+", line) for line in body)
    assert not any(re.search(r"<\w+|style=|\| *safe", line) for line in body)
