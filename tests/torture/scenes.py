"""What is recorded for the replay of power cuts, each scene as a process of its own, and what has to hold after it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.torture import work
from tests.torture.work import DAY, PASSWORD, Known, Work, made_vault, unlocked
from tests.workup.vaults import STORED, Made
from workup import vault as vaults
from workup.errors import WorkupError
from workup.store import Person
from workup.vault import chain, engine, rotation, schema

OLD_PASSWORD = "only for a test"
STORED_AT = Path(__file__).parents[1] / "workup" / "stored"
BACKUPS = "backups"
Faults = Callable[[Made, Known, Path, bool], list[str]]


@dataclass(frozen=True)
class Scene:
    """One recorded run: how it begins, what it does, what a state after it is judged by."""

    name: str
    share: int
    prepare: Callable[[Path], Made]
    play: Callable[[Made, Path, Random], None]
    faults: Faults


def _say(known: Known) -> None:
    os.write(1, known.line().encode())


def _work(made: Made, root: Path, chance: Random) -> None:
    vault = unlocked(made)
    day = Work(vault, chance, _say, root / BACKUPS)
    for number in range(90):
        day.go_on()
        if number % 30 == 20:
            for what in (day.move_log_on, day.sign, day.copy, day.change_password, day.begin):
                what()
                day.told()
    vault.close(DAY)
    _say(day.known)


def _brief(made: Made, root: Path, chance: Random) -> None:
    vault = unlocked(made)
    day = Work(vault, chance, _say, root / BACKUPS)
    for what in (day.answer, day.type, day.operation, day.move_log_on, day.copy, day.write, day.attach, day.back):
        what()
        day.told()
    vault.close(DAY)


def _created(made: Made, root: Path, chance: Random) -> None:
    shutil.rmtree(root / "Away.workup", ignore_errors=True)
    opened, _ = vaults.create(made.folder, PASSWORD, replace_id(made), DAY, entropy=Seeded(7), kdf=vaults.FLOOR)
    day = Work(opened, chance, _say, root / BACKUPS)
    for _ in range(5):
        day.go_on()
    opened.close(DAY)


def _rotated(made: Made, root: Path, chance: Random) -> None:
    vault = unlocked(made)
    day = Work(vault, chance, _say, root / BACKUPS)
    for _ in range(12):
        day.go_on()
        rotation.change_data_key(vault, DAY)
        day.known.accounts = vault.header.accounts
        day.told()
    vault.close(DAY)


def _migrated(made: Made, root: Path, chance: Random) -> None:
    vault = vaults.open_with_password(made.folder, made.person.id, OLD_PASSWORD, DAY)
    end = chain.Chain(vault.database)
    _say(Known(end.seq, end.mac.hex(), vault.header.generation))
    vault.close(DAY)


class Seeded:
    """Bytes that are the same each time, so that both sides know the vault that is made."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)

    def __call__(self, size: int) -> bytes:
        return self._chance.randbytes(size)


def replace_id(made: Made) -> Person:
    """The person as she is before she has an account."""
    return Person(made.person.name, made.person.profession)


def _to_be_created(root: Path) -> Made:
    work.without_waiting()
    person = Person("Dr Ann Example", "Pain medicine")
    opened, sheet = vaults.create(root / "Away", PASSWORD, person, DAY, entropy=Seeded(7), kdf=vaults.FLOOR)
    opened.close(DAY)
    shutil.rmtree(opened.folder)
    return Made(opened.folder, opened.data_key, opened.person, sheet)


def _old(version: int) -> Callable[[Path], Made]:
    def prepare(root: Path) -> Made:
        work.without_waiting()
        folder = Path(shutil.copytree(STORED_AT / f"version-{version}", root / "Old.workup"))
        return Made(folder, b"", vaults.people(folder)[0], vaults.RecoverySheet("", ""))

    return prepare


def _after_work(made: Made, known: Known, root: Path, whole: bool) -> list[str]:
    return work.faults(made, known, root / BACKUPS, whole=whole)


def _after_creating(made: Made, known: Known, root: Path, whole: bool) -> list[str]:
    if not known.seq and not made.folder.exists():
        return []
    return _after_work(made, known, root, whole)


def content_of(folder: Path, version: int) -> list[tuple[object, ...]]:
    """All entries of a stored vault as that version wrote them."""
    if version not in _CONTENT:
        _CONTENT[version] = _read_old(folder, version)
    return _CONTENT[version]


_CONTENT: dict[int, list[tuple[object, ...]]] = {}
_ENTRIES = "SELECT seq, log, at, who, item, record, place, side, value, mac FROM entry ORDER BY seq"


def _read_old(folder: Path, version: int) -> list[tuple[object, ...]]:
    away = folder.with_name(f"read {version}.workup")
    shutil.copytree(STORED_AT / f"version-{version}", away)
    try:
        vault = vaults.open_with_password(away, vaults.people(away)[0].id, OLD_PASSWORD, DAY)
        rows = vault.database.rows(_ENTRIES)
        vault.close(DAY)
    finally:
        shutil.rmtree(away)
        shutil.rmtree(vaults.beside_folder(away), ignore_errors=True)
    return rows


def _after_migrating(version: int) -> Faults:
    def judged(made: Made, known: Known, root: Path, whole: bool) -> list[str]:
        before = content_of(root, version)
        try:
            vault = vaults.open_with_password(made.folder, made.person.id, OLD_PASSWORD, DAY)
        except WorkupError as error:
            return [f"does not open: {type(error).__name__}"]
        try:
            found = [] if vault.database.rows(_ENTRIES) == before else ["entries are not what they were"]
            found += list(work._lost(vault, known))
            copies = vaults.kept(vaults.beside_folder(made.folder))
            if version < schema.VERSION and not any(work._is_backup(copy.file) for copy in copies):
                found.append("there is no copy of the former version")
            return found
        finally:
            vault.close(DAY)

    return judged


SCENES = (
    Scene("work", 10, lambda root: made_vault(root / "Practice"), _work, _after_work),
    Scene("created", 2, _to_be_created, _created, _after_creating),
    Scene("data key", 2, lambda root: made_vault(root / "Practice"), _rotated, _after_work),
    *(
        Scene(f"version {version}", 1, _old(version), _migrated, _after_migrating(version))
        for version in STORED
        if version < schema.VERSION
    ),
)


# For the tests: little of everything, so that many states are tried in seconds.
BRIEF = Scene("brief", 1, lambda root: made_vault(root / "Practice"), _brief, _after_work)


def main(name: str, root: str, folder: str, who: str, seed: str, setting: str) -> None:
    """Play one scene, as the recorded process."""
    work.without_waiting()
    engine._PRAGMAS = (f"synchronous = {setting}", *engine._PRAGMAS[1:])
    scene = next(scene for scene in (*SCENES, BRIEF) if scene.name == name)
    person = Person("Dr Ann Example", "Pain medicine", who, ("clinician", "administrator"))
    made = Made(Path(root) / folder, b"", person, vaults.RecoverySheet("", ""))
    scene.play(made, Path(root), Random(int(seed)))


if __name__ == "__main__":
    main(*sys.argv[1:])
