"""Addresses nobody should ask: every form of taking away answers them as the search page does, and never breaks."""

from itertools import islice

import pytest
from flask import Flask

pytest.importorskip("bench", reason="the source archive has no benches")

from bench.odd_addresses import fuzzed, hazards


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "ics", "atom"])
def test_any_address_is_answered(stocked: Flask, form: str) -> None:
    client = stocked.test_client()
    odd = [*islice(hazards(), 0, None, 12), *fuzzed(8, seed=len(form)), "f=", "f=%00", "f=%ED%A0%80", "f=../..&f=x"]
    for query in odd:
        with client.get(f"/search.{form}?{query}") as answer:
            assert answer.status_code == 200, query
            assert answer.get_data() is not None
