"""What a serving process keeps until it ends: its modules, and the index as it is when it begins.

Python looks through all of it at each full collection, which stops every request for some 0.2 s and finds nothing.
"""

import ctypes
import gc
import os

ARENA_MAX, MMAP_THRESHOLD = -8, -3
"""What glibc calls the two settings of its malloc.h."""

POOLS = 2
LARGE = 256 * 1024
"""Bytes from which on a piece of memory goes back to the system as soon as it is not used any more."""


def give_memory_back() -> None:
    """Let what large files needed go back to the system. To be called before there are threads.

    glibc keeps a pool of memory for each thread, and what one file of 10 MB leaves in each is never handed back: a
    hundred files sent to eight threads made a process of 200 MB one of 340 MB. Without glibc nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt:
        mallopt(ARENA_MAX, POOLS)
        mallopt(MMAP_THRESHOLD, LARGE)


def set_aside() -> None:
    """Let collections pass over all that there is now. For once, when everything is at hand.

    What is given up later goes all the same, but for what refers to itself in a circle.
    """
    gc.collect()
    gc.freeze()
