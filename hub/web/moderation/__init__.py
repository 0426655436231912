"""The moderators' pages: what waits for them, and what they decide."""

from hub.web.moderation import locks

BLUEPRINTS = (locks.bp,)
"""Each has its policies; hub.web registers them."""
