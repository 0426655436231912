"""Errors people can act on: each says what is wrong, where, and what to do. Anything else is a bug: a 500."""


class HubError(Exception):
    """Base of every error the hub raises on purpose. ``status`` is its HTTP status."""

    status = 500


class NotFound(HubError):
    """There is no such thing, or it is not this visitor's to see."""

    status = 404


class Gone(HubError):
    """It was here once and has been withdrawn."""

    status = 410


class Refused(HubError):
    """The request or command cannot be done as asked; the message names the place and the cure."""

    status = 400


class NotReady(HubError):
    """The hub is not set up: the database or the pages' styles are missing. The message says what to run."""

    status = 503


class Unavailable(HubError):
    """It cannot be answered just now; the message says what is missing and when to try again."""

    status = 503


class Busy(Unavailable):
    """So many write that this one did not get its turn in time. Nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("Many people are changing things just now, and yours was not kept. Please try again.")
