"""What a process that reads a file from outside may use: so much memory and time, and no file to write."""

import signal
import sys

CLOCK_S = 30


def bound_memory(most: int, processor_s: int, *, address_space: bool) -> None:
    """Hold this process to its bounds, where the system can; elsewhere its parent ends it by the clock.

    `address_space` bounds what is reserved as well; a PDF view reserves far more than it ever uses.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        if address_space:
            resource.setrlimit(resource.RLIMIT_AS, (2 * most, 2 * most))


def bound_clock() -> None:
    """End this process by itself when its parent is gone and it is still at work."""
    if sys.platform != "win32":
        signal.alarm(CLOCK_S)
