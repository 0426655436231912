"""Addresses of searches that nobody should ask, and some that people do: any number, the same each time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from random import Random
from urllib.parse import quote, urlencode

from bench.hazards import HAZARDS

WORDS = tuple("cleaning laptops catering legal advice road surfacing vehicle hire services fotocopier".split())
SIGNS = tuple("\" - * ? ( ) [ ] { } : ^ ~ / \\ && || + ! % _ ' ; < >".split())
OPERATORS = ("AND", "OR", "NOT", "TO")
FIELDS = ("title:", "owner:", "lot:", "supplier:", "cpv:", "status:", "__class__:", "id:")
NAMES = (*"status category cpv owner kind region ending ended sort page per_page x q".split(), "")
VALUES = (
    *"live ended 1 0 -1 99999999999999999999 1e9 NaN null None ' relevance title newest ending 30 2147483648".split(),
    *("45000000", "../../etc/passwd", "٣", "²", "🚒", "\x00", "x" * 5_000),
)
RAW = (
    *"q=%ED%A0%80 q=%ED%BF%BF%ED%A0%80vehicle q=%FF%FE%00 q=%zz% q=% q = &&& q=a;q=b q[]=a q=%C0%AF ?q=a #".split(),
    *("q=%F4%90%80%80", "q=\xff", "q=+++", "q=%0D%0ASet-Cookie:x=1", "q=%00", "q==&q=&=q"),
)


def hazards() -> Iterator[str]:
    """The query of each hazard's address: every one as the words, as a filter's value and beside a filter."""
    for text in HAZARDS.values():
        words = quote(text, errors="surrogatepass")
        yield f"q={words}"
        yield f"q=laptops&status={words}&ending={words}&sort={words}"
        yield f"q={words}&ended=1&page=2&per_page=100&sort=title&status=ended"
    yield from RAW
    yield "&".join(f"{name}={'9' * 4_000}" for name in ("page", "per_page", "ending"))
    yield "&".join(f"{name}={value}" for value in ("-1", "", "1.5") for name in ("page", "per_page", "ending"))
    yield "&".join(["q=laptops"] * 1_000)
    yield "&".join(f"status=live{n}" for n in range(500))
    yield "&".join(["status=live&owner=fenland-supplies"] * 300)
    yield "&".join(f"{n}=" for n in range(900))


def fuzzed(count: int, seed: int, vocabulary: Sequence[str] = WORDS) -> Iterator[str]:
    """Queries of addresses from words of the index, signs, operators, odd characters, and parameters of all kinds."""
    chance = Random(seed)
    makers: Sequence[Callable[[], str]] = (
        lambda: " ".join(chance.choice(vocabulary) for _ in range(chance.randint(1, 5))),
        lambda: " ".join(_item(chance, vocabulary) for _ in range(chance.randint(1, 20))),
        lambda: "".join(_item(chance, vocabulary) for _ in range(chance.randint(1, 30))),
        lambda: "".join(chr(chance.choice(_RANGES)(chance)) for _ in range(chance.randint(1, 300))),
        lambda: _misspelt(chance, chance.choice(vocabulary)),
        lambda: chance.choice([*HAZARDS.values()])[: chance.randint(1, 500)] + " " + chance.choice(vocabulary),
        lambda: " ".join(f"{chance.choice(vocabulary)[:3]}*" for _ in range(chance.randint(1, 60))),
        lambda: " ".join(_misspelt(chance, chance.choice(vocabulary)) for _ in range(chance.randint(1, 15))),
    )
    for _ in range(count):
        text = quote(chance.choice(makers)(), errors="surrogatepass")
        more = [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.choice((0, 0, 1, 2, 6)))]
        yield "&".join(filter(None, [f"q={text}", urlencode(more)]))


def _item(chance: Random, vocabulary: Sequence[str]) -> str:
    word = chance.choice(vocabulary)
    return chance.choice(
        (
            word,
            f'"{word} {chance.choice(vocabulary)}"',
            f"-{word}",
            f"{word[: chance.randint(1, 4)]}*",
            chance.choice(FIELDS) + word,
            chance.choice(OPERATORS),
            chance.choice(SIGNS) * chance.randint(1, 5),
            str(chance.randrange(10**9)),
            f"RM{chance.randrange(10_000)}",
            "(" * chance.randint(1, 50),
        )
    )


def _misspelt(chance: Random, word: str) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chr(chance.randrange(97, 123)) + word[at + chance.randint(0, 1) :]


_RANGES: Sequence[Callable[[Random], int]] = (
    lambda chance: chance.randrange(32, 127),
    lambda chance: chance.randrange(0, 0x300),
    lambda chance: chance.randrange(0x590, 0x700),  # written from right to left
    lambda chance: chance.randrange(0x2000, 0x2070),  # spaces, marks of direction
    lambda chance: chance.randrange(0xD800, 0xE000),  # halves of characters
    lambda chance: chance.randrange(0x1F300, 0x1F700),
    lambda chance: chance.randrange(0x110000),
)


def all_of_them(count: int, seed: int, vocabulary: Sequence[str] = WORDS) -> Iterator[str]:
    return chain(hazards(), fuzzed(count, seed, vocabulary))
