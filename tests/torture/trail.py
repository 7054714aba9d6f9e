"""The audit trail under the hand of somebody who has the data key: every change shows, and every act stands in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.torture import audited, scale
from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from tests.torture.work import DAY, Work, made_vault, unlocked
from tests.workup.test_vault_chain import (
    CELLS,
    _add,
    _cut_the_tail,
    _cut_the_tail_and_set_the_end_back,
    _exchange,
    _remove,
    _remove_and_close_the_gap,
    untied,
)
from workup.session.access import ACTIONS
from workup.vault import chain, header
from workup.vault.engine import Database

ROWS_A_SECOND = 100_000
FAST = 20_000  # evaluations of the vault whose rows are verified for their speed
TYPED = ("Okoye-", "Leg pain", "typed ", "Recurrent disc", "MRI report")  # what the clinician of the bench writes
_UNDONE = "undone"


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Edits one after the other, each looked for by a walk along the chain and taken back."""
    made = made_vault(folder / "Trail")
    vault = unlocked(made)
    work = Work(vault, chance, lambda _: None, folder / "none")
    while chain.Chain(vault.database).seq < 250:
        work.go_on()
    vault.close(DAY)
    found, _ = header.read(made.folder)
    assert found.anchor is not None
    database = untied(made)
    missed: dict[str, int] = {}
    tampers: list[Callable[[Database, int, Random], None]] = [_cell] * 5 + [
        _of(each)
        for each in (_remove, _remove_and_close_the_gap, _exchange, _add, _cut_the_tail,
                     _cut_the_tail_and_set_the_end_back)
    ]  # fmt: skip
    for _ in range(count):
        tamper, seq = chance.choice(tampers), chance.randint(2, found.anchor.seq)
        before = _content(database)
        with suppress(InterruptedError), database.transaction():
            while _content(database) == before:  # two equal values exchanged are no edit
                with suppress(ValueError):  # no two values to exchange so near the end
                    tamper(database, seq, chance)
                seq = chance.randint(2, found.anchor.seq)
            if chain.walk(database, found.vault, made.sheet.audit_start, found.anchor).sound:
                missed[tamper.__name__] = missed.get(tamper.__name__, 0) + 1
            raise InterruptedError(_UNDONE)
    texts = database.rows("SELECT who, action, object FROM audit")
    sound = chain.walk(database, found.vault, made.sheet.audit_start, found.anchor)
    database.close()
    bad = [f"{name} was not seen {times} times" for name, times in missed.items()]
    bad += [] if sound.sound else ["the untouched trail is not sound"]
    rate = _rate(folder, chance)
    if rate < ROWS_A_SECOND:
        bad.append(f"only {rate:.0f} rows are verified in a second")
    clear = [name for name in TYPED if name in repr(texts)]
    bad += [f"the trail holds typed text: {name}" for name in clear]
    tests, failed = (0, []) if count < 999 else _declared(folder / "audited")
    told = (
        f"{count} edits, {sum(missed.values())} not seen; {rate:.0f} rows verified in a second of processor time; "
        f"{tests} tests, which leave each of the {len(ACTIONS)} declared kinds of row"
    )
    return Outcome(count, told, tuple(bad + failed))


_TESTS = (
    "tests/workup/test_access.py", "tests/workup/test_accounts.py", "tests/workup/test_throttle.py",
    "tests/workup/test_signing.py", "tests/workup/test_vault_chain.py", "tests/workup/test_moving.py",
    "tests/workup/test_signers.py", "tests/workup/test_whole_record.py", "tests/workup/test_terminal.py",
    "tests/workup/test_data_key.py", "tests/workup/test_signing_people.py", "tests/ui/test_sitting.py",
    "tests/ui/test_other_pages.py",
    "tests/workup/test_merging.py::test_two_records_become_one_and_are_two_again",
)  # fmt: skip


def _declared(noted: Path) -> tuple[int, list[str]]:
    """The tests of what is recorded; each declared kind of row is left by one of them, and no other kind by any."""
    tests, bad = ran(*_TESTS, more={audited.PLACE: str(noted)}, plugin="tests.torture.audited")
    left = {line.partition(":")[0] for line in noted.read_text(encoding="utf-8").splitlines()}
    bad += [f"no row is left of {action!r}" for action in ACTIONS if action not in left]
    return tests, bad + [f"{action!r} is recorded and not declared" for action in sorted(left - {*ACTIONS})]


def _of(tamper: Callable[[Database, int], None]) -> Callable[[Database, int, Random], None]:
    def tampered(database: Database, seq: int, _chance: Random) -> None:
        tamper(database, seq)

    tampered.__name__ = tamper.__name__.strip("_")
    return tampered


def _content(database: Database) -> list[object]:
    return [database.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("entry", "audit", "packed", "chain")]  # noqa: S608


def _cell(database: Database, seq: int, chance: Random) -> None:
    """One cell of one row; of a signed evaluation, which is one packed row, one byte of it."""
    kept = database.row("SELECT log, content FROM packed WHERE ? BETWEEN first AND last", (seq,))
    if kept is not None and chance.random() < 0.3:
        content = bytearray(kept[1])
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        database.run("UPDATE packed SET content = ? WHERE log = ?", (bytes(content), kept[0]))
        return
    table = "entry" if database.row("SELECT 1 FROM entry WHERE seq = ?", (seq,)) else "audit"
    cell = chance.choice(CELLS[table])
    number = cell in ("visit", "step", "ticks")
    database.run(f"UPDATE {table} SET {cell} = ? WHERE seq = ?", (99 if number else "changed", seq))  # noqa: S608


def _rate(folder: Path, chance: Random) -> float:
    made = made_vault(folder / "Fast")
    vault = unlocked(made)
    scale.filled(vault, FAST, chance)
    found, _ = header.read(made.folder)
    rates = []
    for _ in range(3):  # the best of them: the caches of a processor are shared with others
        begun = time.process_time()
        verdict = chain.walk(vault.database, found.vault, made.sheet.audit_start, None)
        rates.append(verdict.rows / (time.process_time() - begun) if verdict.sound else 0)
    vault.close(DAY)
    return max(rates)
