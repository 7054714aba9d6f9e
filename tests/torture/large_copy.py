"""A large vault copied while answers are stored, then restored and opened: what years of records and reports weigh."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.bench.subjects import quantile
from tests.torture import drill, scale
from tests.torture.outcome import Outcome
from tests.torture.work import DAY, Work, made_vault, unlocked
from workup.vault import backup, restoring
from workup.vault.records import RECORDS
from workup.vault.vault import Vault

COPY_S, COPY_MB, RESTORE_S, RESTORE_MB, SAVE_MS = 15, 740, 60, 1000, 100
EVALUATIONS_A_MB, REPORT_KB = 100, 900  # a third of it answers, the rest attached reports


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """A vault of so many megabytes."""
    made = made_vault(folder / "Large")
    vault = unlocked(made)
    _grown(vault, count, chance)
    size = (made.folder / RECORDS).stat().st_size / (1 << 20)
    work = Work(vault, chance, lambda _: None, folder / "none")
    saves: list[float] = []
    spent: list[float] = []
    copy = backup._copy

    def timed(vault: Vault, target: Path, go_on: Callable[[], bool]) -> None:
        begun = time.perf_counter()
        copy(vault, target, go_on)
        spent.append(time.perf_counter() - begun)

    backup._copy = timed
    try:
        kept, whole = drill._copied(vault, work, folder / "stick", saves)
    finally:
        backup._copy = copy
    begun = time.perf_counter()
    restored = restoring.restore(kept.file, folder / "Restored", "mark")
    laid_out = time.perf_counter() - begun
    bad, second = drill._compared(vault, made, restored, kept.seq)
    vault.close(DAY)
    bad += [f"copying took {spent[0]:.0f} s"] if spent[0] > max(3, COPY_S * size / COPY_MB) else []
    bad += [f"restoring took {laid_out:.0f} s"] if laid_out > RESTORE_S * size / RESTORE_MB else []
    p99 = quantile(saves, 0.99) * 1000
    bad += [f"a save took {p99:.0f} ms at p99 meanwhile"] if p99 > SAVE_MS else []
    told = (
        f"{size:.0f} MB copied in {spent[0]:.1f} s, proved and packed in {whole:.1f} s; {len(saves)} saves meanwhile, "
        f"p99 {p99:.1f} ms; restored in {laid_out:.1f} s, equal{', read by sqlite3mc too' if second else ''}"
    )
    return Outcome(count, told, tuple(bad))


def _grown(vault: Vault, megabytes: int, chance: Random) -> None:
    scale.filled(vault, megabytes * EVALUATIONS_A_MB, chance)
    while (size := (vault.folder / RECORDS).stat().st_size >> 20) < megabytes:
        with vault.database.transaction():
            for _ in range(min(50, megabytes - size)):
                content = b"%PDF-" + chance.randbytes(REPORT_KB << 10)
                vault.database.run(
                    "INSERT INTO document VALUES (?, ?)", (hashlib.sha256(content).hexdigest(), content)
                )
        vault.checkpoint()
