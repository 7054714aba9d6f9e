"""The command for what is of no open workup: blank checklists on paper."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from workup.errors import WorkupError
from workup.note import Cover
from workup.protocol import Library
from workup.whole import write_whole
from workup.words import listing

COMMANDS = ("checklist",)


class NotWritten(WorkupError):
    """A file was not written; the sentence says why."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """What the command takes."""
    blank = commands.add_parser("checklist", help="blank pages of every step, to be filled in by hand")
    blank.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    blank.add_argument("--step", action="append", default=[], metavar="STEP", help="this step; else all of them")
    blank.add_argument("--paper", choices=("A4", "Letter"), default="A4")
    blank.add_argument("--replace", action="store_true", help="write over a file that is already there")


def run(options: argparse.Namespace, library: Library, resources: Path) -> int:
    """Write the pages."""
    from workup.body import load_body
    from workup.note.blank import checklist, checklist_cover, steps_of
    from workup.paper import pdf
    from workup.style import load_style

    known = {step.id for step in steps_of(library)}
    if unknown := [name for name in options.step if name not in known]:
        raise NotWritten(f"There is no step “{unknown[0]}”. The steps are {listing(sorted(known))}.")
    now = datetime.now().astimezone()
    cover = checklist_cover("", Cover(author="", printed_at=now, paper=options.paper))
    note = checklist(library, steps_of(library, options.step), cover)
    page = pdf(note, load_style(resources / "style.toml"), load_body(resources / "figures" / "body.svg"), cover)
    written(options.out, page, replace=options.replace)
    return 0


def written(target: Path, content: bytes, *, replace: bool) -> None:
    """Write a file as a whole; one that is there stays, unless it is to be replaced."""
    try:
        write_whole(target, content, new=not replace)
    except FileExistsError:
        raise NotWritten(f"{target} is already there and was not replaced. Name another or add --replace.") from None
    except OSError as error:
        raise NotWritten(f"{target} cannot be written ({error.strerror}).") from error
