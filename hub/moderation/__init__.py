"""What moderators decide on: contributions that wait, values to be set, and everything else in their inboxes."""
