"""What the tests of dashboards share with those of pages: contracts read from a register."""

from tests.hub.conftest import take_contracts

__all__ = ["take_contracts"]
