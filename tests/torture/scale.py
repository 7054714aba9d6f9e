"""A vault after years: searching, the time line of a patient and saving, with the log moved on beside; and a soak.

A pause counts without the time for which the thread was ready and the system gave the processor to somebody else, as
the kernel itself counts it: the other programs of a computer are not what is measured. The table shows both.
"""

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
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.answers import slot
from workup.record import Entry, evaluation_log, patient_log
from workup.store import Batch, EvaluationRow, Index
from workup.vault import Vault, cells, chain, index
from workup.vault.records import RECORDS

BETWEEN = 50_000  # evaluations: so long no pause in which the log is moved on, and it grows large
EACH_PATIENT, ENTRIES, AUDITED = 20, 6, 10  # evaluations; entries and audit rows of each
LARGER = ((2_000_000, 170_000), (1_000_000, 100_000))  # sizes L and M: evaluations, patients
MOVED_ON_S = 0.5  # the window does it every twenty seconds; here there are as many saves in half a second
PACE_S = 0.1  # between two saves: faster than anybody answers
LIMITS = {"search": 100, "time line": 100, "save": 50}
LONGEST_MS, MEMORY_MB, LOG_MB = 200, 50, 64


Times = list[tuple[float, float]]  # in ms: as the clock shows, and without waiting for a processor


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """`count` evaluations, then a thousand saves."""
    made = made_vault(folder / "Years")
    vault = unlocked(made)
    begun = time.perf_counter()
    each = next((evaluations / people for evaluations, people in LARGER if count >= evaluations), EACH_PATIENT)
    patients = filled(vault, count, chance, each)
    spent = time.perf_counter() - begun
    vault.checkpoint()
    size = (made.folder / RECORDS).stat().st_size >> 20
    times = {"search": _searched(vault, chance), "time line": _lines(vault, patients, chance)}
    times["save"], soaked, bad = _soaked(vault, 1_000, chance)
    figures, late = _judged(times)
    checked, damaged = _checked(vault, made)
    told = f"{len(patients)} patients, {count} evaluations, {size} MB, made in {spent:.0f} s; {figures}; {soaked}; "
    return Outcome(count, told + checked, (*late, *bad, *damaged))


def soak(folder: Path, count: int, chance: Random, hours: float = 0) -> Outcome:
    """So many saves, one each tenth of a second, or spread over so many hours."""
    made = made_vault(folder / "Soak")
    vault = unlocked(made)
    filled(vault, 5_000, chance)
    begun = time.perf_counter()
    times, soaked, bad = _soaked(vault, count, chance, hours * 3600 / count or PACE_S)
    minutes = (time.perf_counter() - begun) / 60
    figures, late = _judged({"save": times})
    checked, damaged = _checked(vault, made)
    return Outcome(count, f"{minutes:.1f} min; {figures}; {soaked}; {checked}", (*late, *bad, *damaged))


def _judged(times: dict[str, Times]) -> tuple[str, list[str]]:
    """The figures in words, and which of them are too large."""
    told, bad = [], []
    for name, found in times.items():
        shown, own = ([each[which] for each in found] for which in (0, 1))
        told.append(f"{name} p99 {quantile(own, 0.99):.1f} ms ({quantile(shown, 0.99):.1f} by the clock)")
        if quantile(own, 0.99) > LIMITS[name]:
            bad.append(f"{name} takes {quantile(own, 0.99):.0f} ms at p99")
        if max(own) > LONGEST_MS:
            bad.append(f"a {name} kept the window for {max(own):.0f} ms")
    longest = max(max(found, key=lambda each: each[1]) for found in times.values())
    return f"{', '.join(told)}, longest {longest[1]:.0f} ms ({longest[0]:.0f})", bad


def _checked(vault: Vault, made: Made) -> tuple[str, list[str]]:
    """Every row of the chain, every page against its seal and the structure of the whole; closes the vault."""
    bad = []
    if vault.database.rows("PRAGMA wal_autocheckpoint") != [(0,)]:
        bad.append("the window's own connection moves the log on")
    begun = time.perf_counter()
    verdict = vaults.verify(vault, made.sheet.audit_start)
    rate = verdict.rows / (time.perf_counter() - begun)
    bad += [] if verdict.sound else [verdict.sentence]
    vault.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")  # the check of pages looks at the file alone
    begun = time.perf_counter()
    bad += [str(row[0]) for row in vault.database.rows("PRAGMA cipher_integrity_check")]
    bad += [str(row[0]) for row in vault.database.rows("PRAGMA quick_check") if row != ("ok",)]
    spent = time.perf_counter() - begun
    vault.close(DAY)
    return f"{verdict.rows} rows verified, {rate:.0f} a second; every page checked in {spent:.1f} s", bad


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
                texts = [f"Leg pain, evaluation {number}. " * chance.randrange(1, 26) for _ in range(ENTRIES)]
                entries = [Entry(0, log, 1, at, vault.person.id, slot("reason"), text) for text in texts]
                database.run_each(_ENTRY, [cells.sealed(end, entry, step) for entry in entries])
                database.run_each(_AUDIT, list(_audited(end, vault.person.id, at.isoformat(), f"e{number:011d}")))
                row = EvaluationRow(f"e{number:011d}", patients[-1], "history", ((3, 9),), at, "draft", 1, at.date())
                index.write(database, Index(evaluation=row), end.seq, at)
            end.keep()
        if first % BETWEEN == BETWEEN - 2_000:
            vault.checkpoint()
    return patients


_ENTRY = f"INSERT INTO entry ({chain.ENTRY_COLUMNS}, mac) VALUES ({', '.join('?' * 13)})"  # noqa: S608
_AUDIT = f"INSERT INTO audit ({chain.AUDIT_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


def _audited(end: chain.Chain, who: str, at: str, what: str) -> Iterator[tuple[str | int | bytes | None, ...]]:
    for _ in range(AUDITED):
        row = (end.seq + 1, at, 0, who, "viewed", what)
        yield (*row, end.seal("audit", row))


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Its milliseconds by the clock, and those without waiting for a processor."""
    waited, begun = _waited_ms(), time.perf_counter()
    what()
    spent = (time.perf_counter() - begun) * 1000
    return spent, spent - (_waited_ms() - waited)


def _waited_ms() -> float:
    """How long this thread was ready to run and had no processor, since it began; 0 where no system tells."""
    told = Path("/proc/thread-self/schedstat")
    return int(told.read_text().split()[1]) / 1_000_000 if told.exists() else 0


def _searched(vault: Vault, chance: Random, runs: int = 300) -> Times:
    texts = ("s", "schm", "anna hoff", "14.6.1971", "nguy", "okafor j", "xyzzy", "lukas")
    return [timed(lambda: vault.search(chance.choice((*texts, f"{chance.randrange(4000):08d}")))) for _ in range(runs)]


def _lines(vault: Vault, patients: list[str], chance: Random, runs: int = 200) -> Times:
    """All that is known of one patient: the file and every log, as opening and the whole record read them."""

    def line() -> None:
        file = vault.patient(chance.choice(patients))
        assert file is not None
        for log in (patient_log(file.person.patient), *(evaluation_log(row.evaluation) for row in file.evaluations)):
            vault.read(log)

    return [timed(line) for _ in range(runs)]


def _soaked(vault: Vault, runs: int, chance: Random, pace: float = PACE_S) -> tuple[Times, str, list[str]]:
    """Saves beside a thread that moves the log on: their times; log, memory and open files in words; what grew."""
    stop = threading.Event()
    log = evaluation_log("e00000000000")
    wal = vault.folder / f"{RECORDS}-wal"

    def move_on() -> None:
        while not stop.wait(MOVED_ON_S):
            vault.checkpoint()

    thread = threading.Thread(target=move_on)
    thread.start()
    times: Times = []
    sizes, memory, handles = [wal.stat().st_size >> 20], 0.0, 0
    try:
        for number in range(runs):
            if number == min(500, runs // 2):
                memory, handles, sizes = _memory_mb(), _handles(), sizes[:1]
            begun = time.perf_counter()
            entry = Entry(0, log, 1, DAY, vault.person.id, slot("leg_pain_now@right"), number % 11)
            last, change = vault.last_seq(log), Index(invented(chance.randrange(200), chance))
            times.append(timed(lambda: vault.append(Batch(log, last, [entry], change))))  # noqa: B023 - called at once
            while time.perf_counter() < begun + pace:
                time.sleep(0.001)
            if number % 100 == 99:
                sizes.append(wal.stat().st_size >> 20)
    finally:
        stop.set()
        thread.join()
    grown, left, largest = _memory_mb() - memory, _handles() - handles, max(sizes[1:], default=0)
    bad = [f"memory grew by {grown:.0f} MB"] if grown > MEMORY_MB else []
    bad += [f"the log is {largest} MB"] if largest > LOG_MB else []
    bad += [f"{left} files were left open"] if left else []
    told = f"{runs} saves: memory {grown:+.0f} MB, files {left:+d}, log from {sizes[0]} to {largest} MB"
    return times, told, bad


def _memory_mb() -> float:
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20) if status.exists() else 0


def _handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
