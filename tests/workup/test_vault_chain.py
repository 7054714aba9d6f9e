"""The keyed chain: whatever is changed, removed, added or cut later is found."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec
import pytest

from tests.workup.vaults import FIRST, NOW, Made, drafts
from workup.store import Batch
from workup.vault import Vault, chain, header, keys
from workup.vault.engine import Database
from workup.vault.records import RECORDS


def filled(made: Made) -> int:
    """Add answers and audit rows in turn; the last seq once closed."""
    opened = made.open()
    for number in range(20):
        opened.append(Batch(FIRST, opened.last_seq(FIRST), drafts(FIRST, {"a": number, "b": None})))
        opened.audit("viewed", "ann", FIRST, NOW)
    opened.close(NOW)
    found, _ = header.read(made.folder)
    assert found.anchor is not None
    return found.anchor.seq


def walked(made: Made, start: str = "") -> chain.Verdict:
    """What a walk along the closed vault's chain finds."""
    found, _ = header.read(made.folder)
    database = made.database()
    verdict = chain.walk(database, found.vault, start or made.sheet.audit_start, found.anchor)
    database.close()
    return verdict


def untied(made: Made) -> Database:
    """The records with the triggers removed, as someone who holds the key could do."""
    database = made.database()
    for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        database.run(f"DROP TRIGGER {name}")
    return database


def test_the_engine_refuses_to_change_or_remove_a_stored_row(opened: Vault) -> None:
    for table in ("entry", "audit"):
        for statement in (f"UPDATE {table} SET who = 'x'", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(Exception, match="a stored row is never changed"):
                opened.database.run(statement)


def test_an_untouched_chain_is_sound_from_the_sheet_to_the_anchor(made: Made) -> None:
    last = filled(made)
    verdict = walked(made)
    assert (verdict.sound, verdict.rows, verdict.broken_at) == (True, last, None)
    assert not walked(made, keys.as_groups(bytes(32))).sound
    assert "not a start" in walked(made, "something else").sentence


CELLS = {
    "entry": ("log", "visit", "at", "who", "item", "value", "cause", "step", "place"),
    "audit": ("at", "ticks", "who", "action", "object"),
}


def test_any_changed_cell_is_found_at_its_row(made: Made) -> None:
    last = filled(made)
    dice = random.Random(3)
    untied(made).close()
    whole = (made.folder / RECORDS).read_bytes()
    for _ in range(25):
        seq = dice.randint(1, last)
        database = made.database()
        table = "entry" if database.row("SELECT 1 FROM entry WHERE seq = ?", (seq,)) else "audit"
        cell = dice.choice(CELLS[table])
        number = cell in ("visit", "step", "ticks")
        database.run(f"UPDATE {table} SET {cell} = ? WHERE seq = ?", (99 if number else "changed", seq))  # noqa: S608
        database.close()
        verdict = walked(made)
        assert (verdict.sound, verdict.broken_at, verdict.rows) == (False, seq, seq - 1), (table, cell)
        (made.folder / RECORDS).write_bytes(whole)
    assert walked(made).sound


def _remove(database: Database, seq: int) -> None:
    for table in ("entry", "audit"):
        database.run(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608


def _remove_and_close_the_gap(database: Database, seq: int) -> None:
    _remove(database, seq)
    for table in ("entry", "audit"):
        for (later,) in database.rows(f"SELECT seq FROM {table} WHERE seq > ? ORDER BY seq", (seq,)):  # noqa: S608
            database.run(f"UPDATE {table} SET seq = -seq WHERE seq = ?", (later,))  # noqa: S608
        database.run(f"UPDATE {table} SET seq = -seq - 1 WHERE seq < 0")  # noqa: S608
    database.run("UPDATE chain SET seq = seq - 1")


def _exchange(database: Database, seq: int) -> None:
    rows = database.rows("SELECT seq, value FROM entry WHERE value <> 'null' AND seq >= ? ORDER BY seq LIMIT 2", (seq,))
    (one, value), (other, another) = rows
    database.run("UPDATE entry SET value = ? WHERE seq = ?", (another, one))
    database.run("UPDATE entry SET value = ? WHERE seq = ?", (value, other))


def _add(database: Database, seq: int) -> None:
    database.run("INSERT INTO audit SELECT max(seq) + 5, at, ticks, who, action, object, mac FROM audit")


def _cut_the_tail(database: Database, seq: int) -> None:
    for table in ("entry", "audit"):
        database.run(f"DELETE FROM {table} WHERE seq >= ?", (seq,))  # noqa: S608


def _cut_the_tail_and_set_the_end_back(database: Database, seq: int) -> None:
    mac = chain.mac_at(database, seq - 1)
    _cut_the_tail(database, seq)
    database.run("UPDATE chain SET seq = ?, mac = ?", (seq - 1, mac))


@pytest.mark.parametrize(
    "tamper",
    [
        _remove,
        _remove_and_close_the_gap,
        _exchange,
        _add,
        _cut_the_tail,
        _cut_the_tail_and_set_the_end_back,
    ],
)
@pytest.mark.parametrize("seq", [8, 30])
def test_rows_removed_exchanged_added_or_cut_are_found(
    made: Made, tamper: Callable[[Database, int], None], seq: int
) -> None:
    filled(made)
    database = untied(made)
    tamper(database, seq)
    database.close()
    assert not walked(made).sound


def test_a_cut_tail_shows_at_the_next_opening(made: Made) -> None:
    filled(made)
    database = untied(made)
    _cut_the_tail_and_set_the_end_back(database, 20)
    database.close()
    opened = made.open()
    assert opened.warning != ""
    opened.close(NOW)


def test_an_anchor_written_without_the_data_key_is_not_believed(made: Made) -> None:
    filled(made)
    found, _ = header.read(made.folder)
    database = untied(made)
    mac = chain.mac_at(database, 19)
    assert mac is not None
    _cut_the_tail_and_set_the_end_back(database, 20)
    database.close()
    forged = header.anchored(bytes(32), found.vault, 19, mac)
    header.write(made.folder, msgspec.structs.replace(found, anchor=forged))
    opened = made.open()
    assert opened.warning != ""
    opened.close(NOW)


def test_a_record_sealed_anew_with_the_sheet_still_misses_the_anchor(made: Made) -> None:
    filled(made)
    key = keys.from_groups(made.sheet.audit_start)
    assert key is not None
    found, _ = header.read(made.folder)
    database = untied(made)
    database.run("UPDATE entry SET value = '5' WHERE seq = 4")
    database.run("UPDATE chain SET seq = 0, mac = ?, key = ?", (chain._origin(found.vault), key))
    end = chain.Chain(database)
    for table, row, _ in list(chain._rows(database)):
        database.run(f"UPDATE {table} SET mac = ? WHERE seq = ?", (end.seal(table, row), row[0]))  # noqa: S608
    end.keep()
    assert chain.walk(database, found.vault, made.sheet.audit_start, None).sound
    database.close()
    assert not walked(made).sound


def test_used_keys_are_gone_so_the_past_cannot_be_sealed_again(made: Made) -> None:
    filled(made)
    start = keys.from_groups(made.sheet.audit_start)
    database = made.database()
    (key,) = database.rows("SELECT key FROM chain")
    seq = database.rows("SELECT seq FROM chain")[0][0]
    expected = start
    assert expected is not None
    for _ in range(seq):
        expected = chain._next(expected)
    assert key[0] == expected
    database.close()


def test_another_vaults_rows_do_not_fit(made: Made) -> None:
    found, _ = header.read(made.folder)
    database = made.database()
    assert not chain.walk(database, "another00000", made.sheet.audit_start, found.anchor).sound
    database.close()
