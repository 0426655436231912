"""The stocked catalogue, for the tests of the pages."""

from tests.stocked import stocked, stocked_page

__all__ = ["stocked", "stocked_page"]
