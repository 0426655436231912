"""The rules against counting twice: whether an entry is taken as it is, adjusted or refused. Pure."""
