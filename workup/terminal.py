"""The commands that open a vault without a window: backup, restore, audit, cohort, record.

A password is asked on the terminal without echo, or read from the file descriptor that `--password-fd` names; never
taken from an argument or the environment, where other programs of this computer could read it.
"""

import argparse
import os
import sys
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Any

from workup import vault, words
from workup.content import load
from workup.errors import WorkupError
from workup.record import new_id
from workup.rights import need
from workup.session.counting import cohort_left, cohort_of
from workup.settings import Preferences, Setting, clinic_values, in_force, load_settings, preferences_of
from workup.sheets import written
from workup.store import Person
from workup.vault import Vault
from workup.words import listing

COMMANDS = ("backup", "restore", "audit", "cohort", "record")

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


class Unusable(WorkupError):
    """What was given on the command line does not fit the vault."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """What these commands take."""
    copying = commands.add_parser("backup", help="copy a vault into one file and prove the copy")
    copying.add_argument("vault", type=Path)
    copying.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    restoring = commands.add_parser("restore", help="lay a backup out as a vault of its own, never over another")
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="the folder of the new vault")
    checking = commands.add_parser("audit", help="prove that no row of the record was altered, removed or added")
    checking.add_argument("vault", type=Path)
    checking.add_argument(
        "--start-fd", type=int, metavar="N", help="where the start of the audit chain is read; else it is asked"
    )
    counting = commands.add_parser("cohort", help="a table of all patients without names, as CSV")
    counting.add_argument("vault", type=Path)
    counting.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
    counting.add_argument("--smallest", type=int, metavar="N", help="the smallest group; else as set in Preferences")
    counting.add_argument("--replace", action="store_true", help="write over a file that is already there")
    leaving = commands.add_parser("record", help="the whole record of one patient, as PDF or as FHIR Bundle")
    leaving.add_argument("vault", type=Path)
    leaving.add_argument("--patient", required=True, metavar="MRN", help="the record number of the patient")
    leaving.add_argument("--out", type=Path, required=True, metavar="FILE")
    leaving.add_argument("--fhir", action="store_true", help="the FHIR Bundle alone; else the PDF, which carries it")
    leaving.add_argument("--replace", action="store_true", help="write over a file that is already there")
    for opening in (copying, checking, counting, leaving):
        opening.add_argument("--as", dest="name", metavar="NAME", help="whose password, when several have one")
        opening.add_argument("--password-fd", type=int, metavar="N", help="where it is read; else it is asked")


def run(options: argparse.Namespace) -> int:
    """Do one of them; 0 when all is well, 1 when the record is not sound."""
    match options.command:
        case "backup":
            return _backup(options)
        case "restore":
            return _restore(options)
        case "cohort":
            return _cohort(options)
        case "record":
            return _record(options)
        case _:
            return _audit(options)


def _backup(options: argparse.Namespace) -> int:
    opened = _opened(options)
    try:
        made = vault.back_up(opened, options.to, now())
        vault.remember(opened, made, now())
    finally:
        opened.close(now())
    print(f"{made.file}: read back and whole, up to row {made.seq} of the record.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    folder = vault.restore(options.file, options.into, new_id(os.urandom))
    names = listing([person.name for person in vault.people(folder)])
    print(f"{folder}: restored. It opens with the password of {names} at the time of the backup, or the recovery key.")
    return 0


def _audit(options: argparse.Namespace) -> int:
    opened = _opened(options)
    try:
        need(opened.person, "audit")
        start = _secret(options.start_fd, "Start of the audit chain, from the recovery sheet: ", "--start-fd")
        verdict = vault.verify(opened, start)
        opened.audit("verified", opened.person.id, f"vault:{opened.id}", now())
    finally:
        opened.close(now())
    print(verdict.sentence)
    if opened.warning:
        print(opened.warning)
    return 0 if verdict.sound and not opened.warning else 1


def _cohort(options: argparse.Namespace) -> int:
    library, settings = load(RESOURCES)[0], load_settings(RESOURCES / "settings.toml")
    opened = _opened(options)
    try:
        wishes = _wishes(opened, settings)
        found = cohort_of(in_force(library, settings, wishes), opened, now, options.smallest or wishes.small_groups)
        written(options.out, found.content, replace=options.replace)
        cohort_left(opened, now)
    finally:
        opened.close(now())
    print(f"{options.out}: {found.sentence}")
    return 0


def _record(options: argparse.Namespace) -> int:
    from workup.session.wholerecord import WholeRecord, patient_of

    library, settings = load(RESOURCES)[0], load_settings(RESOURCES / "settings.toml")
    opened = _opened(options)
    try:
        wishes = _wishes(opened, settings)
        patient = patient_of(opened, options.patient).patient
        record = WholeRecord(in_force(library, settings, wishes), opened, now, patient, wishes)
        written(options.out, record.bundle if options.fhir else record.page(RESOURCES), replace=options.replace)
        record.left("exported")
    finally:
        opened.close(now())
    told = words.plural(len(record.told), "workup")
    print(f"{options.out}: {told}. The file is not encrypted; keep it where patient records belong.")
    return 0


def _wishes(opened: Vault, settings: tuple[Setting, ...]) -> Preferences:
    """The preferences of the clinic, as this vault keeps them."""
    return preferences_of(settings, clinic_values(opened.setting), {})[0]


def _opened(options: argparse.Namespace) -> Vault:
    return opened(options.vault, options.name, options.password_fd)


def opened(folder: Path, name: str | None, descriptor: int | None) -> Vault:
    """The vault, opened with the password of one of its people."""
    person = _person(vault.people(folder), name)
    password = _secret(descriptor, f"Password of {person.name}: ")
    return vault.open_with_password(folder, person.id, password, now())


def _person(people: tuple[Person, ...], name: str | None) -> Person:
    found = [person for person in people if name is None or person.name == name]
    if len(found) == 1:
        return found[0]
    names = listing([person.name for person in people])
    raise Unusable(f"Say whose password is given, with --as and one of these names: {names}.")


def _secret(descriptor: int | None, prompt: str, option: str = "--password-fd") -> str:
    """One line without its end."""
    if descriptor is None:
        if not sys.stdin.isatty():
            what = prompt.removesuffix(": ")
            raise Unusable(f"There is no terminal to ask on. {what}: give it with {option}.")
        return getpass(prompt)
    try:
        with os.fdopen(descriptor, "rb") as source:
            line = source.readline(10_000)
    except OSError:
        raise Unusable(f"Nothing can be read from file descriptor {descriptor}.") from None
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unusable("The password is not text in UTF-8.") from None


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now().astimezone()
