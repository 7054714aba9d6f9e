"""The commands that check a signed page (three lines, exit status 0 only when all are good) and import its workup."""

import argparse
import sys
from pathlib import Path
from typing import Any

from workup import terminal
from workup.documents import Carried, Limits, Unfit
from workup.documents.asking import carried_by, opened_by
from workup.documents.chosen import read_chosen
from workup.seal import LARGEST, NO_PDF, Signer, Verdict, judged, listed, remembered
from workup.session.session import Refused
from workup.session.signers import accept_signer, judged_here
from workup.words import in_fours

MAYBE = (
    "A patient with this number, or this name and birth date, is here already, so nothing was imported. "
    "Say which with --patient, or compare both in the window."
)


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """What the command takes."""
    checking = commands.add_parser("verify", help="whether a signed page and its record are as they were signed")
    checking.add_argument("file", type=Path, metavar="FILE.pdf")
    checking.add_argument("--accept", metavar="NAME", help="from now on this signer is known to you, by this name")
    checking.add_argument(
        "--vault", type=Path, metavar="VAULT", help="also by its own key and the signers known in it; asks the password"
    )
    bringing = commands.add_parser("import", help="take the workup of a signed page into a vault, read only")
    bringing.add_argument("vault", type=Path)
    bringing.add_argument("file", type=Path, metavar="FILE.pdf")
    whose = bringing.add_mutually_exclusive_group(required=True)
    whose.add_argument("--patient", metavar="MRN", help="the record number of the patient here whose workup it is")
    whose.add_argument("--new", action="store_true", help="the patient is new here")
    for opening in (checking, bringing):
        opening.add_argument("--as", dest="name", metavar="NAME", help="whose password, when several have one")
        opening.add_argument("--password-fd", type=int, metavar="N", help="where it is read; else it is asked")


def run(options: argparse.Namespace) -> int:
    """Check or import; 0 when all is well, 1 when something is not, 2 for a file that is no such page."""
    try:
        page = read_chosen(options.file, Limits(LARGEST, 0, 0))
    except Unfit as refusal:
        done = "imported" if options.command == "import" else "checked"
        print(refusal.sentence.replace("attached", done), file=sys.stderr)
        return 2
    if not page.startswith(b"%PDF-"):
        print(NO_PDF, file=sys.stderr)
        return 2
    return _import(options, page) if options.command == "import" else _verify(options, page)


def _import(options: argparse.Namespace, page: bytes) -> int:
    from workup.content import load
    from workup.session.importing import Importing
    from workup.session.wholerecord import patient_of

    now, resources = terminal.now(), terminal.RESOURCES
    found = opened_by(page, resources, now.date())
    opened = terminal.opened(options.vault, options.name, options.password_fd)
    try:
        importing = Importing(load(resources)[0], opened, terminal.now, page, found)
        if options.new and importing.same():
            raise Refused(MAYBE)
        done = importing.store(None if options.new else patient_of(opened, options.patient).patient)
    finally:
        opened.close(terminal.now())
    print("\n".join(("Imported, read only.", *done.remarks)))
    return 0


def _verify(options: argparse.Namespace, page: bytes) -> int:
    carried: Carried = carried_by(page)
    verdict = judged(page, carried, listed()) if options.vault is None else _in_vault(options, page, carried)
    if options.accept and options.vault is None and verdict.whole and verdict.signer == "unknown":
        remembered(Signer(verdict.public.hex(), options.accept, terminal.now().date()))
        verdict = judged(page, carried, listed())
    print("\n".join(verdict.lines))
    if verdict.public:
        print(f"key: {in_fours(verdict.key_id)}{f', {verdict.name}' if verdict.name else ''}")
    for sentence in (carried.sentence, verdict.sentence):
        if sentence:
            print(sentence, file=sys.stderr)
    return 0 if verdict.good else 1


def _in_vault(options: argparse.Namespace, page: bytes, carried: Carried) -> Verdict:
    """What holds by the key of a vault and the signers known in it; one who is accepted is known there from now on."""
    opened = terminal.opened(options.vault, options.name, options.password_fd)
    try:
        verdict = judged_here(opened, page, carried, listed())
        if options.accept and verdict.whole and verdict.signer == "unknown":
            accept_signer(opened, verdict, options.accept, terminal.now())
            verdict = judged_here(opened, page, carried, listed())
    finally:
        opened.close(terminal.now())
    return verdict
