"""Making and opening a vault, and every folder that is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import pytest

from tests.workup.vaults import ANN, FIRST, MARIA, NOW, PASSWORD, Made, drafts
from workup import vault
from workup.store import Batch
from workup.vault import (
    DamagedVault,
    FolderTaken,
    NetworkFolder,
    NewerVault,
    NotAVault,
    ReadOnlyFolder,
    UnsafeEngine,
    UnusablePlace,
    VaultInUse,
    WrongPassword,
    engine,
    place,
)
from workup.vault.records import RECORDS


def test_a_new_vault_opens_with_its_password_and_holds_what_was_stored(tmp_path: Path) -> None:
    opened, sheet = vault.create(tmp_path / "North", PASSWORD, ANN, NOW, kdf=vault.FLOOR)
    assert opened.folder == tmp_path / "North.workup"
    opened.append(Batch(MARIA, 0, drafts(MARIA, {"family_name": "Schmidt"})))
    opened.close(NOW)
    opened.close(NOW)
    (person,) = vault.people(opened.folder)
    assert (person.name, person.profession) == (ANN.name, ANN.profession)
    again = vault.open_with_password(opened.folder, person.id, PASSWORD, NOW)
    assert [entry.value for entry in again.read(MARIA)] == ["Schmidt"]
    assert again.warning == ""
    assert vault.verify(again, sheet.audit_start).sound
    again.close(NOW)
    assert sorted(path.name for path in opened.folder.iterdir()) == [
        "keys-copy.json",
        "keys.json",
        "lock",
        "records.db",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["North.workup"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_nobody_else_may_look_into_a_new_vault(made_once: Made) -> None:
    assert made_once.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in made_once.folder.iterdir())


def test_the_records_file_is_encrypted_and_the_engine_is_set_to_lose_nothing(made: Made) -> None:
    text = (made.folder / RECORDS).read_bytes()
    assert b"SQLite" not in text
    assert b"Schmidt" not in text
    opened = made.open()
    expected = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "wal_autocheckpoint": 0, "secure_delete": 1, "cipher_status": "1",
    }  # fmt: skip
    found = {name: opened.database.rows(f"PRAGMA {name}")[0][0] for name in expected}
    opened.close(NOW)
    assert found == expected


def test_a_wrong_password_or_person_changes_no_record_and_lets_go(made: Made) -> None:
    def files(*, keys: bool) -> dict[str, bytes]:
        return {f.name: f.read_bytes() for f in made.folder.iterdir() if keys or not f.name.startswith("keys")}

    before = files(keys=False)
    with pytest.raises(WrongPassword):
        vault.open_with_password(made.folder, made.person.id, PASSWORD + "!", NOW)
    counted = files(keys=True)
    with pytest.raises(WrongPassword):
        vault.open_with_password(made.folder, "nobody000000", PASSWORD, NOW)
    assert files(keys=True) == counted, "who is nobody has no tries"
    assert files(keys=False) == before
    made.open().close(NOW)


def test_a_vault_in_use_is_refused_and_free_again_after_closing(made: Made) -> None:
    opened = made.open()
    with pytest.raises(VaultInUse):
        vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW)
    opened.append(Batch(FIRST, opened.last_seq(FIRST), drafts(FIRST, {"reason": "still works"})))
    opened.close(NOW)
    made.open().close(NOW)


def _missing(made: Made) -> None:
    (made.folder / RECORDS).unlink()


def _empty(made: Made) -> None:
    (made.folder / RECORDS).write_bytes(b"")


def _plain(made: Made) -> None:
    _missing(made)
    with sqlite3.connect(made.folder / RECORDS) as plain:
        plain.execute("CREATE TABLE entry (seq)")
    plain.close()


def _other_key(made: Made) -> None:
    _missing(made)
    engine.connect(made.folder / RECORDS, bytes(32), new=True).close()


def _cut(made: Made) -> None:
    os.truncate(made.folder / RECORDS, 6000)


def _flipped(made: Made) -> None:
    records = bytearray((made.folder / RECORDS).read_bytes())
    records[2000] ^= 1
    (made.folder / RECORDS).write_bytes(records)


def _not_ours(made: Made) -> None:
    _missing(made)
    other = engine.connect(made.folder / RECORDS, made.data_key, new=True)
    other.run("CREATE TABLE notes (text)")
    other.close()


@pytest.mark.parametrize("damage", [_missing, _empty, _plain, _other_key, _cut, _flipped, _not_ours])
def test_damaged_records_are_refused_and_never_made_anew(made: Made, damage: Callable[[Made], None]) -> None:
    damage(made)
    records = made.folder / RECORDS
    before = records.read_bytes() if records.exists() else None
    for _ in range(2):
        with pytest.raises(DamagedVault):
            made.open()
    assert (records.read_bytes() if records.exists() else None) == before


def test_records_of_a_newer_version_are_refused_untouched(made: Made) -> None:
    database = made.database()
    database.run("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(NewerVault):
        made.open()


def test_a_folder_that_is_not_a_vault_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("hello")
    for folder in (tmp_path, tmp_path / "nowhere", file):
        with pytest.raises(NotAVault):
            vault.people(folder)
        with pytest.raises(NotAVault):
            vault.open_with_password(folder, "someone00000", PASSWORD, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_records_without_keys_are_called_damaged_not_foreign(made: Made) -> None:
    for name in ("keys.json", "keys-copy.json"):
        (made.folder / name).unlink()
    with pytest.raises(DamagedVault):
        vault.people(made.folder)


def test_a_new_vault_covers_nothing(made: Made, tmp_path: Path) -> None:
    taken = tmp_path / "taken.workup"
    taken.write_text("a file")
    for folder in (made.folder, taken):
        with pytest.raises(FolderTaken):
            vault.create(folder, PASSWORD, ANN, NOW, kdf=vault.FLOOR)
    for folder in (taken / "below", tmp_path / ("long" * 90)):
        with pytest.raises(UnusablePlace):
            vault.create(folder, PASSWORD, ANN, NOW, kdf=vault.FLOOR)
    made.open().close(NOW)


def test_a_folder_on_another_computer_is_refused() -> None:
    for path in (r"\\server\clinic\North.workup", "//server/clinic/North.workup"):
        with pytest.raises(NetworkFolder):
            place.check_local(PureWindowsPath(path))
    place.check_local(PureWindowsPath(r"C:\clinic\North.workup"))


def test_any_folder_name_will_do(made: Made, tmp_path: Path) -> None:
    folder = tmp_path / "Dr Müller #2 100%20 名前.workup"
    made.folder.rename(folder)
    opened = Made(folder, made.data_key, made.person, made.sheet).open()
    opened.checkpoint()
    assert len(opened.read(FIRST)) == 3
    opened.close(NOW)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root, which no folder stops, for a while."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_folder_without_the_right_to_write_is_refused(made: Made) -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(shutil.copytree(made.folder, Path(parent) / "locked.workup"))
        (folder / "lock").unlink()
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        Path(parent).chmod(0o555)
        with as_nobody():
            assert vault.people(folder) == (made.person,)
            with pytest.raises(ReadOnlyFolder):
                vault.open_with_password(folder, made.person.id, PASSWORD, NOW)
            with pytest.raises(ReadOnlyFolder):
                vault.create(Path(parent) / "new", PASSWORD, ANN, NOW, kdf=vault.FLOOR)
        folder.chmod(0o000)
        with as_nobody(), pytest.raises(ReadOnlyFolder):
            vault.people(folder)
        folder.chmod(0o755)
        Path(parent).chmod(0o755)


@pytest.mark.parametrize(
    ("sqlite", "cipher", "status"),
    [
        ("3.51.2", "4.19.0 community", "1"), ("3.40.1", "", ""), ("3.53.4", "", "1"), ("3.53.4", "4.19.0", "0"),
        ("3.53.4", "4.18.9 community", "1"),
    ],
)
def test_an_engine_that_is_too_old_or_does_not_encrypt_is_refused(sqlite: str, cipher: str, status: str) -> None:
    engine.check_engine("3.51.3", "4.19.0 community", "1")
    with pytest.raises(UnsafeEngine):
        engine.check_engine(sqlite, cipher, status)


def test_the_plain_engine_in_place_of_the_encrypting_one_stores_nothing(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (made.folder / RECORDS).read_bytes()
    monkeypatch.setattr(engine, "dbapi2", sqlite3)
    with pytest.raises(UnsafeEngine):
        made.open()
    with pytest.raises(UnsafeEngine):
        vault.create(tmp_path / "new", PASSWORD, ANN, NOW, kdf=vault.FLOOR)
    assert (made.folder / RECORDS).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [made.folder.name]


def test_older_records_put_back_are_noticed_at_opening(made: Made) -> None:
    older = (made.folder / RECORDS).read_bytes()
    opened = made.open()
    opened.append(Batch(FIRST, opened.last_seq(FIRST), drafts(FIRST, {"reason": "newer"})))
    opened.close(NOW)
    (made.folder / RECORDS).write_bytes(older)
    opened = made.open()
    assert opened.warning.startswith("The records are older")
    opened.close(NOW)


def test_vaults_opened_lately_are_listed_while_they_exist(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "config" / "vaults.json"
    assert place.recent_folders(file) == ()
    gone = tmp_path / "gone.workup"
    gone.mkdir()
    for folder in (made.folder, gone, made.folder):
        place.remember_folder(folder, file)
    assert place.recent_folders(file) == (made.folder, gone)
    gone.rmdir()
    assert place.recent_folders(file) == (made.folder,)
    file.write_text("[1, 2")
    assert place.recent_folders(file) == ()
    assert place.default_folder().suffix == ".workup"
