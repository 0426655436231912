"""Which passwords are taken, and how they are kept."""

import pytest
from argon2 import extract_parameters

from hub.people.passwords import Passwords, of_nobody, problem

CHEAP = Passwords(memory=64, rounds=1)
DEARER = Passwords(memory=128, rounds=1)


@pytest.mark.parametrize(
    "password",
    [
        "zebra-lamp-9",
        "correct horse battery staple",
        "пароль-из-трёх-слов",
        "🦊🌧️📎🛶🥝🎲🧵🪁🎺🚲🧊🪴",
        "  blanks at both ends  ",
        "qzv" * 42 + "wk",
    ],
)
def test_twelve_characters_of_any_kind_are_enough(password: str) -> None:
    assert problem(password) == ""


def test_eleven_characters_are_too_few() -> None:
    assert problem("zebra-lamp9") == (
        "Use 12 characters or more. Three words that do not belong together are a good password"
    )


@pytest.mark.parametrize(
    "password", ["procurement1234", "Procurement2026", "PASSWORD1234", "aaaaaaaaaaaa", "qwertyuiop123"]
)
def test_what_others_would_try_first_is_refused(password: str) -> None:
    assert problem(password).startswith("This password is one that others would try first")


def test_the_address_of_its_holder_is_refused() -> None:
    assert problem("officer@example.gov.uk", ("officer@example.gov.uk",))


def test_a_longer_one_than_can_be_hashed_quickly_is_refused() -> None:
    assert problem("ab3-" * 65) == "Use 256 characters or fewer"


def test_a_password_matches_its_own_hash_only() -> None:
    kept = CHEAP.hash("zebra lamp nine")

    assert CHEAP.matches(kept, "zebra lamp nine")
    assert not CHEAP.matches(kept, "zebra lamp nine ")
    assert not CHEAP.matches(kept, "Zebra lamp nine")


def test_nothing_is_cut_off() -> None:
    kept = CHEAP.hash("x1-" * 80 + "a")

    assert not CHEAP.matches(kept, "x1-" * 80 + "b")


def test_the_same_letters_from_another_keyboard_match() -> None:
    assert CHEAP.matches(CHEAP.hash("caf\u00e9 lamp zebra"), "cafe\u0301 lamp zebra")


def test_an_account_without_a_password_matches_none() -> None:
    assert not CHEAP.matches("", "the password of nobody")


def test_an_account_without_a_password_costs_as_much_to_try_as_another() -> None:
    assert extract_parameters(of_nobody(64, 1)) == extract_parameters(CHEAP.hash("zebra lamp nine"))


def test_a_hash_of_another_cost_is_known_as_outdated() -> None:
    kept = CHEAP.hash("zebra lamp nine")

    assert DEARER.is_outdated(kept)
    assert not CHEAP.is_outdated(kept)
    assert DEARER.matches(kept, "zebra lamp nine")


def test_it_is_kept_as_argon2id() -> None:
    assert CHEAP.hash("zebra lamp nine").startswith("$argon2id$")
