"""Attached documents in the vault: stored with their entry, once each, and told when they are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workup.reports import MARKER, pdf, picture
from tests.workup.vaults import MARIA, NOW, Made, of_version
from workup import vault
from workup.answers import Attached, AttachedFile, Slot
from workup.documents import digest_of
from workup.record import Entry
from workup.store import Batch
from workup.vault import DamagedDocument, Vault, schema
from workup.vault.records import RECORDS

REPORT, SCAN = pdf(), picture()
HERE = Slot("result_documents")


def file(content: bytes, title: str = "MRI report") -> AttachedFile:
    """A document as an entry names it."""
    return AttachedFile(title, "application/pdf", len(content), digest_of(content), 2)


def attach(opened: Vault, *contents: bytes, given: tuple[bytes, ...] | None = None) -> int:
    """Append one entry that attaches these; `given` are the bytes handed over."""
    value = Attached(tuple(file(content) for content in contents))
    entry = Entry(0, MARIA, 1, NOW, "ann", HERE, value)
    handed = {digest_of(content): content for content in (contents if given is None else given)}
    return opened.append(Batch(MARIA, opened.last_seq(MARIA), [entry]), contents=handed)


def stored(opened: Vault) -> int:
    """How many documents the records hold."""
    found = opened.database.row("SELECT count(*) FROM document")
    assert found is not None
    return int(found[0])


def test_the_bytes_come_back_as_they_were_after_closing(made: Made) -> None:
    opened = made.open()
    attach(opened, REPORT, SCAN)
    opened.close(NOW)
    again = made.open()
    assert again.document(digest_of(REPORT)) == REPORT
    assert again.document(digest_of(SCAN)) == SCAN
    value = again.read(MARIA)[-1].value
    assert isinstance(value, Attached)
    assert [each.title for each in value.files] == ["MRI report", "MRI report"]
    again.close(NOW)


def test_attached_twice_the_bytes_stand_once(opened: Vault) -> None:
    attach(opened, REPORT)
    attach(opened, REPORT, SCAN)
    attach(opened, REPORT, given=())
    assert stored(opened) == 2


def test_an_entry_never_stands_without_its_bytes(opened: Vault) -> None:
    before = opened.read(MARIA)
    for given in ((), (SCAN,)):
        with pytest.raises(ValueError, match="bytes are not there"):
            attach(opened, REPORT, given=given)
    wrong = {digest_of(REPORT): SCAN}
    entry = Entry(0, MARIA, 1, NOW, "ann", HERE, Attached((file(REPORT),)))
    with pytest.raises(ValueError, match="bytes are not there"):
        opened.append(Batch(MARIA, opened.last_seq(MARIA), [entry]), contents=wrong)
    assert opened.read(MARIA) == before
    assert stored(opened) == 0


def test_bytes_never_stand_without_their_entry(opened: Vault) -> None:
    entry = Entry(0, MARIA, 1, NOW, "ann", HERE, Attached((file(REPORT),)))
    with pytest.raises(vault.StaleLog):
        opened.append(Batch(MARIA, 1, [entry]), contents={digest_of(REPORT): REPORT})
    assert stored(opened) == 0


def test_a_full_disk_stores_neither_and_then_both(opened: Vault) -> None:
    pages = opened.database.row("PRAGMA page_count")
    assert pages is not None
    opened.database.rows(f"PRAGMA max_page_count = {pages[0]}")
    large = REPORT + b" " * 500_000
    before = opened.last_seq(MARIA)
    with pytest.raises(vault.DiskFull):
        attach(opened, large)
    assert (opened.last_seq(MARIA), stored(opened)) == (before, 0)
    opened.database.rows("PRAGMA max_page_count = 1000000")
    attach(opened, large)
    assert opened.document(digest_of(large)) == large


def test_a_stored_document_is_never_changed(opened: Vault) -> None:
    attach(opened, REPORT)
    for statement in ("UPDATE document SET content = x'00'", "DELETE FROM document"):
        with pytest.raises(Exception, match="never changed"):
            opened.database.run(statement)
    assert opened.document(digest_of(REPORT)) == REPORT


def test_nothing_of_a_document_stands_in_a_file_of_the_vault(made: Made) -> None:
    opened = made.open()
    attach(opened, REPORT)
    assert MARKER.encode() in REPORT
    for moment in ("open", "closed"):
        files = [path for path in made.folder.iterdir() if path.is_file()]
        assert any(path.name.startswith(RECORDS) for path in files)
        for path in files:
            content = path.read_bytes()
            assert MARKER.encode() not in content, (moment, path.name)
            assert REPORT[:200] not in content, (moment, path.name)
            assert digest_of(REPORT).encode() not in content, (moment, path.name)
        if moment == "open":
            opened.close(NOW)


def test_bytes_changed_by_a_thief_with_the_key_are_told(made: Made) -> None:
    opened = made.open()
    attach(opened, REPORT, SCAN)
    opened.close(NOW)
    thief = made.database()
    thief.run("DROP TRIGGER document_update")
    thief.run("UPDATE document SET content = ? WHERE digest = ?", (REPORT + b"x", digest_of(REPORT)))
    thief.close()
    opened = made.open()
    with pytest.raises(DamagedDocument):
        opened.document(digest_of(REPORT))
    assert opened.document(digest_of(SCAN)) == SCAN
    verdict = vault.verify(opened, made.sheet.audit_start)
    assert not verdict.sound
    assert "1 of 2 attached documents" in verdict.sentence
    opened.close(NOW)


def test_a_missing_document_is_told(made: Made) -> None:
    opened = made.open()
    attach(opened, REPORT)
    opened.database.run("DROP TRIGGER document_delete")
    opened.database.run("DELETE FROM document")
    with pytest.raises(DamagedDocument):
        opened.document(digest_of(REPORT))
    assert "1 of 1 attached documents" in vault.verify(opened, made.sheet.audit_start).sentence
    opened.close(NOW)


def test_a_damaged_page_of_a_document_leaves_the_rest_readable(made: Made) -> None:
    opened = made.open()
    large = REPORT + bytes(400_000)
    attach(opened, SCAN, large)
    opened.close(NOW)
    records = made.folder / RECORDS
    raw = bytearray(records.read_bytes())
    spot = len(raw) - 50 * 4096  # the last pages hold the large one
    raw[spot] ^= 0xFF
    records.write_bytes(raw)
    opened = made.open()
    with pytest.raises(DamagedDocument):
        opened.document(digest_of(large))
    assert [entry.slot for entry in opened.read(MARIA)][-1] == HERE
    assert opened.document(digest_of(SCAN)) == SCAN
    attach(opened, SCAN)
    verdict = vault.verify(opened, made.sheet.audit_start)
    assert "1 of 2 attached documents" in verdict.sentence
    opened.close(NOW)


def test_a_sound_vault_with_documents_is_verified(opened: Vault, made: Made) -> None:
    attach(opened, REPORT, SCAN)
    assert vault.verify(opened, made.sheet.audit_start).sound


def test_an_entry_whose_digest_was_changed_breaks_the_chain(made: Made) -> None:
    opened = made.open()
    attach(opened, REPORT)
    opened.close(NOW)
    thief = made.database()
    thief.run("DROP TRIGGER entry_update")
    other = digest_of(SCAN)
    thief.run("UPDATE entry SET value = replace(value, ?, ?)", (digest_of(REPORT), other))
    thief.close()
    opened = made.open()
    assert not vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)


def test_a_vault_of_the_first_version_gains_the_table(tmp_path: Path) -> None:
    opened = of_version(1, tmp_path)
    assert opened.database.row("PRAGMA user_version") == (schema.VERSION,)
    assert opened.lists().drafts
    attach(opened, REPORT)
    assert opened.document(digest_of(REPORT)) == REPORT
    opened.close(NOW)
