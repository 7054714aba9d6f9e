"""Copies of a whole vault in one file each: made beside running work, proved before they count, thinned out by age.

A backup is a zip archive, stored and not compressed, of `keys.json` and `records.db`; both are encrypted or sealed as
they are in the vault, so the file can lie on a stick. Its name carries the time and the head of the audit chain.
"""

from __future__ import annotations

import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from workup.rights import need
from workup.vault import chain, documents, header, refusals
from workup.vault.engine import Database, connect
from workup.vault.records import RECORDS
from workup.vault.restoring import KEYS, go_on, vault_in
from workup.vault.vault import Vault

BACKUP_SUFFIX = ".workup-backup"
SETTING = "backup.last"
_NAME = re.compile(r"(?P<vault>.+) (?P<at>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) (?P<seq>\d+)-(?P<mac>[0-9a-f]{16})")
_TIME = "%Y-%m-%d %H.%M.%S"
_UNFINISHED, _DAY_S = ".workup-backup-", 86_400
_PIECE = 1 << 20
_ROOM = 16 << 20  # left free on the disk for what else is being written


class Kept(Struct, frozen=True, order=True):
    """One backup as its name tells: local time, file, and the head of the audit chain in it."""

    at: datetime
    file: Path
    seq: int
    mac: str


class LastBackup(Struct, frozen=True):
    """The newest copy that was proved, as the vault remembers it."""

    at: datetime
    folder: str
    name: str
    seq: int


class Retention(Struct, frozen=True):
    """How many days, weeks and months keep their newest copy."""

    days: int
    weeks: int
    months: int


def back_up(vault: Vault, folder: Path, now: datetime, *, progress: Callable[[float], bool] = lambda _: True) -> Kept:
    """Copy the vault into one new file of `folder` and prove the copy; only then does it bear a backup's name.

    Any thread may do it while entries are stored. `progress` takes the share done and says whether to go on.
    Refuses with a sentence when the folder is inside the vault, out of reach or full; what stands there stays.
    """
    need(vault.person, "backup")
    target = _folder(vault, folder)
    _clear(target)
    vault.checkpoint()
    _check_room(target, vault.folder / RECORDS)
    try:
        with TemporaryDirectory(prefix=_UNFINISHED, dir=target) as made:
            part, accounts = Path(made), (vault.header.accounts, vault.data_key)
            _copy(vault, part / RECORDS, lambda: progress(0.0))
            go_on(progress(0.4))
            head = _proved(part / RECORDS, vault.data_key, lambda: progress(0.4))
            go_on(progress(0.7))
            header.write(part, vault.header_with(*head))
            if accounts != (vault.header.accounts, vault.data_key):  # these records do not know those key slots
                raise refusals.BadCopy
            packed = part / "packed"
            _pack(packed, part)
            go_on(progress(0.9))
            _compare(packed, part)
            name = f"{vault.folder.stem} {now.strftime(_TIME)} {head[0]}-{head[1].hex()[:16]}{BACKUP_SUFFIX}"
            final = _free(target / name)
            packed.replace(final)
            header.fsync_folder(target)
    except OSError as error:
        raise refusals.from_os(error, refusals.BackupFolderGone) from None
    progress(1.0)
    return Kept(now.replace(tzinfo=None, microsecond=0), final, head[0], head[1].hex()[:16])


def remember(vault: Vault, backup: Kept, now: datetime) -> None:
    """Note a proved copy in the vault and its audit trail; only the thread that stores entries may do it."""
    last = LastBackup(now, str(backup.file.parent), backup.file.name, backup.seq)
    vault.set_setting(SETTING, msgspec.json.encode(last).decode(), vault.person.id, now)


def changed_since(vault: Vault, backup: LastBackup | None) -> bool:
    """Whether anything was recorded after that copy; who opened or locked the vault does not count."""
    seq = 0 if backup is None else backup.seq
    query = "SELECT 1 FROM entry WHERE seq > ? UNION ALL SELECT 1 FROM packed WHERE last > ?"
    return vault.database.row(query, (seq, seq)) is not None


def beside_folder(vault_folder: Path) -> Path:
    """Where copies lie until another folder is chosen: beside the vault, on the same disk."""
    return vault_folder.with_name("Workup backups")


def made(folder: Path) -> Path:
    """The folder for copies, made when it is not there yet. Refuses when it cannot be made."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        header.fsync_folder(folder.parent)  # a power cut would take a new folder away, with all copies in it
    except OSError as error:
        raise refusals.from_os(error, refusals.BackupFolderGone) from None
    return folder


def same_disk(folder: Path, vault_folder: Path) -> bool:
    """Whether both would be lost together with one disk, as far as the system tells."""
    try:
        return folder.stat().st_dev == vault_folder.stat().st_dev
    except OSError:
        return False


def last_backup(vault: Vault) -> LastBackup | None:
    """The newest proved copy, as the vault remembers it; None before the first."""
    text = vault.setting(SETTING)
    try:
        return None if text is None else msgspec.json.decode(text, type=LastBackup)
    except msgspec.DecodeError:
        return None


def kept(folder: Path, vault_name: str = "") -> tuple[Kept, ...]:
    """The backups in a folder, the newest first; of one vault when named. A folder out of reach has none."""
    try:
        files = [file for file in folder.iterdir() if file.name.endswith(BACKUP_SUFFIX) and not file.is_symlink()]
    except OSError:
        return ()
    found = []
    for file in files:
        match = _NAME.fullmatch(re.sub(r" \(\d+\)$", "", file.name.removesuffix(BACKUP_SUFFIX)))
        if match is None or (vault_name and match["vault"] != vault_name):
            continue
        try:
            at = datetime.strptime(match["at"], _TIME)  # noqa: DTZ007 - local, as the name shows it
        except ValueError:
            continue
        found.append(Kept(at, file, int(match["seq"]), match["mac"]))
    return tuple(sorted(found, reverse=True))


def of_vault(vault_folder: Path, folders: Sequence[Path]) -> tuple[Kept, ...]:
    """The copies of a vault that may not open itself any more, the best one first; nothing is written.

    The newest of its own name come first, then those of the same records under another name: of a vault that was
    restored from it, or from which it was. Without readable keys only the name tells; what is no backup is left out.
    """
    try:
        own = header.read(vault_folder)[0].vault
    except refusals.VaultError:
        own = ""
    places = tuple(dict.fromkeys(folders))
    named = {backup for folder in places for backup in kept(folder, vault_folder.stem)}
    others = {backup for folder in places for backup in kept(folder)} - named if own else set()
    candidates = (*sorted(named, reverse=True), *sorted(others, reverse=True))
    whose = ((backup, _vault_of(backup.file)) for backup in candidates)
    return tuple(backup for backup, of in whose if of and of == (own or of))


def spared(backups: Sequence[Kept], retention: Retention) -> tuple[Kept, ...]:
    """Those that stay: the newest of each of the last days, weeks and months that have one, and always the newest."""
    newest_first = sorted(backups, reverse=True)
    stay: set[Kept] = set(newest_first[:1])
    for most, period in (
        (retention.days, lambda at: at.date().toordinal()),
        (retention.weeks, lambda at: at.isocalendar()[:2]),
        (retention.months, lambda at: (at.year, at.month)),
    ):
        seen: dict[object, Kept] = {}
        for backup in newest_first:
            seen.setdefault(period(backup.at), backup)
        stay.update(list(seen.values())[:most])
    return tuple(backup for backup in newest_first if backup in stay)


def thin_out(vault: Vault, folder: Path, retention: Retention) -> tuple[Path, ...]:
    """Delete what the retention does not keep, of this vault only; the files deleted."""
    own = [backup for backup in kept(folder, vault.folder.stem) if _vault_of(backup.file) == vault.id]
    stay = set(spared(own, retention))
    gone = []
    for backup in own:
        if backup not in stay:
            try:
                backup.file.unlink()
            except OSError:
                continue  # a folder that went away in between; the next copy tries again
            gone.append(backup.file)
    return tuple(gone)


def _folder(vault: Vault, folder: Path) -> Path:
    try:
        resolved = folder.resolve(strict=True)
    except OSError:
        raise refusals.BackupFolderGone from None
    if not resolved.is_dir():
        raise refusals.BackupFolderGone
    if resolved.is_relative_to(vault.folder.resolve()):
        raise refusals.BackupInVault
    return resolved


def _clear(target: Path) -> None:
    """Take away what a backup left that was cut off by a power failure; another window's may be under way."""
    for left in target.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):
            if not left.is_symlink() and left.is_dir() and left.stat().st_mtime < time.time() - _DAY_S:
                shutil.rmtree(left, ignore_errors=True)


def _check_room(target: Path, records: Path) -> None:
    try:
        needed, free = records.stat().st_size * 2 + _ROOM, shutil.disk_usage(target).free
    except OSError as error:
        raise refusals.from_os(error, refusals.BackupFolderGone) from None
    if free < needed:
        raise refusals.NoRoomForBackup


def _copy(vault: Vault, target: Path, go_on: Callable[[], bool]) -> None:
    source = connect(vault.folder / RECORDS, vault.data_key)
    try:
        source.watch(go_on)
        source.run("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    target.chmod(0o600)


def _proved(records: Path, data_key: bytes, go_on: Callable[[], bool]) -> tuple[int, bytes]:
    """The head of the chain in a copy whose pages, tables and documents are whole; refuses any other."""
    database = connect(records, data_key)
    try:
        database.watch(go_on)
        _sweep(database)
        _, damaged = documents.damaged(database, records, data_key)
        if damaged:
            raise refusals.BadCopy
        end = chain.Chain(database)
        if end.seq and chain.mac_at(database, end.seq) != end.mac:
            raise refusals.BadCopy
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return end.seq, end.mac
    finally:
        database.close()


def _sweep(database: Database) -> None:
    """Every page by its seal, every table and index by its structure."""
    if database.rows("PRAGMA cipher_integrity_check") or database.rows("PRAGMA integrity_check") != [("ok",)]:
        raise refusals.BadCopy


def _pack(packed: Path, part: Path) -> None:
    handle = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
            for name in (KEYS, RECORDS):
                info = zipfile.ZipInfo(name)
                info.external_attr = 0o600 << 16
                with (part / name).open("rb") as source, archive.open(info, "w", force_zip64=True) as into:
                    shutil.copyfileobj(source, into, _PIECE)
        raw.flush()
        os.fsync(raw.fileno())


def _compare(packed: Path, part: Path) -> None:
    """Read the packed file once more against what was proved."""
    with zipfile.ZipFile(packed) as archive:
        for name in (KEYS, RECORDS):
            with archive.open(name) as written, (part / name).open("rb") as proved:
                while piece := proved.read(_PIECE):
                    if written.read(len(piece)) != piece:
                        raise refusals.BadCopy
                if written.read(1):
                    raise refusals.BadCopy


def _free(wanted: Path) -> Path:
    free, number = wanted, 2
    while free.exists() or free.is_symlink():
        free = wanted.with_name(f"{wanted.name.removesuffix(BACKUP_SUFFIX)} ({number}){BACKUP_SUFFIX}")
        number += 1
    return free


def _vault_of(file: Path) -> str:
    try:
        return vault_in(file).vault
    except refusals.VaultError:
        return ""
