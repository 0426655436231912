"""What administrators and moderators see and decide about people: accounts, invitations, complaints, removals."""

from hub.web.administration import invitations, people, privacy

BLUEPRINTS = (people.bp, invitations.bp, privacy.bp)
"""Each has its policies; hub.web registers them."""
