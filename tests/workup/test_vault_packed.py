"""Packed logs: a signed evaluation is one row, says the same, and takes nothing but an amendment."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workup.test_vault import SLOTS, TIMES, VALUES
from tests.workup.vaults import FIRST, MARIA, NOW, Made, drafts, of_version
from workup import vault
from workup.answers import Slot, Value, slot
from workup.record import Act, Amended, Entry, HandedOver, Opened, Signed, Void, evaluation_log
from workup.store import Batch
from workup.vault import DamagedLog, SignedLog, Vault, chain, packed, schema

PAGE = b"%PDF-1.7 a page that was signed"
NUMBERS = count(1)


def digest(page: bytes) -> str:
    return hashlib.sha256(page).hexdigest()


def act(log: str, what: Act, who: str = "ann", at: datetime = NOW) -> Entry:
    return Entry(0, log, 1, at, who, None, what)


def sign(opened: Vault, log: str = FIRST, page: bytes = PAGE, version: int = 1) -> int:
    last = opened.last_seq(log)
    signed = Signed(version, opened.last_seq(MARIA), last, digest(page), "r" * 64, "1 abc")
    return opened.append(Batch(log, last, [act(log, signed)]), contents={digest(page): page})


def amend(opened: Vault, log: str = FIRST, reason: str = "the side was wrong") -> int:
    return opened.append(Batch(log, opened.last_seq(log), [act(log, Amended(reason))]))


def counted(opened: Vault, table: str, log: str) -> int:
    return int(opened.database.rows(f"SELECT count(*) FROM {table} WHERE log = ?", (log,))[0][0])  # noqa: S608


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.lists(st.tuples(SLOTS, st.none() | VALUES, TIMES), min_size=1, max_size=4), max_size=4))
def test_open_and_packed_logs_are_equal(opened: Vault, parts: list[list[tuple[Slot, Value | None, datetime]]]) -> None:
    log = evaluation_log(f"e{next(NUMBERS):011}")
    opened.append(Batch(log, 0, [act(log, Opened("maria0000000", "1", "d"))]))
    for version, values in enumerate(parts, 1):
        entries = [Entry(0, log, version, at, "ann", where, value) for where, value, at in values]
        opened.append(Batch(log, opened.last_seq(log), entries))
        before, visits = opened.read(log), opened.patient("maria0000000")
        last = sign(opened, log, version=version)
        assert (counted(opened, "entry", log), counted(opened, "packed", log)) == (0, 1)
        assert opened.read(log)[:-1] == before
        assert opened.last_seq(log) == opened.read(log)[-1].seq == last
        whole, file = opened.read(log), opened.patient("maria0000000")
        assert visits is not None
        assert file is not None
        assert file.visits == visits.visits
        amended = amend(opened, log)
        assert opened.read(log)[:-1] == whole
        assert opened.read(log)[-1].seq == opened.last_seq(log) == amended
        assert counted(opened, "packed", log) == 0


def test_the_chain_runs_through_packed_logs_open_ones_and_audit_rows(made: Made) -> None:
    opened = made.open()
    others = [evaluation_log(f"other{number:07}") for number in range(6)]
    for turn in range(4):
        for log in (FIRST, *others):
            if not packed.is_packed(opened.database, log):
                opened.append(Batch(log, opened.last_seq(log), drafts(log, {"reason": f"turn {turn}"})))
            opened.audit("viewed", "ann", log, NOW)
        sign(opened, others[turn])
        if turn == 2:
            amend(opened, others[turn // 2])
    assert vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)
    opened = made.open()
    assert opened.warning == ""
    assert vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)


def test_the_seal_of_a_packed_entry_is_found(opened: Vault) -> None:
    seq = opened.last_seq(FIRST)
    before = chain.mac_at(opened.database, seq)
    sign(opened)
    assert chain.mac_at(opened.database, seq) == before is not None


WRONG: tuple[Sequence[Entry], ...] = (
    drafts(FIRST, {"reason": "one more word"}),
    [act(FIRST, Void("wrong patient"))],
    [act(FIRST, HandedOver("bob", "leave"))],
    [act(FIRST, Opened("maria0000000", "1", "d"))],
    [act(FIRST, Signed(2, 1, 1, digest(PAGE), "r", "1"))],
    [*drafts(FIRST, {"reason": "first a word"}), act(FIRST, Amended("then an amendment"))],
)


@pytest.mark.parametrize("entries", WRONG, ids=lambda given: type(given[-1].value).__name__)
def test_a_signed_evaluation_refuses_whatever_is_not_an_amendment(opened: Vault, entries: Sequence[Entry]) -> None:
    last = sign(opened)
    before = opened.read(FIRST)
    with pytest.raises(SignedLog):
        opened.append(Batch(FIRST, last, entries))
    assert opened.read(FIRST) == before
    assert packed.is_packed(opened.database, FIRST)
    amend(opened)
    opened.append(Batch(FIRST, opened.last_seq(FIRST), drafts(FIRST, {"reason": "one more word"})))


def test_amending_what_is_not_signed_is_an_error(opened: Vault) -> None:
    with pytest.raises(ValueError, match="only a signed evaluation"):
        amend(opened)


def test_nothing_stands_behind_a_signature(opened: Vault) -> None:
    signed = act(FIRST, Signed(1, 1, 1, digest(PAGE), "r", "1"))
    with pytest.raises(ValueError, match="behind a signature"):
        opened.append(Batch(FIRST, opened.last_seq(FIRST), [signed, *drafts(FIRST, {"reason": "x"})]))
    with pytest.raises(ValueError, match="only an evaluation"):
        opened.append(Batch(MARIA, opened.last_seq(MARIA), [act(MARIA, Signed(1, 1, 1, digest(PAGE), "r", "1"))]))


def test_a_page_whose_bytes_are_not_there_is_not_signed(opened: Vault) -> None:
    last, before = opened.last_seq(FIRST), opened.read(FIRST)
    signed = act(FIRST, Signed(1, 1, last, digest(PAGE), "r", "1"))
    for contents in ({}, {digest(PAGE): b"another page"}):
        with pytest.raises(ValueError, match="bytes are not there"):
            opened.append(Batch(FIRST, last, [signed]), contents=contents)
    assert opened.read(FIRST) == before
    assert not packed.is_packed(opened.database, FIRST)


def test_the_pages_of_all_versions_are_kept_as_they_were(made: Made) -> None:
    opened = made.open()
    pages = [PAGE + bytes([number]) * 5000 for number in range(3)]
    for version, page in enumerate(pages, 1):
        sign(opened, page=page, version=version)
        amend(opened)
    sign(opened, version=4)
    assert [opened.document(digest(page)) for page in pages] == pages
    assert vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)
    assert not any(page[:9] in (made.folder / "records.db").read_bytes() for page in pages)


SQL = (
    "INSERT INTO entry SELECT last + 9, log, 1, '', '', NULL, NULL, NULL, NULL, 'null', 'typed', 1, x'00' FROM packed",
    "UPDATE packed SET content = x'00'",
    "DELETE FROM packed",
    "UPDATE packed SET log = 'evaluation:other'",
)


@pytest.mark.parametrize("statement", SQL)
def test_the_engine_itself_keeps_a_signed_evaluation(opened: Vault, statement: str) -> None:
    sign(opened)
    with pytest.raises(Exception, match=r"signed evaluation|never changed"):
        opened.database.run(statement)


def test_an_open_log_still_loses_no_row(opened: Vault) -> None:
    sign(opened)
    with pytest.raises(Exception, match="never changed"):
        opened.database.run("DELETE FROM entry")


@pytest.mark.parametrize("content", ["substr(content, 1, 40)", "zeroblob(90)"])
def test_a_packed_log_that_was_altered_is_refused_and_found(made: Made, content: str) -> None:
    opened = made.open()
    sign(opened)
    opened.close(NOW)
    thief = made.database()
    thief.run("DROP TRIGGER packed_update")
    thief.run(f"UPDATE packed SET content = {content}")  # noqa: S608
    thief.close()
    opened = made.open()
    with pytest.raises(DamagedLog):
        opened.read(FIRST)
    assert [entry.value for entry in opened.read(MARIA)] == ["Schmidt", "Maria"]
    assert not vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)


def test_a_packed_answer_changed_with_its_hash_breaks_the_chain(made: Made) -> None:
    opened = made.open()
    sign(opened)
    opened.close(NOW)
    thief = made.database()
    thief.run("DROP TRIGGER packed_update")
    (content,) = thief.rows("SELECT content FROM packed")[0]
    forged = zlib.compress(zlib.decompress(content).replace(b"leg pain", b"arm pain"))
    thief.run("UPDATE packed SET content = ?, hash = ?", (forged, digest(forged)))
    thief.close()
    opened = made.open()
    assert opened.read(FIRST)[0].value == "arm pain"
    verdict = vault.verify(opened, made.sheet.audit_start)
    assert (verdict.sound, verdict.broken_at) == (False, opened.read(FIRST)[0].seq)
    opened.close(NOW)


def test_a_lost_page_is_told_by_verifying(made: Made) -> None:
    opened = made.open()
    sign(opened)
    opened.close(NOW)
    thief = made.database()
    thief.run("DROP TRIGGER document_update")
    thief.run("UPDATE document SET content = x'00'")
    thief.close()
    opened = made.open()
    verdict = vault.verify(opened, made.sheet.audit_start)
    assert not verdict.sound
    assert "1 of 1" in verdict.sentence
    opened.close(NOW)


def test_three_hundred_answers_pack_to_less_than_half_of_their_size(opened: Vault) -> None:
    log = evaluation_log("large0000000")
    for number in range(60):
        values: dict[str, Value | None] = {f"strength@L{level}/right": number % 6 for level in range(1, 6)}
        opened.append(Batch(log, opened.last_seq(log), drafts(log, values, at=NOW + timedelta(seconds=number))))
    query = "SELECT sum(length(value) + length(log) + length(at) + length(item) + length(mac)) FROM entry WHERE log = ?"
    (rows,) = opened.database.rows(query, (log,))[0]
    sign(opened, log)
    (size,) = opened.database.rows("SELECT length(content) FROM packed WHERE log = ?", (log,))[0]
    assert size < rows / 2


def test_signing_and_amending_stand_in_the_audit_trail_by_ids(opened: Vault) -> None:
    sign(opened)
    amend(opened, reason="Zyxmarker")
    rows = opened.database.rows("SELECT action, object FROM audit ORDER BY seq DESC LIMIT 2")
    assert rows == [("amended", "first0000000"), ("signed", "first0000000")]


def test_a_vault_of_the_third_version_can_sign(tmp_path: Path) -> None:
    opened = of_version(3, tmp_path)
    assert opened.database.row("PRAGMA user_version") == (schema.VERSION,)
    (found,) = opened.lists().drafts
    file = opened.patient(found.person.patient)
    assert file is not None
    assert [(row.state, row.version, row.signed) for row in file.evaluations] == [("draft", 0, None), ("void", 0, None)]
    log = evaluation_log(found.evaluation.evaluation)
    assert slot("impression") in [entry.slot for entry in opened.read(log)]
    before = opened.read(log)
    sign(opened, log)
    assert opened.read(log)[:-1] == before
    opened.close(NOW)
