"""One-time codes as authenticator apps make them (TOTP, RFC 6238): six figures, a new code every 30 seconds. Pure.

Their secrets are kept encrypted with a key that is not in the database.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub import brand
from hub.errors import Refused

STEP_SECONDS = 30
DRIFT = 1
"""A clock may be so many steps before or after the hub's."""

SECRET_BYTES = 20
CODE = re.compile(r"[0-9]{6}")

UNREADABLE = (
    "The hub cannot check one-time codes any more, as its own key has changed. Use a recovery code, or ask an "
    "administrator to reset your one-time codes."
)


def typed(code: str) -> str:
    """A code as it is compared: without the blanks and hyphens that people and apps put into it."""
    return re.sub(r"[\s-]", "", code).lower()


def pending(key: str, account: str, session: str) -> str:
    """The secret that somebody is shown to set codes up, the same as long as their session lasts.

    It is worked out anew each time it is shown, as showing it must write nothing.
    """
    drawn = hmac.new(_derived(key, b"pending"), f"{account} {session}".encode(), hashlib.sha256).digest()
    return base64.b32encode(drawn[:SECRET_BYTES]).decode()


def address(secret: str, email: str) -> str:
    """What the square code holds: an address that apps know as otpauth."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=brand.NAME)


def code(secret: str, at: datetime) -> str:
    """The code that an app with this secret shows at a moment."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).at(at)


def step_of(secret: str, code: str, after: int, at: datetime) -> int | None:
    """The number of the 30 seconds a code is for, if it is right and later than ``after``; None if not."""
    if not CODE.fullmatch(typed(code)):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    maker = pyotp.TOTP(secret, interval=STEP_SECONDS)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(maker.generate_otp(step), typed(code)) and step > after:
            found = found or step
    return found


def encrypted(secret: str, key: str) -> str:
    return _cipher(key).encrypt(secret.encode()).decode()


def decrypted(kept: str, key: str) -> str:
    """Raises Refused where it was encrypted with another key."""
    try:
        return _cipher(key).decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Refused(UNREADABLE) from None


def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, b"kept")))


def _derived(key: str, purpose: bytes) -> bytes:
    """A key for one purpose, made of the operator's, whatever its length."""
    info = b"hub.people.one_time_codes " + purpose
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
