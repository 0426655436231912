"""Words that nobody can guess: what a person is given is kept here only as its hash."""

import hashlib
import secrets

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter that is taken for a figure."""


def fresh() -> str:
    """256 bits, as an address or a cookie can carry them."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """SHA-256: enough for what was drawn by lot from 256 bits, and too little for a password."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def word(letters: int = 10) -> str:
    """Letters and figures drawn by lot, easy to read out."""
    return "".join(secrets.choice(LETTERS) for _ in range(letters))


def handle() -> str:
    """What an account is called in the audit trail: 10 of 31 letters, drawn by lot."""
    return f"account-{word()}"
