"""Sets of documents as integers: document number n is bit n, so a filter is one ``&`` and a count one ``bit_count``."""

from collections.abc import Iterable


def bits(numbers: Iterable[int], size: int) -> int:
    """The set of ``numbers``, each below ``size``."""
    packed = bytearray((size + 7) // 8)
    for number in numbers:
        packed[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(packed, "little")


def members(documents: int) -> list[int]:
    """The numbers in a set, ascending."""
    return [number for number, bit in enumerate(reversed(bin(documents)[2:])) if bit == "1"]
