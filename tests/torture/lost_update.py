"""Two hands on one workup: whoever answers from an older state is refused, and nothing is written over."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.torture.outcome import Outcome
from tests.torture.work import Ticking, made_vault, opened
from tests.workup.patients import library
from workup.answers import slot
from workup.record import evaluation_log
from workup.session import Session
from workup.vault import StaleLog


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Two sessions over one vault answer the same question in any order."""
    bad: list[str] = []
    refused = 0
    with opened(made_vault(folder / "Shared")) as vault:
        hands = [Session(library(), vault, Ticking()) for _ in range(2)]
        hands[0].begin()
        patient, evaluation = hands[0].opened.patient, hands[0].opened.evaluation
        log = evaluation_log(evaluation)
        hands[1].open(patient, evaluation)
        written: list[str] = []
        seen = [vault.last_seq(log)] * 2
        for number in range(count):
            hand = chance.randrange(2)
            if chance.random() < 0.3:
                hands[hand].open(patient, evaluation)
                seen[hand] = vault.last_seq(log)
                continue
            stale, text = seen[hand] != vault.last_seq(log), f"text {number} of hand {hand}"
            try:
                hands[hand].answer(slot("reason"), text)
            except StaleLog:
                refused += 1
                if not stale:
                    bad.append(f"{number}: refused although nothing had come in between")
                continue
            if stale:
                bad.append(f"{number}: an older state was accepted")
            written.append(text)
            seen[hand] = vault.last_seq(log)
        kept = [entry.value for entry in vault.read(log) if entry.slot is not None]
        if kept != written:
            bad.append("the log does not hold just what was accepted, in its order")
    return Outcome(count, f"{len(written)} accepted, {refused} refused as stale", tuple(bad))
