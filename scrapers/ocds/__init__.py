"""Notices in the Open Contracting Data Standard, as Find a Tender, Contracts Finder, Public Contracts Scotland and
Sell2Wales publish them.

A release is one notice. Notices of a framework become records, each one edition of what is said under its OCID;
notices of a contract under a framework become call-offs; all others are skipped and counted.
"""

from scrapers.ocds.reading import FORMAT, read, recognises

__all__ = ["FORMAT", "read", "recognises"]
