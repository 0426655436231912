"""The hub command, killed with kill -9 before it changes a name or waits for the disk for the Nth time.

``python -m tests.hub.killed N backup`` says on its last line "not killed" if there were fewer.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

from hub.cli import main

STEPS = ("fsync", "rename", "replace")


def killing(step: Callable[..., Any], numbers: "count[int]", at: int) -> Callable[..., Any]:
    def step_or_kill(*given: Any, **named: Any) -> Any:
        if next(numbers) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*given, **named)

    return step_or_kill


if __name__ == "__main__":
    at, numbers = int(sys.argv[1]), count(1)
    for name in STEPS:
        setattr(os, name, killing(getattr(os, name), numbers, at))
    main(sys.argv[2:], standalone_mode=False)
    sys.stderr.write("not killed\n")
