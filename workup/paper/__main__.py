"""Builds a page in a process of its own: the note comes in on standard input, the PDF goes out on standard output."""

import sys
from pathlib import Path

import msgspec

from workup.body import load_body
from workup.note import Cover, Note
from workup.paper.metadata import Attachment
from workup.style import load_style


class Job(msgspec.Struct, frozen=True):
    """A page to build, what it carries, and where its look lies; one to be signed is `proved` to be an archive."""

    note: Note
    cover: Cover
    resources: str
    attachments: tuple[Attachment, ...] = ()
    proved: bool = False


def build(job: Job) -> bytes:
    """The PDF of a job."""
    from workup.paper import pdf
    from workup.paper.archive import faults

    resources = Path(job.resources)
    style, figure = load_style(resources / "style.toml"), load_body(resources / "figures" / "body.svg")
    page = pdf(job.note, style, figure, job.cover, job.attachments)
    if job.proved and (against := faults(page)):
        raise ValueError(f"not in the archive form: {against[0]}")
    return page


def main() -> None:
    """Read one job and write its page."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(build(job))


if __name__ == "__main__":
    main()
