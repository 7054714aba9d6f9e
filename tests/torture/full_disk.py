"""A small disk that is full again and again: while saving, copying, writing a page, changing keys and starting."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.torture.outcome import Outcome, Skipped, of_process
from tests.torture.work import DAY, Known, Work, faults, made_vault, unlocked
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.errors import WorkupError
from workup.vault import backup
from workup.vault.vault import Vault
from workup.whole import write_whole

SIZE = 24 << 20
EACH = 60  # fill-ups of one vault
ACTS = ("save", "save", "save", "copy", "page", "keys", "start")


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Mount a disk of our own where the system lets us, and work on it in a process of its own."""
    disk = folder / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size={SIZE} none "$1" && shift && exec "$@"'
    if sys.platform != "linux" or shutil.which("unshare") is None:
        raise Skipped("unshare is not installed")
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        raise Skipped("this system lets nobody mount a disk of their own")
    on_it = ("unshare", "-rm", "sh", "-c", mount, "sh", str(disk))
    return of_process("tests.torture.full_disk", disk, count, chance, before=on_it)


class Filler:
    """A file that takes all room but some."""

    def __init__(self, disk: Path) -> None:
        self.file = disk / "filler"
        self.disk = disk

    def leave(self, room: int) -> None:
        """Leave this many bytes free."""
        free = shutil.disk_usage(self.disk).free
        with self.file.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(free - room, 1))

    def free(self) -> None:
        """Give all of it back."""
        self.file.unlink(missing_ok=True)


def main(place: str, count: str, seed: str) -> None:
    """Fill the disk up so many times."""
    disk, chance, filler = Path(place), Random(int(seed)), Filler(Path(place))
    backup._check_room = lambda target, records: None  # refuse by writing, not by asking beforehand
    bad: list[str] = []
    refused: dict[str, int] = {}
    made = made_vault(disk / "Small")
    for number in range(int(count)):
        if number % EACH == 0:
            shutil.rmtree(made.folder)
            shutil.rmtree(disk / "backups", ignore_errors=True)
            made = made_vault(disk / f"Small {number}")
        act = chance.choice(ACTS)
        met, found = _filled(made, disk, filler, act, chance)
        refused[act] = refused.get(act, 0) + met
        bad += [f"{act} {number} (seed {seed}): {one}" for one in found]
    bad += _read_only(made, disk)
    told = ", ".join(f"{act} refused {times}" for act, times in sorted(refused.items()))
    bad += [f"the disk was never full for {act}" for act, times in refused.items() if not times and int(count) > 99]
    sys.stdout.write(json.dumps([int(count), told, bad]) + "\n")


def _filled(made: Made, disk: Path, filler: Filler, act: str, chance: Random) -> tuple[int, list[str]]:
    """One disk that runs full: how often something was refused, and what is wrong afterwards."""
    last = [Known()]
    room = chance.choice((0, 4096, chance.randrange(200_000)))
    refused = 0
    bad: list[str] = []
    if act == "start":
        filler.leave(room)
        try:
            unlocked(made).close(DAY)
        except WorkupError:
            refused = 1
        filler.free()
        return refused, faults(made, Known(), disk / "backups")
    vault = unlocked(made)
    work = Work(vault, chance, lambda known: last.__setitem__(0, replace(known)), disk / "backups")
    filler.leave(room)
    for _ in range(12):
        try:
            _act(act, work, vault, disk, chance)
        except (WorkupError, OSError) as error:
            if not (isinstance(error, WorkupError) or act == "page"):
                bad.append(f"no sentence but {type(error).__name__}")
            refused = 1
            break
    empty = [file.name for file in disk.rglob("*") if file.is_file() and not file.stat().st_size]
    bad += [f"{name} is empty" for name in empty if name != "lock" and not name.endswith(("-wal", "-shm"))]
    filler.free()
    work.answer()  # goes on without being opened anew
    work.told()
    vault.close(DAY)
    shutil.rmtree(disk / "backups", ignore_errors=True)
    return refused, bad + faults(made, replace(last[0], backups=()), disk / "backups")


def _act(act: str, work: Work, vault: Vault, disk: Path, chance: Random) -> None:
    match act:
        case "save":
            chance.choice((work.answer, work.write, work.operation, work.type, work.attach))()
        case "copy":
            vaults.back_up(vault, vaults.made(disk / "backups"), DAY)
        case "page":
            write_whole(disk / "page.pdf", b"%PDF-" + chance.randbytes(60_000))
        case "keys":
            work.change_password()
    work.told()


def _read_only(made: Made, disk: Path) -> list[str]:
    """A disk that can only be read refuses with a sentence and changes nothing."""
    before = {file: file.read_bytes() for file in made.folder.iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        unlocked(made).close(DAY)
        found = ["a disk that can only be read was opened"]
    except vaults.VaultError:
        found = []
    subprocess.run(["mount", "-o", f"remount,rw,size={SIZE}", str(disk)], check=True)
    if {file: file.read_bytes() for file in made.folder.iterdir()} != before:
        found.append("the vault changed on a disk that can only be read")
    return found + faults(made, Known(), disk / "backups")


if __name__ == "__main__":
    main(*sys.argv[1:])
