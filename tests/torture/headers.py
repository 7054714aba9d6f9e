"""Key files altered by somebody who can compute their sum: nothing but the vault as it was ever comes out."""

from __future__ import annotations

import copy
import hashlib
import json
import time
from pathlib import Path
from random import Random
from typing import Any

from tests.torture.outcome import Outcome
from tests.torture.work import DAY, PASSWORD, made_vault
from tests.workup.vaults import ANN, Made
from workup import vault as vaults
from workup.vault import header, keys
from workup.vault.refusals import VaultError

REFUSED_WITHIN_S = 0.05
UNLOCKED_NOT_BEFORE_S, UNLOCKED_WITHIN_S = 0.25, 1.5
ABSURD: tuple[Any, ...] = (
    None, -1, 0, 1, 8, 2**21, 2**40, 10**30, "", "x" * 3000, [], {}, "administrator", ["administrator"],
    ["clinician", "administrator"], "password", "recovery", True, {"memory": 8, "passes": 1, "lanes": 1},
    {"memory": 2**30, "passes": 3, "lanes": 4},
)  # fmt: skip


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Bits flipped and fields replaced, exchanged or left out, each with its sum put right."""
    cost, unlocked = _cost(folder)
    bad = [] if cost.allowed else ["a new vault costs less than the floor"]
    if not UNLOCKED_NOT_BEFORE_S <= unlocked <= UNLOCKED_WITHIN_S:
        bad.append(f"unlocking takes {unlocked:.2f} s")
    made, other = made_vault(folder / "Keys"), made_vault(folder / "Other")
    file, spare = (made.folder / name for name in header.COPIES)
    spare.unlink()
    whole, foreign = (json.loads((one.folder / header.COPIES[0]).read_bytes())["header"] for one in (made, other))
    refused, opened, slowest = 0, 0, 0.0
    for number in range(count):
        raw = _altered(whole, foreign, chance)
        file.write_bytes(b'{"sum":"%s","header":%s}' % (hashlib.sha256(raw).hexdigest().encode(), raw))
        begun = time.process_time()
        try:
            found, _ = header.read(made.folder)
        except VaultError:
            refused += 1
            slowest = max(slowest, time.process_time() - begun)
            continue
        wrong, opens = _wrong(found, made)
        opened += opens
        bad += [f"header {number}: {one}" for one in wrong]
    if slowest > REFUSED_WITHIN_S:
        bad.append(f"refusing took {slowest * 1000:.0f} ms")
    told = (
        f"{refused} refused unread, within {slowest * 1000:.1f} ms; {opened} opened as they were, "
        f"{count - refused - opened} did not open; this computer: {cost.memory >> 10} MiB, {cost.passes} passes, "
        f"{cost.lanes} lanes, unlocked in {unlocked:.2f} s"
    )
    return Outcome(count, told, tuple(bad))


def _cost(folder: Path) -> tuple[keys.Kdf, float]:
    """What a new vault of this computer asks of a password, and how long unlocking took: the best of three."""
    made, _ = vaults.create(folder / "New", PASSWORD, ANN, DAY)
    slot, who, place = made.header.password_slot(made.person.id), made.person.id, made.folder
    made.close(DAY)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        vaults.open_with_password(place, who, PASSWORD, DAY).close(DAY)
        times.append(time.perf_counter() - begun)
    assert slot is not None
    assert slot.kdf is not None
    return slot.kdf, min(times)


def _altered(whole: Any, foreign: Any, chance: Random) -> bytes:
    raw = json.dumps(whole, separators=(",", ":")).encode()
    if chance.random() < 0.4:
        place = chance.randrange(len(raw))
        return raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]
    changed = copy.deepcopy(whole)
    for _ in range(chance.randint(1, 3)):
        where, name = _somewhere(changed, chance)
        what = chance.randrange(4)
        if what == 0:
            del where[name]
        elif what == 1:
            where[name] = copy.deepcopy(chance.choice(ABSURD))
        elif what == 2:
            changed["slots"] = [*changed.get("slots", ()), *foreign["slots"]][::-1]
        else:
            where[name] = copy.deepcopy(_somewhere(foreign, chance)[0])
    return json.dumps(changed, separators=(",", ":")).encode()


def _somewhere(whole: Any, chance: Random) -> tuple[Any, Any]:
    """A container inside, and one of its keys."""
    found = [whole]
    for one in found:
        found += [part for part in (one.values() if isinstance(one, dict) else one) if isinstance(part, dict | list)]
    where = chance.choice([one for one in found if one] or [{"": None}])
    return where, chance.choice(list(where) if isinstance(where, dict) else range(len(where)))


def _wrong(found: header.Header, made: Made) -> tuple[list[str], bool]:
    """What a key file gives that it must not; whether it gives the vault as it was."""
    recovery = keys.from_groups(made.sheet.key)
    assert recovery is not None
    bad, opened = [], False
    for slot in found.slots:
        if slot.kind == "recovery":
            key = keys.with_recovery(found.vault, slot, recovery)
        else:
            key = keys.with_password(found.vault, slot, PASSWORD)
            if slot.kdf is None or not slot.kdf.allowed:
                bad.append("a cost below the floor was taken")
            if key is not None and header.person_of(slot) != made.person:
                bad.append("it opened for another person or role")
        if key not in (None, made.data_key):
            bad.append("it gave another data key")
        opened = opened or key is not None
    return bad, opened
