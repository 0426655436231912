"""Where letters lead, and the link by which their reader stops them without signing in. Pure."""

from dataclasses import dataclass, field
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from hub.errors import NotFound

PATHS = {
    "search": "/search?",
    "framework": "/frameworks/",
    "owner": "/owners/",
    "supplier": "/suppliers/",
    "category": "/categories/",
}
"""Where each kind of thing that can be followed has its page."""

ONE_CLICK = "List-Unsubscribe=One-Click"
"""What mail programs send, and the header by which they are told so (RFC 8058)."""


@dataclass(frozen=True)
class Links:
    """``base`` is where people reach the hub, ``key`` the one it signs with."""

    base: str
    key: str = field(repr=False)

    def page(self, kind: str, subject: str) -> str:
        return f"{self.base.rstrip('/')}{PATHS[kind]}{subject}"

    @property
    def mine(self) -> str:
        return f"{self.base.rstrip('/')}/following"

    def stop(self, account: int) -> str:
        return f"{self.mine}/stop/{sign(account, self.key)}"

    def headers(self, account: int) -> dict[str, str]:
        return {"List-Unsubscribe": f"<{self.stop(account)}>", "List-Unsubscribe-Post": ONE_CLICK}


def sign(account: int, key: str) -> str:
    return _signer(key).sign(str(account)).decode()


def account_of(token: str, key: str) -> int:
    """The account a link stops the letters of. Raises NotFound for one that the hub has not signed."""
    try:
        return int(_signer(key).unsign(token))
    except (BadSignature, ValueError) as error:
        raise NotFound("This link is not whole. Copy all of it from the letter, or sign in to stop letters.") from error


def _signer(key: str) -> Signer:
    return Signer(key, salt="hub.follows.stop", digest_method=sha256)
