"""File notes: a record of what was searched for, considered and decided, and on what evidence.

``store``, ``checking`` and ``record`` know the tables, ``pdf`` prints, and all the others are pure.
"""

from hub.notes.blocks import Block, Facts, Heading, Items, Quote, Table, Text, answers, blocks
from hub.notes.check_list import CHECK_LIST
from hub.notes.checking import Outcome, Verdict, check_hash, check_text, faults
from hub.notes.differences import Difference, differences
from hub.notes.note import (
    LONGEST,
    MOST_FRAMEWORKS,
    STANDINGS,
    STATES,
    Answer,
    Check,
    Entry,
    Note,
    Saying,
    clean,
    open_points,
    problems,
    too_long,
)
from hub.notes.record import Record, moment_text, note_of, record
from hub.notes.store import Stale, add, discard, draft, freeze, frozen, held, save, start, tidy

__all__ = [
    "Answer",
    "Block",
    "CHECK_LIST",
    "Check",
    "Difference",
    "Entry",
    "Facts",
    "Heading",
    "Items",
    "LONGEST",
    "MOST_FRAMEWORKS",
    "Note",
    "Outcome",
    "Quote",
    "Record",
    "STANDINGS",
    "STATES",
    "Saying",
    "Stale",
    "Table",
    "Text",
    "Verdict",
    "add",
    "answers",
    "blocks",
    "check_hash",
    "check_text",
    "clean",
    "differences",
    "discard",
    "draft",
    "faults",
    "freeze",
    "frozen",
    "held",
    "moment_text",
    "note_of",
    "open_points",
    "problems",
    "record",
    "save",
    "start",
    "tidy",
    "too_long",
]
