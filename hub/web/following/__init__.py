"""The pages by which somebody follows something, sees what they follow and stops it."""

from hub.web.following import follow, mine, stopping

BLUEPRINTS = (follow.bp, mine.bp, stopping.bp)
