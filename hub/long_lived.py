"""What a serving process keeps until it ends: its modules, and the index as it is when it begins.

Python looks through all of it at each full collection, which stops every request for some 0.2 s and finds nothing.
"""

import gc


def set_aside() -> None:
    """Let collections pass over all that there is now. For once, when everything is at hand.

    What is given up later goes all the same, but for what refers to itself in a circle.
    """
    gc.collect()
    gc.freeze()
