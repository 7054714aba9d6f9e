"""Making a vault and opening one, by password or by recovery key."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from workup.record import new_id
from workup.rights import FOUNDER, need
from workup.store import Person
from workup.texts import N_, _
from workup.vault import backup, chain, documents, header, keys, known, place, refusals, schema, throttle
from workup.vault.changing import change_keys
from workup.vault.engine import connect, look
from workup.vault.keys import Entropy, Kdf, RecoverySheet
from workup.vault.passwords import check_password
from workup.vault.records import RECORDS
from workup.vault.vault import FolderLock, Vault

Ticks = Callable[[], int]
_LOCK = "lock"


class Unlocked(Struct, frozen=True):
    """What a password or recovery key gave: the data key, who it is, and the key file as it is to be written.

    `coming` is the other data key, while the records are on their way to it.
    """

    data_key: bytes
    person: Person
    header: header.Header
    coming: bytes | None = None


def create(
    folder: Path,
    password: str,
    person: Person,
    now: datetime,
    entropy: Entropy = os.urandom,
    kdf: Kdf | None = None,
    ticks: Ticks = throttle.now_ticks,
) -> tuple[Vault, RecoverySheet]:
    """Make a vault and open it. The sheet is for printing and is kept nowhere."""
    check_password(password, person.name)
    folder = place.vault_folder(folder)
    part = place.make_folder(folder, new_id(entropy))
    vault, person = new_id(entropy), msgspec.structs.replace(person, id=new_id(entropy), roles=FOUNDER)
    data_key, recovery, start = (entropy(keys.KEY_BYTES) for _rest in range(3))
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
    opened = _opened(folder, lambda found: Unlocked(data_key, person, _welcome(found, person.id)), "opened", now, ticks)
    return opened, RecoverySheet(keys.as_groups(recovery), keys.as_groups(start))


def people(folder: Path) -> tuple[Person, ...]:
    """Who can open the vault, who did so last first; for the unlock screen."""
    found = header.read(folder)[0]
    place_of = {who: number for number, who in enumerate(found.last)}
    return tuple(sorted(found.people, key=lambda person: place_of.get(person.id, len(place_of))))


def open_with_password(
    folder: Path, who: str, password: str, now: datetime, ticks: Ticks = throttle.now_ticks
) -> Vault:
    """Open the vault as one person; takes the half second that guessing is meant to cost."""

    def unlocked(found: header.Header) -> Unlocked:
        tried = _counted(folder, found, who, ticks())
        slot = found.password_slot(who)
        private = None if slot is None else keys.private_key(found.vault, slot, password)
        if slot is None or private is None:
            raise refusals.WrongPassword
        if not slot.public:  # from before there were roles: written anew
            assert slot.kdf is not None
            new = keys.password_slot(found.vault, header.person_of(slot), password, private, slot.kdf, os.urandom)
            return Unlocked(private, header.person_of(new), _welcome(tried.with_slot(new), who))
        data_key = keys.data_key_of(found.vault, slot, private)
        if data_key is None:
            raise refusals.FormerKeys
        coming = next((s for s in found.coming if s.person is not None and s.person.id == who), None)
        other = None if coming is None else keys.data_key_of(found.vault, coming, private)
        return Unlocked(data_key, header.person_of(slot), _welcome(tried, who), other)

    return _opened(folder, unlocked, "opened", now, ticks)


def open_with_recovery(
    folder: Path, recovery: str, now: datetime, who: str = "", ticks: Ticks = throttle.now_ticks
) -> Vault:
    """Open the vault with the recovery key, as this person or else the first administrator; `renew` must follow."""

    def unlocked(found: header.Header) -> Unlocked:
        typed = keys.from_groups(recovery)
        if typed is None:
            raise refusals.WrongRecoveryKey(
                _("A recovery key has 52 letters and digits, A to Z and 2 to 7. Nothing was changed. "
                "Compare it with the sheet, group by group.")
            )
        former, coming = (_recovered(found.vault, slots, typed) for slots in (found.slots, found.coming))
        if former is None and coming is None:
            raise refusals.WrongRecoveryKey
        chosen = [person for person in found.people if person.id == who]
        first = [person for person in found.people if "administrator" in person.roles]
        return Unlocked(former or coming or b"", (*chosen, *first, *found.people)[0], found, coming)

    return _opened(folder, unlocked, "recovered", now, ticks)


def _recovered(vault: str, slots: tuple[keys.KeySlot, ...], recovery: bytes) -> bytes | None:
    found = (keys.with_recovery(vault, slot, recovery) for slot in slots if slot.kind == "recovery")
    return next((key for key in found if key is not None), None)


def wait(folder: Path, who: str) -> int | None:
    """The seconds before another password may be tried for this person; None when none may any more."""
    tries = throttle.of(header.read(folder)[0].tries, who)
    if tries is not None and tries.count >= throttle.STOPS_AT:
        return None
    return throttle.left(tries, throttle.now_ticks())


def _counted(folder: Path, found: header.Header, who: str, ticks: int) -> header.Header:
    """The key file with one more try of this person, stored before the password is looked at."""
    if found.password_slot(who) is None:
        raise refusals.WrongPassword
    tries = throttle.counted(found.tries, who, ticks)
    tried = msgspec.structs.replace(found, tries=tries, generation=found.generation + 1)
    header.write(folder, tried)
    return tried


def _welcome(tried: header.Header, who: str) -> header.Header:
    last = (who, *(other for other in tried.last if other != who))
    return msgspec.structs.replace(tried, tries=throttle.right(tried.tries, who), last=last)


def renew(
    vault: Vault, password: str, now: datetime, entropy: Entropy = os.urandom, kdf: Kdf | None = None
) -> RecoverySheet:
    """A new password for the person who opened the vault, and a new recovery key in place of every former one.

    The new sheet has no start of the audit chain: it is known only to the first sheet, which stays valid for that.
    """
    check_password(password, vault.account.name)
    recovery, person = entropy(keys.KEY_BYTES), vault.account
    cost = kdf or keys.calibrate(_seconds)
    other = _with_recovery(vault, recovery, entropy)
    own = keys.password_slot(vault.id, person, password, vault.data_key, cost, entropy)
    renewed = other.with_slot(own)
    renewed = msgspec.structs.replace(renewed, tries=throttle.freed(renewed.tries, person.id))
    change_keys(vault, renewed, "renewed", f"vault:{vault.id}", now)
    vault.person = person
    return RecoverySheet(keys.as_groups(recovery), "")


def new_sheet(vault: Vault, now: datetime, entropy: Entropy = os.urandom) -> RecoverySheet:
    """A new recovery key in place of the former one, which opens nothing any more."""
    need(vault.person, "accounts")
    recovery = entropy(keys.KEY_BYTES)
    other = _with_recovery(vault, recovery, entropy)
    change_keys(vault, other, N_("recovery key changed"), f"vault:{vault.id}", now)
    return RecoverySheet(keys.as_groups(recovery), "")


def _with_recovery(vault: Vault, recovery: bytes, entropy: Entropy) -> header.Header:
    """The key file with this recovery key in place of every former one."""
    passwords = (slot for slot in vault.header.slots if slot.kind == "password")
    return vault.header.of_slots((*passwords, keys.recovery_slot(vault.id, recovery, vault.data_key, entropy)))


def verify(vault: Vault, audit_start: str) -> chain.Verdict:
    """Walk the whole chain from the start on the recovery sheet, compare it with the anchor, and read each document."""
    verdict = chain.walk(vault.database, vault.id, audit_start, vault.header.anchor)
    if not verdict.sound:
        return verdict
    count, damaged = documents.damaged(vault.database, vault.folder / RECORDS, vault.data_key)
    if not damaged:
        return verdict
    sentence = _(
        "{sentence} {count} of {count2} attached documents cannot be read as they were attached. "
        "The rest of the record is whole. Keep the folder as it is and restore the newest backup."
    ).format(sentence=verdict.sentence, count=len(damaged), count2=count)
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
    folder: Path, unlocked: Callable[[header.Header], Unlocked], action: str, now: datetime, ticks: Ticks
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
        opened = unlocked(found)
        look(folder / RECORDS)
        vault = _of_either_key(folder, opened, lock, ticks)
    except BaseException:
        lock.release()
        raise
    try:
        _begin(vault, found, sound, action, now)
    except BaseException:
        vault.database.close()
        lock.release()
        raise
    return vault


def _of_either_key(folder: Path, opened: Unlocked, lock: FolderLock, ticks: Ticks) -> Vault:
    """The records with the key they have: another one was on its way when the program ended."""
    try:
        return Vault(folder, opened.header, opened.data_key, opened.person, lock, ticks)
    except refusals.DamagedVault:
        if opened.coming is None:
            raise
        vault = Vault(folder, opened.header, opened.coming, opened.person, lock, ticks)
        vault.former_key = opened.data_key
        return vault


def _begin(vault: Vault, found: header.Header, sound: bool, action: str, now: datetime) -> None:
    schema.check(vault.database)
    if schema.older(vault.database):  # a version is changed only when a proved copy of the former one is there
        backup.back_up(vault, backup.made(backup.beside_folder(vault.folder)), now)
    schema.build(vault.database)
    recovering = action == "recovered"
    unknown = known.check(vault.database, found, recovering=recovering)
    if not _reaches_anchor(vault):
        vault.warning = (
            _("The records are older than when this vault was last closed; something entered later is missing. "
            "What is here can be used. Compare it with the newest backup.")
        )
    for tries in vault.header.tries:
        if tries.untold:
            vault.audit("password refused", tries.who, f"tries:{tries.untold}", now)
    vault.audit(action, vault.person.id, f"vault:{vault.id}", now)
    vault.since = chain.Chain(vault.database).seq
    _tidy_keys(vault, found, sound=sound, unknown=unknown)
    if vault.temporary and not recovering:
        vault.person = msgspec.structs.replace(vault.person, roles=())


def _tidy_keys(vault: Vault, found: header.Header, *, sound: bool, unknown: bool) -> None:
    """Write what opening changed in the key file, and let the records know it."""
    changed = msgspec.structs.replace(vault.header, tries=throttle.told(vault.header.tries), coming=())
    if vault.former_key is not None:
        changed = changed.of_slots(vault.header.coming)
    if unknown or changed.accounts != found.accounts:
        with vault.database.transaction():
            known.expect(vault.database, found, changed)
    if not sound or changed != found:
        vault.rewrite(changed)
    if vault.former_key is not None:
        vault.former_key = None
        vault.anchor()
    if unknown or changed.accounts != found.accounts:
        with vault.database.transaction():
            known.expect(vault.database, changed)


def _reaches_anchor(vault: Vault) -> bool:
    anchor = vault.header.anchor
    sealing = vault.former_key or vault.data_key
    if anchor is None or not header.is_ours(anchor, sealing, vault.id):
        return False
    return chain.mac_at(vault.database, anchor.seq) == anchor.mac
