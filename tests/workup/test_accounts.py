"""Accounts: who may make, change and remove them, and which passwords and keys open what afterwards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.workup.patients import RESOURCES, library
from tests.workup.vaults import ANN, FIRST, NOW, PASSWORD, Made, of_version
from workup import vault
from workup.rights import NotAllowed, Role
from workup.session import Session
from workup.settings import load_settings, preferences_of
from workup.store import Person
from workup.vault import AccountRefused, FormerKeys, Vault, WrongPassword, accounts, header, rotation
from workup.vault.trail import read_trail

SAM_PASSWORD = "sam and a long phrase"
FRESH = "quite another long phrase"


def add(opened: Vault, name: str = "Sam Whitlock", *roles: Role, temporary: bool = False) -> Person:
    person = Person(name, "Nursing", roles=roles or ("assistant",))
    return accounts.add(opened, person, SAM_PASSWORD, NOW, temporary=temporary, kdf=vault.FLOOR)


def enter(made: Made, person: Person, password: str = SAM_PASSWORD) -> Vault:
    return vault.open_with_password(made.folder, person.id, password, NOW)


def trail(opened: Vault) -> list[tuple[Any, ...]]:
    return opened.database.rows("SELECT action, who, object FROM audit ORDER BY seq")


def test_an_administrator_adds_an_account_without_anybodys_password(made: Made) -> None:
    opened = made.open()
    sam = add(opened)
    assert opened.people == (made.person, sam)
    assert trail(opened)[-1] == ("account added", made.person.id, f"account:{sam.id} assistant")
    opened.close(NOW)
    again = enter(made, sam)
    assert again.person == sam
    assert [entry.value for entry in again.read(FIRST)] == ["leg pain", 5, 2.5]
    again.close(NOW)
    assert vault.people(made.folder) == (sam, made.person), "who was there last stands first"
    with pytest.raises(WrongPassword):
        enter(made, sam, PASSWORD)
    enter(made, made.person, PASSWORD).close(NOW)


def test_a_temporary_password_opens_nothing_but_the_way_to_a_new_one(made: Made) -> None:
    opened = made.open()
    sam = add(opened, temporary=True)
    opened.close(NOW)
    again = enter(made, sam)
    assert again.temporary
    with pytest.raises(NotAllowed):
        again.read(FIRST)
    with pytest.raises(vault.WeakPassword, match="present one"):
        accounts.change_password(again, SAM_PASSWORD, SAM_PASSWORD, NOW, kdf=vault.FLOOR)
    accounts.change_password(again, SAM_PASSWORD, FRESH, NOW, kdf=vault.FLOOR)
    assert not again.temporary
    assert again.read(FIRST)
    again.close(NOW)
    with pytest.raises(WrongPassword):
        enter(made, sam)
    enter(made, sam, FRESH).close(NOW)


def test_a_changed_role_needs_nobodys_password_and_holds_at_once(made: Made) -> None:
    opened = made.open()
    sam = add(opened)
    changed = accounts.change(opened, sam.id, "Sam  Whitlock ", "Physiotherapy", ("clinician", "administrator"), NOW)
    assert (changed.name, changed.profession) == ("Sam Whitlock", "Physiotherapy")
    opened.close(NOW)
    again = enter(made, sam)
    assert again.person.roles == ("clinician", "administrator")
    accounts.change(again, made.person.id, ANN.name, ANN.profession, ("clinician",), NOW)
    again.close(NOW)
    ann = enter(made, made.person, PASSWORD)
    assert ann.person.roles == ("clinician",)
    for attempt in (
        lambda: add(ann, "Another"),
        lambda: accounts.change(ann, ann.person.id, "Ann", "", ("administrator",), NOW),
        lambda: accounts.reset(ann, sam.id, FRESH, NOW),
        lambda: accounts.remove(ann, sam.id, NOW),
        lambda: rotation.change_data_key(ann, NOW),
        lambda: vault.new_sheet(ann, NOW),
    ):
        with pytest.raises(NotAllowed, match="Only an administrator may change the accounts"):
            attempt()
    with pytest.raises(NotAllowed, match="Only an administrator may read the audit trail"):
        read_trail(ann, 1, NOW)
    ann.close(NOW)


def test_a_page_carries_the_licence_of_its_author_and_of_nobody_else(made: Made) -> None:
    """The settings of the clinic have one profession and one licence line: they are of whoever is alone."""
    wishes = msgspec.structs.replace(
        preferences_of(load_settings(RESOURCES / "settings.toml"), {}, {})[0], profession="Surgeon", licence="L 1"
    )

    def cover(opened: Vault) -> tuple[str, str, str]:
        session = Session(library(), opened, lambda: NOW)
        session.begin()
        told = session.cover(wishes)
        return told.author, told.profession, told.licence

    opened = made.open()
    assert cover(opened) == (ANN.name, "Surgeon", "L 1")
    tom = accounts.add(
        opened, Person("Tom", "Spine surgery", roles=("clinician",), licence="L 2"), SAM_PASSWORD, NOW,
        temporary=False, kdf=vault.FLOOR,
    )  # fmt: skip
    assert cover(opened) == (ANN.name, ANN.profession, "")
    opened.close(NOW)
    again = enter(made, tom)
    assert cover(again) == ("Tom", "Spine surgery", "L 2")
    again.close(NOW)


def test_the_last_administrator_stays_one(made: Made) -> None:
    opened = made.open()
    sam = add(opened, "Sam Whitlock", "clinician")
    with pytest.raises(AccountRefused, match="last administrator"):
        accounts.change(opened, made.person.id, ANN.name, "", ("clinician",), NOW)
    with pytest.raises(AccountRefused, match="your own account"):
        accounts.remove(opened, made.person.id, NOW)
    accounts.change(opened, sam.id, sam.name, "", ("administrator",), NOW)
    accounts.change(opened, made.person.id, ANN.name, "", ("clinician",), NOW)
    opened.close(NOW)
    again = enter(made, sam)
    with pytest.raises(AccountRefused, match="last administrator"):
        accounts.change(again, sam.id, sam.name, "", ("assistant",), NOW)
    accounts.remove(again, made.person.id, NOW)
    assert again.people == (again.person,)
    again.close(NOW)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (Person(" ", "", roles=("assistant",)), "name is missing"),
        (Person("Sam", ""), "at least one role"),
        (Person("x" * 201, "", roles=("assistant",)), "200 characters"),
        (Person("dr ann  EXAMPLE", "", roles=("assistant",)), "account already"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_a_sentence(made: Made, person: Person, sentence: str) -> None:
    opened = made.open()
    with pytest.raises(AccountRefused, match=sentence):
        accounts.add(opened, person, SAM_PASSWORD, NOW, temporary=False, kdf=vault.FLOOR)
    assert opened.people == (made.person,)
    with pytest.raises(vault.WeakPassword):
        accounts.add(opened, Person("Sam", "", roles=("assistant",)), "short", NOW, temporary=True, kdf=vault.FLOOR)
    opened.close(NOW)


def test_a_forgotten_password_is_replaced_by_a_temporary_one(made: Made) -> None:
    opened = made.open()
    sam = add(opened)
    accounts.reset(opened, sam.id, FRESH, NOW, kdf=vault.FLOOR)
    with pytest.raises(AccountRefused, match="your own"):
        accounts.reset(opened, made.person.id, FRESH, NOW, kdf=vault.FLOOR)
    opened.close(NOW)
    with pytest.raises(WrongPassword):
        enter(made, sam)
    again = enter(made, sam, FRESH)
    assert again.temporary
    again.close(NOW)


def test_who_was_removed_opens_nothing_and_keeps_the_name_on_what_they_entered(made: Made) -> None:
    opened = made.open()
    sam = add(opened)
    accounts.remove(opened, sam.id, NOW)
    assert opened.names == {made.person.id: ANN.name, sam.id: sam.name}
    with pytest.raises(AccountRefused, match="no such account"):
        accounts.remove(opened, sam.id, NOW)
    opened.close(NOW)
    for password in (SAM_PASSWORD, PASSWORD):
        with pytest.raises(WrongPassword):
            enter(made, sam, password)
    assert b"Whitlock" not in b"".join((made.folder / name).read_bytes() for name in header.COPIES)


def test_a_former_key_file_put_back_opens_nothing(made: Made) -> None:
    """Who was removed and kept the old key file, or had more rights before, gets nowhere with it in the program."""
    opened = made.open()
    sam = add(opened)
    opened.close(NOW)
    former = {name: (made.folder / name).read_bytes() for name in header.COPIES}
    opened = made.open()
    accounts.remove(opened, sam.id, NOW)
    opened.close(NOW)
    present = {name: (made.folder / name).read_bytes() for name in header.COPIES}
    for name, text in former.items():
        (made.folder / name).write_bytes(text)
    with pytest.raises(FormerKeys):
        enter(made, sam)
    opened = vault.open_with_recovery(made.folder, made.sheet.key, NOW)
    assert trail(opened)[-1][0] == "recovered"
    opened.close(NOW)
    for name, text in present.items():
        (made.folder / name).write_bytes(text)
    with pytest.raises(FormerKeys):  # the recovery key has put the other one in force
        enter(made, made.person, PASSWORD)


def test_an_older_recovery_key_does_not_put_an_older_key_file_in_force(made: Made) -> None:
    former = {name: (made.folder / name).read_bytes() for name in header.COPIES}
    opened = made.open()
    sheet = vault.new_sheet(opened, NOW)
    opened.close(NOW)
    for name, text in former.items():
        (made.folder / name).write_bytes(text)
    with pytest.raises(FormerKeys):
        vault.open_with_recovery(made.folder, made.sheet.key, NOW)
    with pytest.raises(vault.WrongRecoveryKey):
        vault.open_with_recovery(made.folder, sheet.key, NOW)


def test_the_recovery_key_opens_as_the_person_that_was_chosen(made: Made) -> None:
    opened = made.open()
    sam = add(opened)
    opened.close(NOW)
    opened = vault.open_with_recovery(made.folder, made.sheet.key, NOW, sam.id)
    assert opened.person == sam
    vault.renew(opened, FRESH, NOW, kdf=vault.FLOOR)
    opened.close(NOW)
    enter(made, sam, FRESH).close(NOW)
    enter(made, made.person, PASSWORD).close(NOW)


def test_changing_a_password_takes_the_former_one(made: Made) -> None:
    opened = made.open()
    with pytest.raises(WrongPassword):
        accounts.change_password(opened, "wrong wrong wrong", FRESH, NOW, kdf=vault.FLOOR)
    accounts.change_password(opened, PASSWORD, FRESH, NOW, kdf=vault.FLOOR)
    opened.close(NOW)
    with pytest.raises(WrongPassword):
        enter(made, made.person, PASSWORD)
    enter(made, made.person, FRESH).close(NOW)


def test_somebody_from_before_there_were_roles_gets_them_in_the_key_file(tmp_path: Path) -> None:
    opened = of_version(1, tmp_path)
    folder, person = opened.folder, opened.person
    opened.close(NOW)
    found, _ = header.read(folder)
    assert found.version == header.VERSION
    assert all(slot.public and slot.share for slot in found.slots if slot.kind == "password")
    again = vault.open_with_password(folder, person.id, "only for a test", datetime.fromisoformat(NOW.isoformat()))
    assert replace(again.person, roles=()) == replace(person, roles=())
    sam = add(again)
    again.close(NOW)
    vault.open_with_password(folder, sam.id, SAM_PASSWORD, NOW).close(NOW)
