"""Accounts that come and go: the sheet always opens, who was removed never does, and nothing kept opens what is new."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median

from tests.torture.outcome import Outcome
from tests.torture.work import DAY, OTHER_PASSWORD, PASSWORD, made_vault, unlocked
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.store import Person
from workup.vault import accounts, header, keys, rotation

SAM_PASSWORD = "sixteen blue kettles"
WITHIN_S = 1.0


def run(folder: Path, count: int, _chance: Random) -> Outcome:
    """Each time an account, a removal, another data key and another password, and a key file that is lost."""
    made = made_vault(folder / "Clinic")
    bad: list[str] = []
    times: list[float] = []
    for number in range(count):
        own = PASSWORD if number % 2 == 0 else OTHER_PASSWORD
        with_sheet = vaults.open_with_recovery(made.folder, made.sheet.key, DAY)
        with_sheet.close(DAY)
        vault = unlocked(made, own)
        sam = accounts.add(vault, Person(f"Sam {number}", "Nursing", roles=("clinician",)), SAM_PASSWORD, DAY,
                           temporary=False, kdf=vaults.FLOOR)  # fmt: skip
        vault.close(DAY)
        vaults.open_with_password(made.folder, sam.id, SAM_PASSWORD, DAY).close(DAY)
        kept = shutil.copytree(made.folder, folder / f"kept {number}.workup")
        vault = unlocked(made, own)
        accounts.remove(vault, sam.id, DAY)
        sheet = rotation.change_data_key(vault, DAY)
        times.append(_changed(vault, own))
        data_key = vault.data_key
        vault.close(DAY)
        bad += [f"{number}: {one}" for one in _opens(made, kept, sam.id)]
        made = Made(made.folder, data_key, made.person, vaults.RecoverySheet(sheet.key, made.sheet.audit_start))
        shutil.rmtree(kept)
        (made.folder / header.COPIES[number % 2]).unlink()  # the other copy serves, and both are there again
        vaults.open_with_recovery(made.folder, made.sheet.key, DAY).close(DAY)
        if len({(made.folder / name).read_bytes() for name in header.COPIES}) != 1:
            bad.append(f"{number}: a lost copy of the key file did not come back")
    if min(times) > WITHIN_S:  # the least disturbed of them: others use this computer too
        bad.append(f"changing a password takes {min(times):.2f} s")
    told = (
        f"{count} accounts added and removed, {count} changes of data key and of password, that within "
        f"{min(times):.2f} s at best, {median(times):.2f} s as a rule; {count} lost copies of the key file"
    )
    return Outcome(count, told, tuple(bad + _default(made)))


def _changed(vault: vaults.Vault, own: str) -> float:
    """How long another password takes, at its full cost."""
    cached, keys.stretched = keys.stretched, _SLOW
    try:
        begun = time.perf_counter()
        vaults.change_password(vault, own, OTHER_PASSWORD if own == PASSWORD else PASSWORD, DAY)
        return time.perf_counter() - begun
    finally:
        keys.stretched = cached


_SLOW = keys.stretched


def _opens(made: Made, kept: Path, who: str) -> Iterator[str]:
    """What still opens though it must not: the account, the former sheet, the former key file beside the records."""
    yield from (f"{what} opens the vault" for what in _opening(made, who))
    present = {name: (made.folder / name).read_bytes() for name in header.COPIES}
    for name in header.COPIES:
        shutil.copy(kept / name, made.folder / name)
    yield from (f"{what} opens the records beside a former key file" for what in _opening(made, who))
    for name, content in present.items():
        (made.folder / name).write_bytes(content)


def _opening(made: Made, who: str) -> Iterator[str]:
    attempts: dict[str, Callable[[], vaults.Vault]] = {
        "who was removed": lambda: vaults.open_with_password(made.folder, who, SAM_PASSWORD, DAY),
        "the former sheet": lambda: vaults.open_with_recovery(made.folder, made.sheet.key, DAY),
    }
    for what, attempt in attempts.items():
        try:
            attempt().close(DAY)
        except vaults.VaultError:
            continue
        yield what


def _default(made: Made) -> list[str]:
    """A new vault knows nobody but who made it."""
    found, _ = header.read(made.folder)
    return [] if found.people == (made.person,) else ["somebody has an account whom nobody added"]
