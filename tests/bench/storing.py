"""Storing, assessing and searching, measured without a screen."""

from __future__ import annotations

import gc
import random
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.subjects import NOW, PASSWORD, library, open_vault, quantile, sample
from workup import vault as vaults
from workup.answers import Slot, TakenBack
from workup.assess import Assessment, assess
from workup.record import Entry, evaluation_log, patient_log
from workup.session import keep_up
from workup.store import Batch, Index, Person, PersonRow, WorkRow
from workup.vault import FLOOR, index, work

ORDERS, PATIENTS = 20_000, 5_000
QUERIES = {
    "one letter": "s", "beginning of a name": "schm", "two names": "anna hoff", "birth date": "14.6.1971",
    "record number": "00042317", "no hit": "xyzzy qqq",
}  # fmt: skip
FAMILY = (
    "Schmidt", "Hoffmann", "Okafor", "Nguyễn", "Müller", "García", "Novák", "Østergaard", "Łukasiewicz", "Santos",
    "Rossi", "Tanaka",
)  # fmt: skip
GIVEN = ("Anna", "Maria", "José", "Peter", "Żaneta", "Hồng", "Björn", "Fatima", "Ivan", "Chloé", "Samuel", "Aiko")


def everything(assessment: Assessment) -> None:
    """Look at every part that waits to be looked at, but for the draws of the stability."""
    reasoning = assessment.reasoning
    _ = reasoning.flags, reasoning.candidates, reasoning.steps, reasoning.timeline, reasoning.boards
    _ = reasoning.reminders, assessment.scores


def assess_ms() -> tuple[float, float, float]:
    """p50 of assessing the full sample with everything: after each single answer, and from nothing; and of the draws.

    Every answer of the sample is taken back and given again, as it is when somebody works on it.
    """
    content = library()
    case, _ = sample(content)
    settle()
    now = assess(content, case.answers, case.today, case.visits)
    everything(now)
    after, whole, draws = [], [], []
    for where, answer in case.answers.items():
        back = TakenBack(answer.visit, answer.at, answer.who)
        for answers in (now.answers.laid(where, back), now.answers.laid(where, back).laid(where, answer)):
            begun = perf_counter()
            now = assess(content, answers, case.today, case.visits, before=now)
            everything(now)
            after.append((perf_counter() - begun) * 1000)
    for _ in range(20):
        begun = perf_counter()
        fresh = assess(content, case.answers, case.today, case.visits)
        everything(fresh)
        whole.append((perf_counter() - begun) * 1000)
        begun = perf_counter()
        _ = fresh.reasoning.stability
        draws.append((perf_counter() - begun) * 1000)
    return median(after), median(whole), median(draws)


def settle() -> None:
    """Leave what is loaded out of the search for unused objects, as the window does."""
    gc.collect()
    gc.freeze()


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
            last = opened.append(Batch(log, last, [entry], Index(draft.person, draft.evaluation)))
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


def many_orders(folder: Path) -> Path:
    """A closed vault in which twenty thousand orders of invented patients are open, in every state and on any day."""
    made, _ = vaults.create(folder, PASSWORD, Person("Dr Ann Example", "Pain medicine"), NOW, kdf=FLOOR)
    keep_up(library(), made)
    chance = random.Random(7)
    with made.database.transaction():
        for number in range(PATIENTS):
            person = invented(number, chance)
            index.write(made.database, Index(person), number + 1, NOW)
            orders = [_order(person.patient, n, chance) for n in range(1, ORDERS // PATIENTS + 1)]
            work.write(made.database, patient_log(person.patient), orders)
    made.close(NOW)
    return made.folder


def _order(patient: str, number: int, chance: random.Random) -> WorkRow:
    day = NOW.date() + timedelta(days=chance.randint(-60, 60))
    state = chance.choice(("proposed", "ordered", "scheduled", "performed", "resulted"))
    kind = chance.choice(("mri", "ct", "emg", "xray", "labs", "block"))
    side = chance.choice(("", "side_right", "side_left"))
    return WorkRow(
        patient, "order", number, "", kind, "", side, "Recurrent disc or scar?", state, day, day,
        day if state == "scheduled" else None, "ann", day if chance.random() < 0.05 else None,
    )  # fmt: skip


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
