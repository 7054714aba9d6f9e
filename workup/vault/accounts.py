"""The accounts of a vault: added, changed, given a new password, removed. Who may do it is held here too."""

from __future__ import annotations

import os
from datetime import datetime

import msgspec

from workup.record import new_id
from workup.rights import Role, need
from workup.store import Person
from workup.texts import N_, _
from workup.vault import keys, refusals, throttle
from workup.vault.changing import change_keys
from workup.vault.header import Header
from workup.vault.keys import Entropy, Kdf, KeySlot
from workup.vault.passwords import check_password
from workup.vault.vault import Vault

LONGEST = 200


def add(
    vault: Vault, person: Person, password: str, now: datetime, *, temporary: bool,
    entropy: Entropy = os.urandom, kdf: Kdf | None = None,
) -> Person:  # fmt: skip
    """Make an account. Its password is the person's own, or a temporary one that they change when they first unlock."""
    need(vault.person, "accounts")
    person = _checked(vault, msgspec.structs.replace(person, id=new_id(entropy)))
    check_password(password, person.name)
    cost = kdf or _cost_of(vault)
    slot = keys.password_slot(vault.id, person, password, vault.data_key, cost, entropy, temporary=temporary)
    change_keys(vault, vault.header.with_slot(slot), N_("account added"), _told(person), now)
    return person


def change(
    vault: Vault, who: str, name: str, profession: str, roles: tuple[Role, ...], now: datetime, licence: str = "",
    entropy: Entropy = os.urandom,
) -> Person:  # fmt: skip
    """Give somebody another name, profession, licence line or other roles; their password stays."""
    need(vault.person, "accounts")
    slot = _slot(vault, who)
    person = _checked(vault, Person(name, profession, who, roles, licence))
    changed = keys.shared(vault.id, msgspec.structs.replace(slot, person=person), vault.data_key, entropy)
    header = _with_administrator(vault.header.with_slot(changed))
    change_keys(vault, header, N_("account changed"), _told(person), now)
    if who == vault.person.id:
        vault.person = person
    return person


def reset(
    vault: Vault, who: str, password: str, now: datetime, entropy: Entropy = os.urandom, kdf: Kdf | None = None
) -> None:
    """A temporary password in place of one that was forgotten; nothing stands against the account any more."""
    need(vault.person, "accounts")
    if who == vault.person.id:
        raise refusals.AccountRefused(_("This is your own account. Change your password instead."))
    person = _slot(vault, who).person
    assert person is not None
    check_password(password, person.name)
    cost = kdf or _cost_of(vault)
    slot = keys.password_slot(vault.id, person, password, vault.data_key, cost, entropy, temporary=True)
    header = msgspec.structs.replace(vault.header.with_slot(slot), tries=throttle.freed(vault.header.tries, who))
    change_keys(vault, header, N_("password reset"), f"account:{who}", now)


def change_password(
    vault: Vault, former: str, password: str, now: datetime, entropy: Entropy = os.urandom, kdf: Kdf | None = None
) -> None:
    """The present user's own password; the data key and the records stay as they are."""
    if not vault.is_password(former):
        raise refusals.WrongPassword(_("This is not your present password. Nothing was changed. Type it again."))
    check_password(password, vault.account.name)
    if keys.same(former, password):
        raise refusals.WeakPassword(_("The new password is the present one. Choose another."))
    person, cost = vault.account, kdf or _cost_of(vault)
    slot = keys.password_slot(vault.id, person, password, vault.data_key, cost, entropy)
    change_keys(vault, vault.header.with_slot(slot), N_("password changed"), f"account:{person.id}", now)
    vault.person = person


def remove(vault: Vault, who: str, now: datetime) -> None:
    """Take an account away; its name stays with what its owner entered."""
    need(vault.person, "accounts")
    if who == vault.person.id:
        raise refusals.AccountRefused(_("This is your own account. Another administrator can remove it."))
    slot = _slot(vault, who)
    header = _with_administrator(vault.header.of_slots(tuple(one for one in vault.header.slots if one is not slot)))
    change_keys(vault, header, N_("account removed"), f"account:{who}", now)


def _slot(vault: Vault, who: str) -> KeySlot:
    slot = vault.header.password_slot(who)
    if slot is None:
        raise refusals.AccountRefused(_("There is no such account any more. Nothing was changed."))
    if not slot.public:
        raise refusals.AccountRefused(_("This account is from before there were roles. Its owner has to unlock once."))
    return slot


def _checked(vault: Vault, person: Person) -> Person:
    name, profession, licence = (" ".join(text.split()) for text in (person.name, person.profession, person.licence))
    if not name:
        raise refusals.AccountRefused(_("The name is missing. It is printed on every page this person writes."))
    if max(map(len, (name, profession, licence))) > LONGEST:
        raise refusals.AccountRefused(
            _("Name, profession and licence line take {longest} characters each at most.").format(longest=LONGEST)
        )
    if not person.roles:
        raise refusals.AccountRefused(_("An account needs at least one role."))
    if any(one.name.casefold() == name.casefold() and one.id != person.id for one in vault.people):
        raise refusals.AccountRefused(_("Somebody of this name has an account already. Make the names differ."))
    return msgspec.structs.replace(person, name=name, profession=profession, licence=licence)


def _with_administrator(header: Header) -> Header:
    if not any("administrator" in person.roles for person in header.people):
        raise refusals.AccountRefused(
            _("This is the last administrator. Nothing was changed. Give the role to somebody else first.")
        )
    return header


def _cost_of(vault: Vault) -> Kdf:
    """What a password costs in this vault: measured when it was made, for this computer."""
    slot = vault.header.password_slot(vault.person.id)
    assert slot is not None
    assert slot.kdf is not None
    return slot.kdf


def _told(person: Person) -> str:
    """What the audit trail says of an account: ids and roles, never a name."""
    return f"account:{person.id} {'+'.join(person.roles)}"
