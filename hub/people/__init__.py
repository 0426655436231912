"""Accounts and what they may do: registered, confirmed, signed in, given roles, and ended.

Nothing here sends mail, knows Flask or ends a transaction: letters are written into the outbox, and whoever calls
commits.
"""
