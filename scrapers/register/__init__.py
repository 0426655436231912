"""Contracts registers, which councils must publish and each lays out in its own way (CSV or Excel).

A row is a contract, kept as a call-off of the body: it says whom the body bought from, until when, and often under
which framework. It is never itself a framework.

``headers`` knows what columns are called, ``columns`` which of them counts, ``buyer`` whose register a file is,
``contract`` reads one row and ``pointer`` what it says of its framework.
"""

from scrapers.register.columns import hint, is_register
from scrapers.register.pointer import pointer
from scrapers.register.reading import FORMAT, read, recognises

__all__ = ["FORMAT", "hint", "is_register", "pointer", "read", "recognises"]
