"""Backups: made beside running work, proved, thinned out, restored beside the vault; and what is refused."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.full_disk import full_disk
from tests.workup.test_vault_packed import sign
from tests.workup.vaults import FIRST, MARIA, NOW, PASSWORD, STORED, Made, drafts, of_version
from workup import vault
from workup.answers import slot
from workup.store import Batch
from workup.vault import BACKUP_SUFFIX, Vault, schema
from workup.vault.engine import connect
from workup.vault.records import RECORDS
from workup.vault.restoring import KEYS

LOGS = (MARIA, FIRST)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@contextmanager
def opened(made: Made) -> Iterator[Vault]:
    live = made.open()
    yield live
    live.close(NOW)


def contents(live: Vault) -> list[tuple[object, ...]]:
    tables = ("entry", "audit", "setting", "pending", "person", "evaluation", "open_work", "document")
    return [row for table in tables for row in live.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2")]  # noqa: S608


def test_a_backup_restores_to_the_same_record_beside_the_vault_with_only_the_recovery_sheet(
    made: Made, stick: Path, tmp_path: Path
) -> None:
    with opened(made) as live:
        live.keep_pending("ann", FIRST, slot("reason"), "half a wo", NOW)
        before = contents(live)
        kept = vault.back_up(live, stick, NOW)
        restored = vault.restore(kept.file, vault.beside(made.folder, NOW), "mark")
        assert restored.parent == made.folder.parent
        assert contents(live) == before, "the copy changes nothing in what it copies"
    again = vault.open_with_recovery(restored, made.sheet.key, NOW)
    assert again.warning == ""
    last = again.database.row("SELECT max(seq) FROM audit")
    assert last is not None
    assert [row for row in contents(again) if row[0] != last[0]] == before
    assert vault.verify(again, made.sheet.audit_start).sound
    again.close(NOW)
    assert sorted(path.name for path in restored.iterdir()) == ["keys-copy.json", "keys.json", "lock", "records.db"]
    assert [path.name for path in stick.iterdir()] == [kept.file.name]


def test_a_backup_opens_with_the_password_it_was_made_under(made: Made, stick: Path, tmp_path: Path) -> None:
    with opened(made) as live:
        kept = vault.back_up(live, stick, NOW)
    assert [person.name for person in vault.vault_in(kept.file).people] == [made.person.name]
    restored = vault.restore(kept.file, tmp_path / "Other", "mark")
    again = vault.open_with_password(restored, made.person.id, PASSWORD, NOW)
    assert [entry.value for entry in again.read(MARIA)] == ["Schmidt", "Maria"]
    again.close(NOW)


def test_the_name_of_a_backup_carries_time_and_head_of_the_chain_and_no_patient(made: Made, stick: Path) -> None:
    with opened(made) as live:
        kept = vault.back_up(live, stick, NOW)
        head = live.database.row("SELECT seq, mac FROM chain")
    assert head is not None
    assert (kept.seq, kept.mac) == (head[0], head[1].hex()[:16])
    assert kept.file.name == f"copy 2025-11-25 09.12.00 {head[0]}-{head[1].hex()[:16]}{BACKUP_SUFFIX}"
    assert vault.kept(stick, "copy") == (kept,)
    assert vault.kept(stick, "another") == ()
    raw = kept.file.read_bytes()
    assert b"Schmidt" not in raw
    assert b"SQLite" not in raw


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_nobody_else_may_read_a_backup_or_what_was_restored(made: Made, stick: Path, tmp_path: Path) -> None:
    with opened(made) as live:
        kept = vault.back_up(live, stick, NOW)
    restored = vault.restore(kept.file, tmp_path / "Other", "mark")
    for path in (kept.file, restored, *restored.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


def test_backups_taken_while_entries_are_stored_hold_every_entry_up_to_one_and_none_after(
    made: Made, stick: Path, tmp_path: Path
) -> None:
    with opened(made) as live:
        with ThreadPoolExecutor(1) as other:
            copies = other.submit(
                lambda: [vault.back_up(live, stick, NOW + timedelta(seconds=second)) for second in range(5)]
            )
            number = 0
            while not copies.done():
                number += 1
                live.append(Batch(FIRST, live.last_seq(FIRST), drafts(FIRST, {"reason": f"answer {number}"})))
            taken = copies.result()
        whole = live.read(FIRST)
    assert len({kept.seq for kept in taken}) > 1, "something was stored between the copies"
    for place, kept in enumerate(taken):
        restored = vault.restore(kept.file, tmp_path / f"Restored {place}", "mark")
        again = vault.open_with_password(restored, made.person.id, PASSWORD, NOW)
        assert again.read(FIRST) == [entry for entry in whole if entry.seq <= kept.seq]
        assert vault.verify(again, made.sheet.audit_start).sound
        again.close(NOW)


def test_two_backups_in_one_second_stand_side_by_side(made: Made, stick: Path) -> None:
    with opened(made) as live:
        first, second = vault.back_up(live, stick, NOW), vault.back_up(live, stick, NOW)
    assert first.file != second.file
    assert {kept.file for kept in vault.kept(stick)} == {first.file, second.file}


def test_the_vault_remembers_its_last_backup_and_says_so_in_the_audit(made: Made, stick: Path) -> None:
    with opened(made) as live:
        assert vault.last_backup(live) is None
        kept = vault.back_up(live, stick, NOW)
        assert vault.last_backup(live) is None, "it counts when it is noted"
        vault.remember(live, kept, NOW)
        assert vault.last_backup(live) == vault.LastBackup(NOW, str(stick), kept.file.name, kept.seq)
        audited = live.database.rows("SELECT who, object FROM audit WHERE action = 'setting' ORDER BY seq")
    assert audited[-1] == (made.person.id, "backup.last")


@pytest.mark.parametrize("version", [number for number in STORED if number < schema.VERSION])
def test_before_a_former_version_is_changed_a_proved_copy_of_it_is_there(version: int, tmp_path: Path) -> None:
    old = of_version(version, tmp_path)
    entries = old.database.rows("SELECT * FROM entry ORDER BY seq")
    old.close(NOW)
    (kept,) = vault.kept(tmp_path / "Workup backups")
    restored = vault.restore(kept.file, tmp_path / "Again", "mark")
    copied = connect(restored / RECORDS, old.data_key)
    assert copied.rows("PRAGMA user_version") == [(version,)]
    assert copied.rows("SELECT * FROM entry ORDER BY seq") == entries
    copied.close()


# -- what is refused -------------------------------------------------------------------------------------------------


def test_a_backup_is_never_made_inside_the_vault_or_in_a_folder_that_is_gone(made: Made, stick: Path) -> None:
    with opened(made) as live:
        with pytest.raises(vault.BackupInVault):
            vault.back_up(live, made.folder, NOW)
        with pytest.raises(vault.BackupFolderGone):
            vault.back_up(live, stick / "pulled out", NOW)
        file = stick / "file"
        file.touch()
        with pytest.raises(vault.BackupFolderGone):
            vault.back_up(live, file, NOW)


def test_a_stopped_backup_leaves_nothing(made: Made, stick: Path) -> None:
    with opened(made) as live, pytest.raises(vault.BackupStopped):
        vault.back_up(live, stick, NOW, progress=lambda share: share < 0.5)
    assert list(stick.iterdir()) == []


def test_a_backup_stops_in_the_middle_of_copying_and_leaves_nothing(made: Made, stick: Path) -> None:
    with opened(made) as live:
        rows = [drafts(FIRST, {"reason": f"{number:200}"})[0] for number in range(20_000)]
        live.append(Batch(FIRST, live.last_seq(FIRST), rows))
        asked = count(1)
        with pytest.raises(vault.BackupStopped):
            vault.back_up(live, stick, NOW, progress=lambda share: next(asked) < 3 and share == 0)
        assert next(asked) == 4, "it was still copying when it was stopped"
        assert vault.changed_since(live, None)
    assert list(stick.iterdir()) == []


def test_what_a_power_failure_left_goes_a_day_later_and_nothing_else(made: Made, stick: Path) -> None:
    old, new, foreign = stick / ".workup-backup-old", stick / ".workup-backup-new", stick / "old"
    for left in (old, new, foreign):
        left.mkdir()
    for left in (old, foreign):
        os.utime(left, (1, 1))
    with opened(made) as live:
        kept = vault.back_up(live, stick, NOW)
    assert {path.name for path in stick.iterdir()} == {new.name, foreign.name, kept.file.name}


def test_only_what_was_recorded_counts_as_a_change_since_the_last_backup(made: Made, stick: Path) -> None:
    with opened(made) as live:
        vault.remember(live, vault.back_up(live, stick, NOW), NOW)
        live.audit("opened", made.person.id, "evaluation:x", NOW)
        last = vault.last_backup(live)
        assert not vault.changed_since(live, last)
        live.append(Batch(FIRST, live.last_seq(FIRST), drafts(FIRST, {"reason": "new"})))
        assert vault.changed_since(live, last)


def test_a_disk_without_room_is_said_before_anything_is_written(
    made: Made, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with opened(made) as live, pytest.raises(vault.NoRoomForBackup):
        vault.back_up(live, stick, NOW)
    assert list(stick.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes is set for Linux only")
def test_a_disk_that_fills_up_in_between_leaves_no_half_file_and_the_former_copy(made: Made, stick: Path) -> None:
    with opened(made) as live:
        former = vault.back_up(live, stick, NOW)
        size = former.file.stat().st_size
        for room in (size // 5, size * 2 // 3, size - 10):
            with full_disk(room), pytest.raises((vault.DiskFull, vault.BackupFolderGone)):
                vault.back_up(live, stick, NOW + timedelta(minutes=1))
            assert list(stick.iterdir()) == [former.file]
        live.append(Batch(FIRST, live.last_seq(FIRST), drafts(FIRST, {"reason": "goes on"})))


def test_a_damaged_record_gives_no_backup_that_counts(made: Made, stick: Path) -> None:
    raw = bytearray((made.folder / RECORDS).read_bytes())
    raw[len(raw) // 2] ^= 1
    (made.folder / RECORDS).write_bytes(raw)
    with opened(made) as live, pytest.raises((vault.DamagedVault, vault.BadCopy)):
        vault.back_up(live, stick, NOW)
    assert list(stick.iterdir()) == []


@pytest.fixture(scope="module")
def packed(made_once: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed")
    made = made_once.copy(folder)
    stick = folder / "stick"
    stick.mkdir()
    with opened(made) as live:
        return vault.back_up(live, stick, NOW).file


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_of_a_backup_is_never_restored_unnoticed(
    packed: Path, made_once: Made, tmp_path_factory: pytest.TempPathFactory, place: float, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    raw = bytearray(packed.read_bytes())
    raw[int(place * len(raw))] ^= 1 << bit
    file = folder / packed.name
    file.write_bytes(raw)
    try:
        restored = vault.restore(file, folder / "Other", "mark")
    except vault.VaultError:
        assert sorted(path.name for path in folder.iterdir()) == [packed.name]
    else:  # bytes of the archive that mean nothing, such as a time: the record itself is whole
        sound = vault.restore(packed, folder / "Sound", "mark")
        for name in (KEYS, RECORDS):
            assert (restored / name).read_bytes() == (sound / name).read_bytes()
    shutil.rmtree(folder)


def archive(file: Path, *entries: tuple[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in entries:
            made.writestr(name, content)
    return file


def test_what_is_no_backup_is_refused_and_writes_nothing(tmp_path: Path, packed: Path) -> None:
    keys = zipfile.ZipFile(packed).read(KEYS)
    bomb = b"\0" * 5_000_000
    hostile = [
        archive(tmp_path / "a", (KEYS, keys), (f"../{RECORDS}", b"x")),
        archive(tmp_path / "b", (KEYS, keys), (f"/tmp/{RECORDS}", b"x")),  # noqa: S108 - a hostile name, never written
        archive(tmp_path / "c", (KEYS, keys), (RECORDS, b"x"), ("more", b"x")),
        archive(tmp_path / "d", (KEYS, keys)),
        archive(tmp_path / "e", (KEYS, keys), (RECORDS, bomb), compression=zipfile.ZIP_DEFLATED),
        archive(tmp_path / "f", (KEYS, bomb), (RECORDS, b"x")),
        archive(tmp_path / "g", (KEYS, b"{}"), (RECORDS, b"x")),
        archive(tmp_path / "h"),
    ]
    text = tmp_path / "i"
    text.write_text("not an archive")
    for file in (*hostile, text, tmp_path, tmp_path / "missing"):
        target = tmp_path / "target"
        target.mkdir()
        with pytest.raises(vault.VaultError) as refused:
            vault.restore(file, target / "New", "mark")
        assert refused.value.sentence.endswith(".")
        assert list(target.iterdir()) == []
        target.rmdir()


def test_nothing_is_restored_over_what_exists(tmp_path: Path, packed: Path, made: Made) -> None:
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}
    with pytest.raises(vault.FolderTaken):
        vault.restore(packed, made.folder, "mark")
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before
    beside = vault.beside(made.folder, NOW)
    assert beside.name == "copy restored 2025-11-25.workup"
    vault.restore(packed, beside, "mark")
    assert vault.beside(made.folder, NOW).name == "copy restored 2025-11-25 (2).workup"


def test_a_signature_is_a_change_since_the_last_backup_and_is_in_the_next(made: Made, stick: Path) -> None:
    with opened(made) as live:
        live.append(Batch(MARIA, live.last_seq(MARIA), drafts(MARIA, {"sex": "female"})))
        vault.remember(live, vault.back_up(live, stick, NOW), NOW)
        sign(live)
        assert vault.changed_since(live, vault.last_backup(live))
        vault.remember(live, vault.back_up(live, stick, NOW), NOW)
        assert not vault.changed_since(live, vault.last_backup(live))


def test_the_copies_of_a_vault_that_cannot_be_opened_are_its_own_the_newest_first(
    made: Made, stick: Path, tmp_path: Path
) -> None:
    with opened(made) as live:
        older, newest = (vault.back_up(live, stick, NOW + timedelta(hours=hour)) for hour in (0, 1))
    renamed = Path(shutil.copytree(made.folder, tmp_path / "copy restored.workup"))
    with opened(replace(made, folder=renamed)) as live:
        later = vault.back_up(live, stick, NOW + timedelta(hours=2))
    stranger, _sheet = vault.create(tmp_path / "copy strange", PASSWORD, made.person, NOW, kdf=vault.FLOOR)
    foreign = vault.back_up(stranger, stick, NOW + timedelta(hours=3))
    stranger.close(NOW)
    foreign.file.rename(stick / foreign.file.name.replace("copy strange", "copy"))
    (stick / newest.file.name.replace("09.", "08.").replace("10.", "08.")).write_bytes(b"cut off")
    missing = tmp_path / "pulled out"
    found = vault.of_vault(made.folder, (missing, stick, stick))
    assert [kept.file for kept in found] == [newest.file, older.file, later.file]
    assert [kept.file for kept in vault.of_vault(renamed, (stick,))] == [later.file, newest.file, older.file]
    for keys_file in made.folder.glob("keys*.json"):
        keys_file.write_bytes(b"no")
    assert newest.file in [kept.file for kept in vault.of_vault(made.folder, (stick,))], "by its name alone"
    assert later.file not in [kept.file for kept in vault.of_vault(made.folder, (stick,))]
