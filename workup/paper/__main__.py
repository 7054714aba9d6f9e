"""Builds a page in a process of its own: the note comes in on standard input, the PDF goes out on standard output."""

import sys
from pathlib import Path

import msgspec

from workup.body import load_body
from workup.note import Cover, Note
from workup.paper.metadata import Attachment
from workup.style import load_style


class Job(msgspec.Struct, frozen=True):
    """A page to build, what it carries, and where the look of it lies."""

    note: Note
    cover: Cover
    resources: str
    attachments: tuple[Attachment, ...] = ()


def build(job: Job) -> bytes:
    """The PDF of a job."""
    from workup.paper import pdf

    resources = Path(job.resources)
    style, figure = load_style(resources / "style.toml"), load_body(resources / "figures" / "body.svg")
    return pdf(job.note, style, figure, job.cover, job.attachments)


def main() -> None:
    """Read one job and write its page."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(build(job))


if __name__ == "__main__":
    main()
