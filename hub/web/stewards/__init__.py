"""The pages by which frameworks are looked after, and what became of each of their fields."""

from hub.web.stewards import mine, one

BLUEPRINTS = (mine.bp, one.bp)
"""Each has its policies; hub.web registers them."""
