"""Copies of a whole vault in one file each: made beside running work, proved before they count, thinned out by age.

A backup is a zip archive, stored and not compressed, of `keys.json` and `records.db`; both are encrypted or sealed as
they are in the vault, so the file can lie on a stick. Its name carries the time and the head of the audit chain.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from workup.rights import need
from workup.vault import chain, documents, header, place, refusals
from workup.vault.engine import Database, connect
from workup.vault.store import RECORDS, Vault

SUFFIX = ".workup-backup"
SETTING = "backup.last"
KEYS = header.COPIES[0]
_NAME = re.compile(r"(?P<vault>.+) (?P<at>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) (?P<seq>\d+)-(?P<mac>[0-9a-f]{16})")
_TIME = "%Y-%m-%d %H.%M.%S"
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
    vault.checkpoint()
    _check_room(target, vault.folder / RECORDS)
    try:
        with TemporaryDirectory(prefix=".workup-backup-", dir=target) as made:
            part = Path(made)
            _copy(vault, part / RECORDS)
            _go_on(progress(0.4))
            head = _proved(part / RECORDS, vault.data_key)
            _go_on(progress(0.7))
            header.write(part, vault.header_with(*head))
            packed = part / "packed"
            _pack(packed, part)
            _go_on(progress(0.9))
            _compare(packed, part)
            name = f"{vault.folder.stem} {now.strftime(_TIME)} {head[0]}-{head[1].hex()[:16]}{SUFFIX}"
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
        files = [file for file in folder.iterdir() if file.name.endswith(SUFFIX) and not file.is_symlink()]
    except OSError:
        return ()
    found = []
    for file in files:
        match = _NAME.fullmatch(re.sub(r" \(\d+\)$", "", file.name.removesuffix(SUFFIX)))
        if match is None or (vault_name and match["vault"] != vault_name):
            continue
        try:
            at = datetime.strptime(match["at"], _TIME)  # noqa: DTZ007 - local, as the name shows it
        except ValueError:
            continue
        found.append(Kept(at, file, int(match["seq"]), match["mac"]))
    return tuple(sorted(found, reverse=True))


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


def vault_in(file: Path) -> header.Header:
    """The key header inside a backup, for its people. Refuses what is no backup; nothing is written."""
    with _opened(file) as archive, TemporaryDirectory(prefix="workup-keys-") as made:
        _extract(archive, KEYS, Path(made) / KEYS)
        return header.read(Path(made))[0]


def restore(file: Path, folder: Path, mark: str, *, progress: Callable[[float], bool] = lambda _: True) -> Path:
    """Lay a backup out as a vault of its own at `folder`, beside whatever exists; the folder it became.

    Never over an existing vault. It is opened afterwards as any other, with a password or the recovery key;
    `mark` names the unfinished folder. A copy that cannot be read whole is refused and leaves nothing.
    """
    final = place.vault_folder(folder)
    with _opened(file) as archive:
        part = place.make_folder(final, mark)
        try:
            _extract(archive, KEYS, part / KEYS)
            _go_on(progress(0.05))
            _extract(archive, RECORDS, part / RECORDS, lambda share: _go_on(progress(0.05 + share * 0.9)))
            restored, _ = header.read(part)
            header.write(part, restored)
            place.settle(part, final)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            raise refusals.from_os(error, refusals.NotABackup) from None
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    progress(1.0)
    return final


def beside(folder: Path, day: datetime) -> Path:
    """A free name for a restored vault, beside the present one."""
    wanted = folder.with_name(f"{folder.stem} restored {day:%Y-%m-%d}{place.SUFFIX}")
    number = 2
    free = wanted
    while free.exists():
        free = wanted.with_name(f"{wanted.stem} ({number}){place.SUFFIX}")
        number += 1
    return free


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


def _check_room(target: Path, records: Path) -> None:
    try:
        needed, free = records.stat().st_size * 2 + _ROOM, shutil.disk_usage(target).free
    except OSError as error:
        raise refusals.from_os(error, refusals.BackupFolderGone) from None
    if free < needed:
        raise refusals.NoRoomForBackup


def _copy(vault: Vault, target: Path) -> None:
    source = connect(vault.folder / RECORDS, vault.data_key)
    try:
        source.run("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    target.chmod(0o600)


def _proved(records: Path, data_key: bytes) -> tuple[int, bytes]:
    """The head of the chain in a copy whose pages, tables and documents are whole; refuses any other."""
    database = connect(records, data_key)
    try:
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
        free = wanted.with_name(f"{wanted.name.removesuffix(SUFFIX)} ({number}){SUFFIX}")
        number += 1
    return free


def _vault_of(file: Path) -> str:
    try:
        return vault_in(file).vault
    except refusals.VaultError:
        return ""


def _opened(file: Path) -> zipfile.ZipFile:
    """The archive, when it holds just our two files, each as large as it says."""
    try:
        archive = zipfile.ZipFile(file)
    except FileNotFoundError:
        raise refusals.NotABackup from None
    except OSError as error:
        raise refusals.from_os(error, refusals.NotABackup) from None
    except zipfile.BadZipFile:
        raise refusals.NotABackup from None
    infos = archive.infolist()
    plain = all(
        info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size and not info.flag_bits & 1
        for info in infos
    )
    if sorted(info.filename for info in infos) != sorted((KEYS, RECORDS)) or not plain:
        archive.close()
        raise refusals.NotABackup
    return archive


def _extract(
    archive: zipfile.ZipFile, name: str, target: Path, share: Callable[[float], None] = lambda _: None
) -> None:
    size, done = archive.getinfo(name).file_size, 0
    if name == KEYS and size > header.LARGEST:
        raise refusals.NotABackup
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw, archive.open(name) as source:
            while piece := source.read(_PIECE):
                raw.write(piece)
                done += len(piece)
                share(done / max(size, 1))
            raw.flush()
            os.fsync(raw.fileno())
    except (zipfile.BadZipFile, EOFError):
        raise refusals.DamagedBackup from None


def _go_on(wanted: bool) -> None:
    if not wanted:
        raise refusals.BackupStopped
