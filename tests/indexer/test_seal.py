"""The sums by which a damaged build is told, kept by several at once. Damage itself: tests/hub/test_broken_index.py."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer import open_index
from tests.indexer.documents import a_document


def test_any_number_may_check_a_build_that_none_has_sealed(tmp_path: Path):
    url = f"whoosh://{tmp_path}/index"
    open_index(url).apply([a_document()])

    def seal_anew(_: int) -> None:
        (tmp_path / "index" / "SEAL").unlink(missing_ok=True)
        open_index(url).check()

    with ThreadPoolExecutor(4) as threads:
        assert len([*threads.map(seal_anew, range(100))]) == 100


@pytest.mark.parametrize("size", ["-1", "much", "1.5"])
def test_the_size_of_the_cache_is_a_number_of_megabytes(size: str):
    with pytest.raises(ValueError, match="cache_mb"):
        open_index(f"whoosh:///index?cache_mb={size}&other=1")
