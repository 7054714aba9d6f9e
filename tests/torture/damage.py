"""Bytes of a closed vault changed by somebody else: reported, never shown as if they were right."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.torture.children import forked
from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from tests.torture.work import DAY, Work, made_vault, unlocked
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.errors import WorkupError
from workup.vault import backup
from workup.vault.engine import connect
from workup.vault.records import RECORDS
from workup.vault.vault import Vault

PAGE = 4096
# A page of an earlier day has a right seal. Where it holds settings or typed text, the record is what it was.
NO_EFFECT = "without effect on the record"
_SHOWN = (
    "SELECT seq, log, at, who, item, record, place, side, value FROM entry ORDER BY seq",
    "SELECT seq, at, who, action, object FROM audit WHERE seq <= ? ORDER BY seq",
    "SELECT log, hash, content FROM packed ORDER BY log",
    "SELECT patient, family, given, born, mrn FROM person ORDER BY number",
    "SELECT evaluation, patient, step, progress, state FROM evaluation ORDER BY evaluation",
)


@dataclass(frozen=True)
class Subject:
    """A closed vault, an older state of it, and what it shows."""

    made: Made
    older: bytes
    last: int
    shown: tuple[object, ...]


Damage = Callable[[Path, Subject, Random], None]


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Bits flipped, pages swapped, files cut, one stale page, the log deleted, the whole older file put back."""
    subject = _subject(folder, chance)
    bad: list[str] = []
    told: list[str] = []
    tenth = max(1, count // 10)
    for name, times, damage in (
        ("flips", count, _flip), ("page swaps", tenth, _swap), ("cuts", tenth, _cut), ("stale pages", tenth, _stale),
    ):  # fmt: skip
        kinds: dict[str, int] = {}
        for number in range(times):
            found = _after(subject, folder, damage, chance)
            kinds[found] = kinds.get(found, 0) + 1
            if found.startswith("!") or (found == NO_EFFECT and damage is not _stale):
                bad.append(f"{name} {number}: {found.removeprefix('!')}")
        told.append(f"{name}: " + " ".join(f"{what} {number}" for what, number in sorted(kinds.items())))
    bad += _rolled_back(subject, folder)
    for _ in range(tenth):
        bad += _log_deleted(folder, chance)
    tests, failed = (0, []) if count < 999 else ran("tests/ui/test_restore_offer.py")
    told.append(f"{tests} tests of the offer to restore")
    return Outcome(count + 4 * tenth + 1, "; ".join(told), tuple(bad + failed))


def _subject(folder: Path, chance: Random) -> Subject:
    made = made_vault(folder / "Whole")
    _worked(made, folder, chance)
    older = (made.folder / RECORDS).read_bytes()
    _worked(made, folder, chance)
    vault = unlocked(made)
    last = vault.since
    shown = _shown(vault, last)
    vault.close(DAY)
    return Subject(made, older, last, shown)


def _worked(made: Made, folder: Path, chance: Random) -> None:
    vault = unlocked(made)
    work = Work(vault, chance, lambda _: None, folder / "backups")
    for _ in range(40):
        work.go_on()
    work.sign()
    vault.close(DAY)


def _shown(vault: Vault, last: int) -> tuple[object, ...]:
    """All that anybody may be shown, in an order that does not depend on how it is stored."""
    return tuple(vault.database.rows(sql, (last,) if "?" in sql else ()) for sql in _SHOWN)


def _after(subject: Subject, folder: Path, damage: Damage, chance: Random) -> str:
    """How the damage was met: refused when opening or reading, told by the check, or without any effect on anything."""
    copy = replace(subject.made, folder=folder / "Damaged.workup")
    shutil.rmtree(copy.folder, ignore_errors=True)
    shutil.copytree(subject.made.folder, copy.folder)
    damage(copy.folder / RECORDS, subject, chance)
    before = (copy.folder / RECORDS).read_bytes()
    if before == (subject.made.folder / RECORDS).read_bytes():
        return "same bytes"
    try:
        vault = unlocked(copy)
    except WorkupError:
        # The file is kept as it was found, to be compared with a backup.
        return "refused" if (copy.folder / RECORDS).read_bytes() == before else "!changed a damaged file"
    try:
        return _read_through(vault, subject)
    finally:
        vault.close(DAY)


def _read_through(vault: Vault, subject: Subject) -> str:
    try:
        shown = _shown(vault, subject.last)
    except WorkupError:
        return "refused"
    if shown != subject.shown:
        verdict = "" if vault.warning else _checked(vault, subject)
        return "warned" if vault.warning else verdict or "!other values were shown and no check tells"
    return _checked(vault, subject) or NO_EFFECT


def _checked(vault: Vault, subject: Subject) -> str:
    """Whether the check of the trail, or the proof of the next backup, tells of it."""
    try:
        if not vaults.verify(vault, subject.made.sheet.audit_start).sound:
            return "told"
        beside = connect(vault.folder / RECORDS, vault.data_key)
        try:
            vault.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            backup._sweep(beside)
        finally:
            beside.close()
    except WorkupError:
        return "told"
    return ""


def _flip(records: Path, _: Subject, chance: Random) -> None:
    content = bytearray(records.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    records.write_bytes(content)


def _swap(records: Path, _: Subject, chance: Random) -> None:
    content = bytearray(records.read_bytes())
    one, other = (PAGE * at for at in chance.sample(range(1, len(content) // PAGE), 2))
    content[one : one + PAGE], content[other : other + PAGE] = (
        content[other : other + PAGE],
        content[one : one + PAGE],
    )
    records.write_bytes(content)


def _cut(records: Path, _: Subject, chance: Random) -> None:
    os.truncate(records, chance.randrange(records.stat().st_size))


def _stale(records: Path, subject: Subject, chance: Random) -> None:
    content, older = bytearray(records.read_bytes()), subject.older
    changed = [
        at for at in range(0, min(len(content), len(older)), PAGE) if content[at : at + PAGE] != older[at : at + PAGE]
    ]
    at = chance.choice(changed)
    content[at : at + PAGE] = older[at : at + PAGE]
    records.write_bytes(content)


def _rolled_back(subject: Subject, folder: Path) -> Iterator[str]:
    """The whole older file: its pages are all right, and still it shows."""
    copy = replace(subject.made, folder=folder / "Damaged.workup")
    (copy.folder / RECORDS).write_bytes(subject.older)
    shutil.copy(subject.made.folder / "keys.json", copy.folder)
    shutil.copy(subject.made.folder / "keys-copy.json", copy.folder)
    try:
        vault = unlocked(copy)
    except WorkupError:  # it does not know the key file beside it
        return
    if not vault.warning:
        yield "an older file was taken for the present one"
    vault.close(DAY)


def _log_deleted(folder: Path, chance: Random) -> Iterator[str]:
    """The write-ahead log of a vault that was not closed goes away: what is left is whole, and told where it can be."""
    made = made_vault(folder / f"Log {chance.randrange(1 << 30)}")

    def cut_off() -> None:
        work = Work(unlocked(made), chance, lambda _: None, folder / "backups")
        for _ in range(10):
            work.go_on()
        os.kill(os.getpid(), signal.SIGKILL)

    os.waitpid(forked(cut_off), 0)
    for name in (f"{RECORDS}-wal", f"{RECORDS}-shm"):
        (made.folder / name).unlink(missing_ok=True)
    try:
        vault = unlocked(made)
    except WorkupError:
        return
    if not vaults.verify(vault, made.sheet.audit_start).sound and not vault.warning:
        yield "without its log the vault is neither whole nor warns"
    vault.close(DAY)
    shutil.rmtree(made.folder)
