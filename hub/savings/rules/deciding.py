"""Decides on an entry."""

from collections.abc import Callable
from typing import Any

from hub.savings.book import Book
from hub.savings.entry import (
    AddSharer,
    Decision,
    Edit,
    EndEarly,
    Entry,
    Extend,
    Finding,
    GiveBack,
    ImportValue,
    OwnerDeclare,
    RecordSpend,
    RecordTenderRun,
    Refuse,
    Submit,
    Validate,
    Verify,
    Withdraw,
)
from hub.savings.rules import approving, call_offs, sources, submitting
from hub.savings.rules.outcome import refused


def decide(book: Book, entry: Entry) -> Decision:
    """What comes of an entry, given all that the book holds. Raises KeyError for a call-off it does not hold."""
    return DECIDED[type(entry)](book, entry)


def import_value(book: Book, entry: ImportValue) -> Decision:
    """R10: a figure from elsewhere is never a saving."""
    return refused(book, Finding("R10", "reject", "", sources.imported(entry)))


DECIDED: dict[type, Callable[[Book, Any], Decision]] = {
    Submit: submitting.submit,
    OwnerDeclare: submitting.owner_declare,
    Edit: submitting.edit,
    Verify: approving.verify,
    Validate: approving.validate,
    GiveBack: approving.give_back,
    Refuse: approving.refuse,
    Withdraw: approving.withdraw,
    Extend: call_offs.extend,
    EndEarly: call_offs.end_early,
    RecordSpend: call_offs.record_spend,
    RecordTenderRun: call_offs.record_tender_run,
    AddSharer: call_offs.add_sharer,
    ImportValue: import_value,
}
