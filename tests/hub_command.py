"""The ``hub`` command, run in this process."""

from collections.abc import Callable, Mapping

from click.testing import CliRunner, Result

from hub.cli import main

Hub = Callable[..., Result]
"""``hub("review", "list", status=1)``: a command and the status it is to end with, 0 unless said otherwise."""


def hub_of(places: Mapping[str, str], *first: str) -> Hub:
    """Runs commands, those that begin with ``first``, with these settings. A traceback fails the test."""

    def run(*arguments: str, status: int = 0) -> Result:
        result = CliRunner().invoke(main, [*first, *arguments], env=dict(places))
        assert result.exit_code == status, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
