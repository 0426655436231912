"""Reports on paper and tables to take away: highlight reports, members' statements, fees and the export of claims."""

from hub.web.papers import export, fees, highlights, shelf, statements

BLUEPRINTS = (shelf.bp, highlights.bp, statements.bp, fees.bp, export.bp)
"""Each has its policies; hub.web registers them."""
