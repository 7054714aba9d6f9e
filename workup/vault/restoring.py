"""A backup read back: whose it is, and laid out as a vault of its own; never over what exists."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from workup.vault import header, place, refusals
from workup.vault.records import RECORDS

KEYS = header.COPIES[0]
_PIECE = 1 << 20


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
            go_on(progress(0.05))
            _extract(archive, RECORDS, part / RECORDS, lambda share: go_on(progress(0.05 + share * 0.9)))
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


def go_on(wanted: bool) -> None:
    """Stop what is under way when whoever watches it wants to."""
    if not wanted:
        raise refusals.BackupStopped
