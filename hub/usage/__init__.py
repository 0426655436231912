"""Usage counters: what is searched for and which signposts are followed, by day, and nothing about who.

They are kept in a second SQLite file, so that looking at a page never writes to the hub's database. Pages only count
in memory; a thread of the running hub writes the counts down now and then. Losing the file, or having no room for it,
loses counts and harms no page.

The text of a search is kept only once it was typed on three days of one period. Until then the file knows it by a hash
under that period's salt. Both go when the period ends, and then nobody can find out what was typed.
"""

from hub.usage.batch import is_fit_to_keep, normalised
from hub.usage.counters import Counters
from hub.usage.summary import Search, Signpost, Summary, counted_since, remembered, summary

__all__ = [
    "Counters",
    "Search",
    "Signpost",
    "Summary",
    "counted_since",
    "is_fit_to_keep",
    "normalised",
    "remembered",
    "summary",
]
