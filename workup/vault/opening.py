"""Making a vault and opening one, by password or by recovery key."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from workup.record import new_id
from workup.rights import FOUNDER
from workup.vault import chain, documents, header, keys, place, refusals, schema
from workup.vault.engine import connect, look
from workup.vault.keys import Entropy, Kdf, Person, RecoverySheet
from workup.vault.store import RECORDS, Vault

Ticks = Callable[[], int]
_LOCK = "lock"


def create(
    folder: Path,
    password: str,
    person: Person,
    now: datetime,
    entropy: Entropy = os.urandom,
    kdf: Kdf | None = None,
    ticks: Ticks = time.monotonic_ns,
) -> tuple[Vault, RecoverySheet]:
    """Make a vault and open it. The sheet is for printing and is kept nowhere."""
    keys.check_password(password)
    folder = place.vault_folder(folder)
    part = place.make_folder(folder, new_id(entropy))
    vault, person = new_id(entropy), msgspec.structs.replace(person, id=new_id(entropy), roles=FOUNDER)
    data_key, recovery, start = (entropy(keys.KEY_BYTES) for _ in range(3))
    try:
        slots = (
            keys.password_slot(vault, person, password, data_key, kdf or keys.calibrate(_seconds), entropy),
            keys.recovery_slot(vault, recovery, data_key, entropy),
        )
        key_header = header.Header(vault, now, slots)
        _fill(part, key_header, data_key, start, person, now, ticks)
        place.settle(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    opened = _opened(folder, lambda _: (data_key, person), "opened", now, ticks)
    return opened, RecoverySheet(keys.as_groups(recovery), keys.as_groups(start))


def people(folder: Path) -> tuple[Person, ...]:
    """Who can open the vault; for the unlock screen."""
    return header.read(folder)[0].people


def open_with_password(folder: Path, who: str, password: str, now: datetime, ticks: Ticks = time.monotonic_ns) -> Vault:
    """Open the vault as one person; takes the half second that guessing is meant to cost."""

    present: list[keys.KeySlot] = []

    def unlocked(found: header.Header) -> tuple[bytes, Person]:
        slot = found.password_slot(who)
        opened = None if slot is None else keys.with_password_anew(found.vault, slot, password, os.urandom)
        if opened is None or opened[1].person is None:
            raise refusals.WrongPassword
        present.append(opened[1])
        return opened[0], opened[1].person

    vault = _opened(folder, unlocked, "opened", now, ticks)
    vault.header = vault.header.with_slot(present[0])  # of a former version: written with the next change
    return vault


def open_with_recovery(folder: Path, recovery: str, now: datetime, ticks: Ticks = time.monotonic_ns) -> Vault:
    """Open the vault with the recovery key, as the first person; `renew` must follow."""

    def unlocked(found: header.Header) -> tuple[bytes, Person]:
        typed = keys.from_groups(recovery)
        if typed is None:
            raise refusals.WrongRecoveryKey(
                "A recovery key has 52 letters and digits, A to Z and 2 to 7. Nothing was changed. "
                "Compare it with the sheet, group by group."
            )
        slots = (slot for slot in found.slots if slot.kind == "recovery")
        key = next((key for slot in slots if (key := keys.with_recovery(found.vault, slot, typed))), None)
        if key is None:
            raise refusals.WrongRecoveryKey
        return key, found.people[0]

    return _opened(folder, unlocked, "recovered", now, ticks)


def renew(
    vault: Vault, password: str, now: datetime, entropy: Entropy = os.urandom, kdf: Kdf | None = None
) -> RecoverySheet:
    """A new password for the person who opened the vault, and a new recovery key in place of every former one.

    The new sheet has no start of the audit chain: it is known only to the first sheet, which stays valid for that.
    """
    keys.check_password(password)
    recovery = entropy(keys.KEY_BYTES)
    cost = kdf or keys.calibrate(_seconds)
    others = (
        slot
        for slot in vault.header.slots
        if slot.kind == "password" and slot.person is not None and slot.person.id != vault.person.id
    )
    slots = (
        keys.password_slot(vault.id, vault.person, password, vault.data_key, cost, entropy),
        *others,
        keys.recovery_slot(vault.id, recovery, vault.data_key, entropy),
    )
    vault.rewrite(vault.header.of_slots(slots))
    vault.audit("renewed", vault.person.id, f"vault:{vault.id}", now)
    return RecoverySheet(keys.as_groups(recovery), "")


def verify(vault: Vault, audit_start: str) -> chain.Verdict:
    """Walk the whole chain from the start on the recovery sheet, compare it with the anchor, and read each document."""
    verdict = chain.walk(vault.database, vault.id, audit_start, vault.header.anchor)
    if not verdict.sound:
        return verdict
    count, damaged = documents.damaged(vault.database, vault.folder / RECORDS, vault.data_key)
    if not damaged:
        return verdict
    sentence = (
        f"{verdict.sentence} {len(damaged)} of {count} attached documents cannot be read as they were attached. "
        "The rest of the record is whole. Keep the folder as it is and restore the newest backup."
    )
    return msgspec.structs.replace(verdict, sound=False, sentence=sentence)


def _seconds(kdf: Kdf) -> float:
    begun = time.perf_counter()
    keys.stretched("calibration", bytes(16), kdf)
    return time.perf_counter() - begun


def _fill(
    part: Path, key_header: header.Header, data_key: bytes, start: bytes, person: Person, now: datetime, ticks: Ticks
) -> None:
    database = connect(part / RECORDS, data_key, new=True)
    try:
        schema.build(database)
        with database.transaction():
            chain.begin(database, key_header.vault, start)
            chain.write_audit(database, person.id, "created", f"vault:{key_header.vault}", now.isoformat(), ticks())
        end = chain.Chain(database)
    finally:
        database.close()
    (part / RECORDS).chmod(0o600)
    anchor = header.anchored(data_key, key_header.vault, end.seq, end.mac)
    header.write(part, msgspec.structs.replace(key_header, anchor=anchor))


def _opened(
    folder: Path,
    unlocked: Callable[[header.Header], tuple[bytes, Person]],
    action: str,
    now: datetime,
    ticks: Ticks,
) -> Vault:
    """Take the lock, the key and the records, in this order; let go of the lock when any of them fails."""
    from filelock import FileLock, Timeout

    place.check_local(folder.resolve())
    header.read(folder)  # a folder that is not ours gets no lock file
    lock = FileLock(folder / _LOCK, timeout=0, thread_local=False, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise refusals.VaultInUse from None
    except OSError as error:
        raise refusals.from_os(error) from None
    try:
        found, sound = header.read(folder)
        data_key, person = unlocked(found)
        look(folder / RECORDS)
        vault = Vault(folder, found, data_key, person, lock, ticks)
    except BaseException:
        lock.release()
        raise
    try:
        _begin(vault, sound, action, now)
    except BaseException:
        vault.database.close()
        lock.release()
        raise
    return vault


def _begin(vault: Vault, sound: bool, action: str, now: datetime) -> None:
    schema.check(vault.database)
    schema.build(vault.database)
    if not _reaches_anchor(vault):
        vault.warning = (
            "The records are older than when this vault was last closed; something entered later is missing. "
            "What is here can be used. Compare it with the newest backup."
        )
    vault.audit(action, vault.person.id, f"vault:{vault.id}", now)
    vault.since = chain.Chain(vault.database).seq
    if not sound:
        vault.rewrite(vault.header)


def _reaches_anchor(vault: Vault) -> bool:
    anchor = vault.header.anchor
    if anchor is None or not header.is_ours(anchor, vault.data_key, vault.id):
        return False
    return chain.mac_at(vault.database, anchor.seq) == anchor.mac
