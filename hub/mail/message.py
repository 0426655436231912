"""A letter as mail servers take it: plain text, seven bits, and marked as written by a machine. Pure."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

from hub import brand
from hub.clock import LONDON
from hub.models import Outbox

UNBROKEN = frozenset({"List-Unsubscribe"})


class Unfolded(EmailPolicy):
    """Mail servers follow the address in List-Unsubscribe: folded by the standard library it would be unreadable."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name in UNBROKEN:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Unfolded(linesep=SMTP.linesep, max_line_length=76)


def compose(row: Outbox, sender: str, reply_to: str) -> EmailMessage:
    """The message of a letter in the Outbox; ``reply_to`` may be empty.

    A letter sent again has the same Message-ID. No machine is to answer it: RFC 3834, and for Exchange its own header.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(brand.NAME, addr_spec=sender)
    message["To"] = Address(addr_spec=row.to)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["Subject"] = row.subject
    message["Date"] = row.created_at.astimezone(LONDON)
    message["Message-ID"] = f"<{row.mark}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    for name, value in row.headers.items():
        message[name] = value
    message.set_content(row.body, cte="quoted-printable")
    return message
