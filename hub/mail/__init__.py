"""Letters: written into the Outbox in the transaction they belong to, and sent afterwards (docs/mail.md)."""

from hub.mail.letter import Letter
from hub.mail.outbox import post
from hub.mail.writing import write

__all__ = ["Letter", "post", "write"]
