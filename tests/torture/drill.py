"""Backups made while answers are stored fifty times a second, each restored with the recovery sheet alone."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from pathlib import Path
from random import Random

from tests.torture.outcome import Outcome
from tests.torture.work import DAY, Work, made_vault, unlocked
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.vault import backup, restoring
from workup.vault.records import RECORDS
from workup.vault.vault import Vault

PAUSE = 0.02  # between two saves
_HASHED = {
    "entry": "SELECT seq, log, visit, at, who, item, record, place, side, value, cause, step, mac FROM entry "
    "WHERE seq <= ? ORDER BY seq",
    "packed": "SELECT log, first, last, count, hash, content FROM packed WHERE last <= ? ORDER BY log",
    "audit": "SELECT seq, at, ticks, who, action, object, mac FROM audit WHERE seq <= ? ORDER BY seq",
}


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Copy, restore, compare; the second reader compares too where it is installed."""
    made = made_vault(folder / "Practice")
    vault = unlocked(made)
    work = Work(vault, chance, lambda _: None, folder / "none")
    for _ in range(60):
        work.go_on()
    bad: list[str] = []
    saves: list[float] = []
    longest, second = 0.0, 0
    for number in range(count):
        kept, spent = _copied(vault, work, folder / "stick", saves)
        longest = max(longest, spent)
        restored = restoring.restore(kept.file, folder / "Restored", "mark")
        kept.file.unlink()
        found, read = _compared(vault, made, restored, kept.seq)
        bad += [f"backup {number}: {one}" for one in found]
        second += read
        shutil.rmtree(restored)
    vault.close(DAY)
    saves.sort()
    p99 = saves[int(len(saves) * 0.99)] * 1000
    if p99 > 100:
        bad.append(f"a save took {p99:.0f} ms at p99 while a backup was made")
    told = f"{len(saves)} saves meanwhile, p99 {p99:.1f} ms; slowest backup {longest:.2f} s; {second} read by sqlite3mc"
    return Outcome(count, told, tuple(bad))


def _copied(vault: Vault, work: Work, stick: Path, saves: list[float]) -> tuple[backup.Kept, float]:
    """One backup made in a thread, and the time it took; the times of the saves meanwhile are added."""
    made: list[backup.Kept] = []
    thread = threading.Thread(target=lambda: made.append(vaults.back_up(vault, vaults.made(stick), DAY)))
    begun = time.perf_counter()
    thread.start()
    while thread.is_alive():
        before = time.perf_counter()
        work.answer()
        saves.append(time.perf_counter() - before)
        time.sleep(PAUSE)
    thread.join()
    if not made:
        raise RuntimeError("no backup was made; the error stands above")
    return made[0], time.perf_counter() - begun


def _compared(live: Vault, made: Made, restored: Path, seq: int) -> tuple[list[str], bool]:
    """What of the restored vault is not as it was when the copy was made; whether the second reader looked too."""
    expected = _hashes(live.database.rows, seq)
    data_key = live.data_key
    vault = vaults.open_with_recovery(restored, made.sheet.key, DAY)
    try:
        bad = [] if vaults.verify(vault, made.sheet.audit_start).sound else ["the chain is broken"]
        if vault.warning:
            bad.append("warns of older records")
        if _hashes(vault.database.rows, seq) != expected:
            bad.append("the restored rows differ")
    finally:
        vault.close(DAY)
    second = _second_reader(restored / RECORDS, data_key, seq)
    if second is not None and second != expected:
        bad.append("the second reader reads other rows")
    return bad, second is not None


def _hashes(rows: object, seq: int) -> dict[str, str]:
    assert callable(rows)
    return {
        table: hashlib.sha256(repr([tuple(row) for row in rows(sql, (seq,))]).encode()).hexdigest()
        for table, sql in _HASHED.items()
    }


def _second_reader(records: Path, data_key: bytes, seq: int) -> dict[str, str] | None:
    """The same hashes by another engine that knows the format; None where it is not installed."""
    try:
        import apsw
    except ImportError:
        return None
    connection = apsw.Connection(str(records), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{data_key.hex()}'\""):
            connection.execute(f"PRAGMA {pragma}")
        return _hashes(lambda sql, values: connection.execute(sql, values).fetchall(), seq)
    finally:
        connection.close()
