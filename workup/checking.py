"""The command that checks a signed page: three lines, and exit status 0 only when all of them are good."""

import argparse
import sys
from pathlib import Path
from typing import Any

from workup import terminal
from workup.documents import Carried, Limits, Unfit
from workup.documents.asking import carried_by
from workup.documents.chosen import read_chosen
from workup.seal import LARGEST, NO_PDF, Signer, Verdict, judged, listed, remembered
from workup.session.signers import accept_signer, judged_here
from workup.words import in_fours


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """What the command takes."""
    checking = commands.add_parser("verify", help="whether a signed page and its record are as they were signed")
    checking.add_argument("file", type=Path, metavar="FILE.pdf")
    checking.add_argument("--accept", metavar="NAME", help="from now on this signer is known to you, by this name")
    checking.add_argument(
        "--vault", type=Path, metavar="VAULT", help="also by its own key and the signers known in it; asks the password"
    )
    checking.add_argument("--as", dest="name", metavar="NAME", help="whose password, when several have one")
    checking.add_argument("--password-fd", type=int, metavar="N", help="where it is read; else it is asked")


def run(options: argparse.Namespace) -> int:
    """Say the three lines; 0 when all is well, 1 when something is not, 2 for a file that is no such page."""
    try:
        page = read_chosen(options.file, Limits(LARGEST, 0, 0))
    except Unfit as refusal:
        print(refusal.sentence.replace("so it was not attached", "so it was not checked"), file=sys.stderr)
        return 2
    if not page.startswith(b"%PDF-"):
        print(NO_PDF, file=sys.stderr)
        return 2
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
