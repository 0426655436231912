"""Made-up frameworks to search in: any number, the same each time, shaped like what owners publish.

Titles have 6 to 12 words and texts 60 to 200, drawn so that a few words are in most documents and most words in few
(Zipf's law), a third of them from the vocabulary of the framework's category. Every word and name is invented.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random

import numpy as np

from indexer import Document

ONSETS = "b br c ch d dr f fl g gr h k l m n p pl r s st t tr v w".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = "n r l t s m nd rt x ck".split()

WORDS, CATEGORY_WORDS, CATEGORIES = 60_000, 900, 45
STATUSES = ("live", "planned", "ended", "extended", "unknown")
REGIONS = ("UKC", "UKD", "UKE", "UKF", "UKG", "UKH", "UKI", "UKJ", "UKK", "UKL", "UKM", "UKN")
FIRST_DAY = date(2015, 1, 1)
SEED = 7


@cache
def vocabulary() -> list[str]:
    """All words, the commonest first."""
    syllables = ["".join(parts) for parts in product(ONSETS, VOWELS, CODAS)]
    chance = Random(SEED)
    words = {chance.choice(syllables) + chance.choice(syllables) for _ in range(WORDS // 2)}
    words |= {"".join(chance.choice(syllables) for _ in range(3)) for _ in range(WORDS)}
    return sorted(sorted(words), key=lambda _: chance.random())[:WORDS]


def documents(count: int, seed: int = SEED) -> Iterator[Document]:
    chance = np.random.default_rng(seed)
    words = np.array(vocabulary(), object)
    common, topical = _zipf(len(words), 1.07, 2.7), _zipf(CATEGORY_WORDS, 1.0, 1.5)
    topics = chance.integers(0, len(words), (CATEGORIES, CATEGORY_WORDS))
    for number in range(count):
        category = int(CATEGORIES * chance.random() ** 2)
        length = int(chance.integers(66, 212))
        drawn = np.searchsorted(common, chance.random(length))
        own = topics[category][np.searchsorted(topical, chance.random(length))]
        text = words[np.where(chance.random(length) < 0.35, own, drawn)].tolist()
        yield _document(number, category, text, Random(seed * 1_000_003 + number))


def _zipf(size: int, steepness: float, shift: float) -> np.ndarray:
    shares = 1 / (np.arange(1, size + 1) + shift) ** steepness
    return np.asarray(np.minimum(np.cumsum(shares / shares.sum()), 1 - 1e-12))


def _document(number: int, category: int, words: list[str], chance: Random) -> Document:
    title_length = chance.randint(6, 12)
    title = " ".join(words[:title_length]).capitalize()
    start = FIRST_DAY + timedelta(chance.randrange(365 * 12))
    owner = _low(chance, 60)
    suppliers = [_low(chance, 20_000) for _ in range(chance.randint(1, 8))]
    return Document(
        id=f"f{number:07}",
        version=1,
        texts={
            "title": (title,),
            "owner": (_name(300, owner),),
            "suppliers": tuple(_name(9_000, supplier) for supplier in suppliers),
            "text": (" ".join(words[title_length:]),),
        },
        references=(f"XQ{number}",),
        facets=_facets(category, owner, suppliers, chance),
        title_sort=title.casefold(),
        start=start,
        end=start + timedelta(chance.randint(180, 1800)),
    )


def _facets(category: int, owner: int, suppliers: list[int], chance: Random) -> dict[str, tuple[str, ...]]:
    codes = [f"{category + 3:02}{chance.randrange(999_999):06}" for _ in range(chance.randint(1, 3))]
    levels = dict.fromkeys(code[:digits].ljust(8, "0") for code in codes for digits in (2, 3, 4, 5, 8))
    return {
        "status": (chance.choices(STATUSES, (55, 10, 20, 10, 5))[0],),
        "category": (f"category-{category}",),
        "cpv": tuple(levels),
        "owner": (f"owner-{owner}",),
        "kind": (chance.choice(("framework", "dps", "joint-contract")),),
        "regulation": (chance.choice(("pcr-2015", "procurement-act-2023")),),
        "region": tuple(chance.sample(REGIONS, chance.randint(1, 3))),
        "route": tuple(chance.sample(("direct", "further-competition"), chance.randint(1, 2))),
        "supplier": tuple(dict.fromkeys(f"supplier-{supplier}" for supplier in suppliers)),
        "fee_band": (chance.choice(("none", "up_to_1", "not_published")),),
        "eligibility": (chance.choice(("published", "not_published")),),
    }


def _low(chance: Random, below: int) -> int:
    """A number below a limit, low ones more often."""
    return int(below * chance.random() ** 2.5)


def _name(first: int, number: int) -> str:
    words = vocabulary()
    return f"{words[first + 2 * number].title()} {words[first + 1 + 2 * number].title()}"
