"""Where vaults lie: the folder for a new one, and the list of those opened lately (paths only)."""

from __future__ import annotations

from pathlib import Path, PurePath

import msgspec

from workup.vault import refusals
from workup.vault.header import fsync_folder
from workup.whole import write_whole

SUFFIX = ".workup"
_MOST = 10


def vault_folder(folder: Path) -> Path:
    """The folder with the ending that vaults have."""
    return folder if folder.suffix == SUFFIX else folder.with_name(f"{folder.name}{SUFFIX}")


def default_folder() -> Path:
    """Where the first vault is proposed: on this computer, not in a folder that is synchronised elsewhere."""
    from platformdirs import user_data_path

    return user_data_path("Workup", appauthor=False, roaming=False) / f"Practice{SUFFIX}"


def recent_folders(file: Path | None = None) -> tuple[Path, ...]:
    """The vaults opened lately on this computer that are still there, the last one first."""
    try:
        found = msgspec.json.decode((file or _list()).read_bytes(), type=list[str])
    except (OSError, msgspec.DecodeError):
        return ()  # a convenience only: without it the folder is chosen by hand
    return tuple(path for path in map(Path, found) if path.is_dir())


def remember_folder(folder: Path, file: Path | None = None) -> None:
    """Put a vault first in the list."""
    target = file or _list()
    folder = folder.absolute()
    rest = [path for path in recent_folders(target) if path != folder]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, msgspec.json.encode([str(path) for path in (folder, *rest)][:_MOST]))
    except OSError as error:
        raise refusals.from_os(error) from None


def check_local(folder: PurePath) -> None:
    """Refuse a resolved path on a Windows share, mapped to a drive letter or not."""
    if folder.drive.startswith("\\\\"):
        raise refusals.NetworkFolder


def make_folder(folder: Path, mark: str) -> Path:
    """A new empty folder beside the final one, for a vault that is renamed into place when it is whole."""
    part = folder.with_name(f".{folder.name}.{mark}.part")
    try:
        check_local(folder.resolve())
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise refusals.FolderTaken
        folder.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir(mode=0o700)
    except OSError as error:
        raise refusals.from_os(error, refusals.UnusablePlace) from None
    return part


def settle(part: Path, folder: Path) -> None:
    """Give the finished vault its name."""
    try:
        if folder.exists():
            folder.rmdir()  # it was empty; Windows would not replace it
        part.replace(folder)
        fsync_folder(folder.parent)
    except OSError as error:
        raise refusals.from_os(error, refusals.FolderTaken) from None


def _list() -> Path:
    from platformdirs import user_config_path

    return user_config_path("Workup", appauthor=False, roaming=False) / "vaults.json"
