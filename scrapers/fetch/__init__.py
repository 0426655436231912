"""The one door to the web: https alone, to the hosts of one source, at its pace, by the leave of its robots.txt.

``Door`` fetches for one visit of one source. ``Bodies`` keeps what came, by its hash, so that it can be read again
without asking anyone. Whatever is refused is refused in one sentence: what, where, and what a person can do.
"""

from scrapers.fetch.bodies import Bodies
from scrapers.fetch.door import PRODUCT, Door
from scrapers.fetch.internet import Internet, Patience
from scrapers.fetch.pace import Clock

__all__ = ["PRODUCT", "Bodies", "Clock", "Door", "Internet", "Patience"]
