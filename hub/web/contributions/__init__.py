"""Contributing to the catalogue: the public page about it, and an officer's own drafts."""

from hub.web.contributions import about, begin, check, mine, steps, upload

BLUEPRINTS = (about.bp, mine.bp, begin.bp, upload.bp, steps.bp, check.bp)
