"""Examines a file in a process of its own: a job comes in on standard input, the answer goes out on standard output."""

import sys
from datetime import date
from pathlib import Path

import msgspec

from workup.documents.bounds import bound_clock, bound_memory
from workup.documents.brought import OpenedPage
from workup.documents.examine import examine
from workup.documents.verdict import GAVE_UP, TOO_MUCH, Carried, Examined, Job
from workup.texts import _, language

MOST_MEMORY, MOST_PROCESSOR_S = 700_000_000, 15


def main() -> None:
    """Read one job within bounds and answer it."""
    bound_memory(MOST_MEMORY, MOST_PROCESSOR_S, address_space=True)
    bound_clock()
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    with language(job.language):
        answer = _answered(job)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def _answered(job: Job) -> Examined | Carried | OpenedPage:
    match job.purpose:
        case "report":
            return _examined(job)
        case "record":
            return _read(job)
        case "workup":
            return _opened(job)


def _examined(job: Job) -> Examined:
    try:
        return examine(job)
    except MemoryError:
        return Examined(sentence=_(GAVE_UP))


def _read(job: Job) -> Carried:
    from workup.documents.reading import carried

    try:
        return carried(job.content)
    except (MemoryError, RecursionError):
        return Carried(sentence=_(TOO_MUCH))


def _opened(job: Job) -> OpenedPage:
    from workup.documents.reading import opened

    try:
        return opened(job.content, Path(job.resources), job.today or date.min)
    except (MemoryError, RecursionError):
        return OpenedPage(Carried(sentence=_(TOO_MUCH)))


if __name__ == "__main__":
    main()
