"""Examines a file in a process of its own: a job comes in on standard input, the answer goes out on standard output."""

import sys

import msgspec

from workup.documents.bounds import bound_clock, bound_memory
from workup.documents.examine import examine
from workup.documents.verdict import GAVE_UP, Examined, Job

MOST_MEMORY, MOST_PROCESSOR_S = 700_000_000, 15


def main() -> None:
    """Read one job within bounds and answer it."""
    bound_memory(MOST_MEMORY, MOST_PROCESSOR_S, address_space=True)
    bound_clock()
    try:
        found = examine(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job))
    except MemoryError:
        found = Examined(sentence=GAVE_UP)
    sys.stdout.buffer.write(msgspec.msgpack.encode(found))


if __name__ == "__main__":
    main()
