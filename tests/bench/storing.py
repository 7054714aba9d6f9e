"""Storing, assessing and searching, measured without a screen."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.subjects import NOW, PASSWORD, library, open_vault, quantile, sample
from workup import vault as vaults
from workup.answers import Slot
from workup.assess import assess
from workup.record import Entry, evaluation_log
from workup.vault import FLOOR, Index, Person, PersonRow, index

QUERIES = {
    "one letter": "s", "beginning of a name": "schm", "two names": "anna hoff", "birth date": "14.6.1971",
    "record number": "00042317", "no hit": "xyzzy qqq",
}  # fmt: skip
FAMILY = (
    "Schmidt", "Hoffmann", "Okafor", "Nguyễn", "Müller", "García", "Novák", "Østergaard", "Łukasiewicz", "Santos",
    "Rossi", "Tanaka",
)  # fmt: skip
GIVEN = ("Anna", "Maria", "José", "Peter", "Żaneta", "Hồng", "Björn", "Fatima", "Ivan", "Chloé", "Samuel", "Aiko")


def assess_p50_ms(runs: int = 200) -> float:
    """One assessment of the full sample."""
    content = library()
    case, _ = sample(content)
    times = []
    for _ in range(runs):
        begun = perf_counter()
        assess(content, case.answers, case.today, case.visits)
        times.append((perf_counter() - begun) * 1000)
    return median(times)


def durable_ms(vault: Path, runs: int = 1000) -> tuple[float, float]:
    """p50 and p99 of storing one answer with its lists, durably."""
    opened = open_vault(vault)
    draft = opened.lists().drafts[0]
    log = evaluation_log(draft.evaluation.evaluation)
    last = opened.last_seq(log)
    times = []
    try:
        for number in range(runs):
            at = NOW + timedelta(seconds=number)
            entry = Entry(0, log, 2, at, opened.person.id, Slot("reason"), f"Leg pain, day {number}")
            begun = perf_counter()
            last = opened.append(log, last, [entry], Index(draft.person, draft.evaluation))
            times.append((perf_counter() - begun) * 1000)
            if number % 200 == 199:
                opened.checkpoint()
    finally:
        opened.close(NOW)
    return median(times), quantile(times, 0.99)


def search_100k_ms(folder: Path, patients: int = 100_000, runs: int = 9) -> float:
    """The slowest kind of query over a hundred thousand patients, by its median."""
    made, _ = vaults.create(folder, PASSWORD, Person("Dr Ann Example", "Pain medicine"), NOW, kdf=FLOOR)
    chance = random.Random(7)
    try:
        with made.database.transaction():
            for number in range(patients):
                index.write(made.database, Index(invented(number, chance)), number + 1, NOW)
        return max(median(_timed(made, text) for _ in range(runs)) for text in QUERIES.values())
    finally:
        made.close(NOW)


def invented(number: int, chance: random.Random) -> PersonRow:
    """A person who does not exist; names in several scripts, many of them shared."""
    family = chance.choice(FAMILY) + (f"-{chance.choice(FAMILY)}" if number % 7 == 0 else "")
    family = family if number % 3 else f"{family[:4]}{chance.choice(['er', 'ing', 'sen', 'ova'])}{number % 997}"
    born = f"{chance.randint(1925, 2007)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return PersonRow(f"p{number:011d}", family, chance.choice(GIVEN), born, "female", f"{number:08d}")


def _timed(opened: vaults.Vault, text: str) -> float:
    begun = perf_counter()
    opened.search(text)
    return (perf_counter() - begun) * 1000
