"""Letters that tell somebody what was done with their account, so that they notice if it was not them."""

from datetime import datetime

from sqlalchemy.orm import Session

from hub import mail
from hub.models import Account


def tell(session: Session, account: Account, what: str, at: datetime, to: str = "") -> None:
    """``what`` completes “On 22 November 2026 …”. It goes to the account's address unless another is named."""
    if address := to or account.email:
        mail.post(session, mail.write("account_changed", address, what=what, at=at), at)
