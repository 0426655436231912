"""The pages by which frameworks are looked after, and what became of each of their fields."""

from hub.web.stewards import history, mine, of_network, one, restore

BLUEPRINTS = (mine.bp, one.bp, history.bp, restore.bp, of_network.bp)
"""Each has its policies; hub.web registers them."""
