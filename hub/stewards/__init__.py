"""Looking after frameworks: who does, what waits for them, and when somebody last looked."""

from hub.stewards import leavers

__all__ = ["leavers"]
