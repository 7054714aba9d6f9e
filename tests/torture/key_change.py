"""Killed at any moment while a vault is brought to this version, or while its data key is changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

from tests.torture import scenes
from tests.torture.children import ended_within, forked
from tests.torture.outcome import Outcome, Skipped
from tests.torture.work import DAY, Known, Work, faults, made_vault, unlocked
from tests.workup.patients import library
from tests.workup.vaults import STORED, Made
from workup import vault as vaults
from workup.vault import header, rotation, schema


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """So many kills of each stored version, and of changing the data key."""
    if not hasattr(os, "fork"):
        raise Skipped("kill -9 needs a system with fork")
    library()
    bad: list[str] = []
    told = []
    for scene in (scene for scene in scenes.SCENES if scene.name.startswith("version")):
        cut, found = _migrations(folder, scene, count, chance)
        bad += [f"{scene.name}: {one}" for one in found]
        told.append(f"{scene.name} cut {cut}")
    cut, both, found = _rotations(folder, count, chance)
    bad += found
    told.append(f"data key cut {cut}, {both} with both keys in the key file")
    old = sum(version < schema.VERSION for version in STORED)
    return Outcome(count * (old + 1), ", ".join(told), tuple(bad))


def _migrations(folder: Path, scene: scenes.Scene, count: int, chance: Random) -> tuple[int, list[str]]:
    cut, longest, bad = 0, 0.2, []
    for number in range(count):
        root = folder / "migrated"
        root.mkdir()
        made = scene.prepare(root)

        def opened(made: Made = made) -> None:
            vaults.open_with_password(made.folder, made.person.id, scenes.OLD_PASSWORD, DAY)

        done = ended_within(forked(opened), chance.uniform(0, longest))
        longest = max(0.02, longest * (0.85 if done else 1.02))
        cut += not done
        bad += [f"kill {number}: {one}" for one in scene.faults(made, Known(), root, False)]
        shutil.rmtree(root)
    return cut, bad


def _rotations(folder: Path, count: int, chance: Random) -> tuple[int, int, list[str]]:
    made = made_vault(folder / "Rotated")
    vault = unlocked(made)
    work = Work(vault, chance, lambda _: None, folder / "backups")
    for _ in range(30):
        work.go_on()
    for _ in range(40):
        work.attach()
    work.told()
    known = Known(work.known.seq, work.known.mac)
    vault.close(DAY)
    cut = both = 0
    longest, bad = 0.5, []
    for number in range(count):

        def changed() -> None:
            rotation.change_data_key(unlocked(made), DAY)

        done = ended_within(forked(changed), chance.uniform(0, longest))
        longest = max(0.05, longest * (0.85 if done else 1.02))
        cut += not done
        both += bool(header.read(made.folder)[0].coming)
        bad += [f"data key, kill {number}: {one}" for one in faults(made, known, folder / "backups", whole=False)]
    return cut, both, bad
