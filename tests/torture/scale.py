"""A vault after years: searching, the time line of a patient and saving, with the log moved on beside; then a soak."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.bench.storing import invented
from tests.bench.subjects import quantile
from tests.torture.outcome import Outcome
from tests.torture.work import DAY, made_vault, unlocked
from workup import vault as vaults
from workup.answers import slot
from workup.record import Entry, evaluation_log, patient_log
from workup.vault import EvaluationRow, Index, Vault, cells, chain, index
from workup.vault.store import RECORDS

EACH_PATIENT, ENTRIES, AUDITED = 20, 6, 10  # evaluations; entries and audit rows of each
MOVED_ON_S = 0.5  # the window does it every twenty seconds; here there are as many saves in half a second
PACE_S = 0.1  # between two saves: faster than anybody answers
LIMITS = {"search": 100, "time line": 100, "save": 50}
LONGEST_MS, MEMORY_MB, LOG_MB = 200, 50, 64


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """`count` evaluations; saved into for as many as a hundredth of them, at least 1,000."""
    made = made_vault(folder / "Years")
    vault = unlocked(made)
    begun = time.perf_counter()
    patients = filled(vault, count, chance)
    spent = time.perf_counter() - begun
    vault.checkpoint()
    size = (made.folder / RECORDS).stat().st_size >> 20
    times = {"search": _searched(vault, chance), "time line": _lines(vault, patients, chance)}
    times["save"], log, grown, handles = _soaked(vault, max(1_000, count // 100), chance)
    bad = [
        f"{name} takes {quantile(found, 0.99):.0f} ms at p99"
        for name, found in times.items()
        if quantile(found, 0.99) > LIMITS[name]
    ]
    slowest, longest = max(((name, max(found)) for name, found in times.items()), key=lambda each: each[1])
    bad += [f"a {slowest} kept the window for {longest:.0f} ms"] if longest > LONGEST_MS else []
    bad += [f"memory grew by {grown:.0f} MB"] if grown > MEMORY_MB else []
    bad += [f"the log grew to {log} MB"] if log > LOG_MB else []
    bad += [f"{handles} files were left open"] if handles else []
    if vault.database.rows("PRAGMA wal_autocheckpoint") != [(0,)]:
        bad.append("the window's own connection moves the log on")
    begun = time.perf_counter()
    verdict = vaults.verify(vault, made.sheet.audit_start)
    rate = verdict.rows / (time.perf_counter() - begun)
    bad += [] if verdict.sound else [verdict.sentence]
    vault.close(DAY)
    figures = ", ".join(f"{name} p99 {quantile(found, 0.99):.1f}" for name, found in times.items())
    told = (
        f"{len(patients)} patients, {count} evaluations, {verdict.rows} rows, {size} MB, made in {spent:.0f} s; "
        f"{figures}, longest {longest:.0f} ms ({slowest}); {len(times['save'])} saves: memory {grown:+.0f} MB, "
        f"files +{handles}, log {log} MB; {rate:.0f} rows/s verified"
    )
    return Outcome(count, told, tuple(bad))


def filled(vault: Vault, count: int, chance: Random, each: float = EACH_PATIENT) -> list[str]:
    """Patients with their workups, chained as the store does it; many in one transaction, which the store does not."""
    patients: list[str] = []
    database = vault.database
    for first in range(0, count, 2_000):
        with database.transaction():
            end = chain.Chain(database)
            for number in range(first, min(first + 2_000, count)):
                at = DAY + timedelta(minutes=number)
                if number >= len(patients) * each:
                    person = invented(len(patients), chance)
                    patients.append(person.patient)
                    index.write(database, Index(person), end.seq + 1, at)
                log = evaluation_log(f"e{number:011d}")
                step = end.seq + 1
                texts = [f"Leg pain, evaluation {number}. " * chance.randrange(1, 12) for _ in range(ENTRIES)]
                entries = [Entry(0, log, 1, at, vault.person.id, slot("reason"), text) for text in texts]
                database.run_each(_ENTRY, [cells.sealed(end, entry, step) for entry in entries])
                database.run_each(_AUDIT, list(_audited(end, vault.person.id, at.isoformat(), f"e{number:011d}")))
                row = EvaluationRow(f"e{number:011d}", patients[-1], "history", ((3, 9),), at, "draft", 1, at.date())
                index.write(database, Index(evaluation=row), end.seq, at)
            end.keep()
    return patients


_ENTRY = f"INSERT INTO entry ({chain.ENTRY_COLUMNS}, mac) VALUES ({', '.join('?' * 13)})"  # noqa: S608
_AUDIT = f"INSERT INTO audit ({chain.AUDIT_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


def _audited(end: chain.Chain, who: str, at: str, what: str) -> Iterator[tuple[str | int | bytes | None, ...]]:
    for _ in range(AUDITED):
        row = (end.seq + 1, at, 0, who, "viewed", what)
        yield (*row, end.seal("audit", row))


def _timed(what: Callable[[], object]) -> float:
    begun = time.perf_counter()
    what()
    return (time.perf_counter() - begun) * 1000


def _searched(vault: Vault, chance: Random, runs: int = 300) -> list[float]:
    texts = ("s", "schm", "anna hoff", "14.6.1971", "nguy", "okafor j", "xyzzy", "lukas")
    return [_timed(lambda: vault.search(chance.choice((*texts, f"{chance.randrange(4000):08d}")))) for _ in range(runs)]


def _lines(vault: Vault, patients: list[str], chance: Random, runs: int = 200) -> list[float]:
    """All that is known of one patient: the file and every log, as opening and the whole record read them."""

    def line() -> None:
        file = vault.patient(chance.choice(patients))
        assert file is not None
        for log in (patient_log(file.person.patient), *(evaluation_log(row.evaluation) for row in file.evaluations)):
            vault.read(log)

    return [_timed(line) for _ in range(runs)]


def _soaked(vault: Vault, runs: int, chance: Random) -> tuple[list[float], int, float, int]:
    """Saves beside a thread that moves the log on: their times, the largest log and memory in MB, files left open."""
    stop = threading.Event()
    log = evaluation_log("e00000000000")
    wal = vault.folder / f"{RECORDS}-wal"

    def move_on() -> None:
        while not stop.wait(MOVED_ON_S):
            vault.checkpoint()

    thread = threading.Thread(target=move_on)
    thread.start()
    times, largest = [], 0
    memory = handles = 0.0
    try:
        for number in range(runs):
            if number == 500:
                memory, handles = _memory_mb(), _handles()
            entry = Entry(0, log, 1, DAY, vault.person.id, slot("leg_pain_now@right"), number % 11)
            last = vault.last_seq(log)
            person = invented(chance.randrange(200), chance)
            begun = time.perf_counter()
            vault.append(log, last, [entry], Index(person))
            times.append((time.perf_counter() - begun) * 1000)
            while time.perf_counter() < begun + PACE_S:
                time.sleep(0.001)
            if number % 100 == 0:
                largest = max(largest, wal.stat().st_size)
    finally:
        stop.set()
        thread.join()
    return times, largest >> 20, _memory_mb() - memory, int(_handles() - handles)


def _memory_mb() -> float:
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20) if status.exists() else 0


def _handles() -> float:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
