"""Real notices to be found by the labels of their CPV codes, which are not indexed.

A file has a notice on each line, in JSON: its id, title, description, buyer, suppliers and CPV codes.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.data import cpv_labels
from indexer import Document

FEWEST, MOST = 5, 200
"""How many notices a label must have to be searched for."""


@dataclass(frozen=True)
class Label:
    """What a CPV code is called, as somebody would type it, and the notices with that code or one below it."""

    words: tuple[str, ...]
    relevant: frozenset[str]


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def documents(notices: Sequence[Mapping[str, Any]]) -> Iterator[Document]:
    """The notices as the hub indexes frameworks, less all that their CPV codes say."""
    for number, notice in enumerate(notices):
        texts = {
            "title": (notice.get("title"),),
            "owner": (notice.get("buyer"),),
            "suppliers": notice.get("suppliers") or (),
            "text": (notice.get("description"),),
        }
        kept = {name: tuple(filter(None, values)) for name, values in texts.items()}
        yield Document(id=str(number), version=1, texts=kept, title_sort=(notice.get("title") or "").casefold())


def labels(notices: Sequence[Mapping[str, Any]]) -> Iterator[Label]:
    codes = [notice.get("cpv") or () for notice in notices]
    for code, label in cpv_labels().items():
        stem = code.rstrip("0")
        having = frozenset(str(n) for n, own in enumerate(codes) if any(one.startswith(stem) for one in own))
        words = tuple(re.findall(r"\w+", re.sub(r"\(.*?\)", " ", label.lower())))
        if FEWEST <= len(having) <= MOST and words:
            yield Label(words, having)
