"""What is left for the thorough run (run.py test --all), so that the everyday one takes less than a minute."""

import os
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

import pytest

EXAMPLES = int(os.environ.get("HUB_EXAMPLES", "20"))
"""How many made-up examples a test tries of what may be anything."""


def mostly_thorough(values: Iterable[Any], quick: int = 1) -> list[Any]:
    """The first so many values for every run of the tests, the others for the thorough one."""
    rest = iter(values)
    return [*chain(islice(rest, quick), (pytest.param(value, marks=pytest.mark.thorough) for value in rest))]
