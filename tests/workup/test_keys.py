"""Passwords, recovery keys and the key header: nothing altered ever opens anything."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workup.vaults import ANN, NOW, PASSWORD, Made
from workup import vault
from workup.vault import FLOOR, Kdf, WeakPassword, header, keys
from workup.vault.refusals import DamagedKeys, NewerVault, VaultError, WrongRecoveryKey

KEY = bytes(range(32))


@given(st.binary(min_size=32, max_size=32))
def test_a_key_on_paper_is_52_characters_in_groups_of_four(key: bytes) -> None:
    text = keys.as_groups(key)
    assert [len(group) for group in text.split(" ")] == [4] * 13
    assert keys.from_groups(text) == key


@pytest.mark.parametrize("typed", ["lower", "joined", "dashed", "noughts", "lines"])
def test_a_key_may_be_typed_in_any_spacing_and_case(typed: str) -> None:
    key = bytes([0x73, 0x80]) * 16  # its text holds O and B
    text = keys.as_groups(key)
    forms = {
        "lower": text.lower(),
        "joined": text.replace(" ", ""),
        "dashed": text.replace(" ", " – "),
        "noughts": text.replace("O", "0").replace("B", "8"),
        "lines": text.replace(" ", "\n"),
    }
    assert keys.from_groups(forms[typed]) == key


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 51, "A" * 53, "1" * 52, "é" * 52])
def test_what_is_not_a_key_is_refused(typed: str) -> None:
    assert keys.from_groups(typed) is None


@pytest.mark.parametrize("rate", [0.001, 0.02, 0.1, 0.2, 0.6, 3.0])
def test_the_cost_is_fitted_to_the_computer_but_never_below_the_floor(rate: float) -> None:
    def seconds(kdf: Kdf) -> float:
        return rate * kdf.memory * kdf.passes / (FLOOR.memory * FLOOR.passes)

    kdf = keys.calibrate(seconds)
    assert kdf.allowed
    if 0.05 <= rate <= 0.5:
        assert 0.5 <= seconds(kdf) <= 1.0
    if rate > 1:
        assert kdf == FLOOR


def test_a_password_opens_however_its_accents_are_composed() -> None:
    slot = keys.password_slot("v", ANN, "Müllers Katze schläft", KEY, FLOOR, os.urandom)
    assert keys.with_password("v", slot, "Mu\u0308llers Katze schla\u0308ft") == KEY
    assert keys.with_password("v", slot, "Mullers Katze schlaft") is None


def test_a_slot_opens_only_as_it_was_written() -> None:
    slot = keys.password_slot("v", ANN, PASSWORD, KEY, FLOOR, os.urandom)
    kek = keys.stretched(PASSWORD, slot.salt, FLOOR)
    private = keys._unwrapped("v", slot, kek)
    assert private is not None
    assert keys.data_key_of("v", slot, private) == KEY
    changes: list[dict[str, Any]] = [
        {"person": msgspec.structs.replace(ANN, id="someone00000")},
        {"kdf": Kdf(8, 1, 1)},
        {"salt": bytes(16)},
        {"nonce": bytes(12)},
        {"nonce": b""},
        {"wrapped": slot.wrapped[:-1]},
        {"wrapped": b""},
        {"kind": "recovery"},
        {"public": keys.password_slot("v", ANN, PASSWORD, KEY, FLOOR, os.urandom).public},
        {"public": b""},
    ]
    for change in changes:
        assert keys._unwrapped("v", msgspec.structs.replace(slot, **change), kek) is None, change
    assert keys._unwrapped("another vault", slot, kek) is None
    of_share: list[dict[str, Any]] = [
        {"person": msgspec.structs.replace(ANN, profession="Spine surgery")},
        {"person": msgspec.structs.replace(ANN, name="Dr Ann Other")},
        {"person": msgspec.structs.replace(ANN, roles=("clinician", "administrator"))},
        {"temporary": True},
        {"salt": bytes(16)},
        {"share": slot.share[:-1]},
        {"share": slot.share[:40]},
        {"share": b""},
        {"share": b"\x02" + bytes(32) + slot.share[33:]},
        *({"share": slot.share[:at] + bytes([slot.share[at] ^ 4]) + slot.share[at + 1 :]} for at in range(0, 93, 7)),
    ]
    for change in of_share:
        assert keys.data_key_of("v", msgspec.structs.replace(slot, **change), private) is None, change
    assert keys.data_key_of("another vault", slot, private) is None


def test_roles_and_data_key_change_without_the_password() -> None:
    """Who has the data key can seal it anew for other roles, or another key; the password goes on opening it."""
    slot = keys.password_slot("v", ANN, PASSWORD, KEY, FLOOR, os.urandom)
    other = msgspec.structs.replace(slot, person=msgspec.structs.replace(ANN, roles=("assistant",)))
    assert keys.with_password("v", other, PASSWORD) is None
    assert keys.with_password("v", keys.shared("v", other, KEY, os.urandom), PASSWORD) == KEY
    assert keys.with_password("v", keys.shared("v", slot, KEY[::-1], os.urandom), PASSWORD) == KEY[::-1]


def test_a_recovery_slot_opens_with_its_key_only() -> None:
    slot = keys.recovery_slot("v", KEY, bytes(32), os.urandom)
    assert keys.with_recovery("v", slot, KEY) == bytes(32)
    assert keys.with_recovery("v", slot, KEY[::-1]) is None
    assert keys.with_recovery("w", slot, KEY) is None


@pytest.mark.parametrize(
    "kdf", [Kdf(2**21, 3, 4), Kdf(2**40, 3, 4), Kdf(65536, 21, 4), Kdf(65536, 3, 99), Kdf(8, 1, 1)]
)
def test_absurd_or_weak_costs_in_a_header_are_refused_before_they_are_paid(made: Made, kdf: Kdf) -> None:
    found, _ = header.read(made.folder)
    password, recovery = found.slots
    header.write(
        made.folder, msgspec.structs.replace(found, slots=(msgspec.structs.replace(password, kdf=kdf), recovery))
    )
    with pytest.raises(DamagedKeys):
        vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW)


def test_the_second_copy_serves_when_the_first_is_damaged_and_both_are_mended(made: Made) -> None:
    first, second = (made.folder / name for name in header.COPIES)
    whole = first.read_bytes()
    for position in range(0, len(whole), 29):
        first.write_bytes(whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
        assert vault.people(made.folder) == (made.person,)
    first.write_bytes(b"")
    opened = made.open()
    assert first.read_bytes() == second.read_bytes()
    opened.close(NOW)
    second.unlink()
    made.open().close(NOW)
    assert first.read_bytes() == second.read_bytes()


def test_two_damaged_copies_are_refused_and_left_as_they_are(made: Made) -> None:
    for name in header.COPIES:
        (made.folder / name).write_bytes(b"{}")
    for _ in range(2):
        with pytest.raises(DamagedKeys):
            vault.people(made.folder)
        with pytest.raises(DamagedKeys):
            made.open()
    assert (made.folder / header.COPIES[0]).read_bytes() == b"{}"


def test_three_hundred_altered_headers_open_nothing_but_the_vault_as_it_was(made: Made) -> None:
    """Each with its sum put right, as a thief would; the recovery slot spares the test the cost of a password."""
    dice = random.Random(20251125)
    file, spare = (made.folder / name for name in header.COPIES)
    spare.unlink()
    raw = bytes(msgspec.json.decode(file.read_bytes(), type=header._Envelope).header)
    opened = 0
    for _ in range(300):
        place = dice.randrange(len(raw))
        changed = raw[:place] + bytes([raw[place] ^ 1 << dice.randrange(8)]) + raw[place + 1 :]
        file.write_bytes(b'{"sum":"%s","header":%s}' % (hashlib.sha256(changed).hexdigest().encode(), changed))
        try:
            found, _ = header.read(made.folder)
            typed = keys.from_groups(made.sheet.key)
            assert typed is not None
            slot = next(slot for slot in found.slots if slot.kind == "recovery")
            key = keys.with_recovery(found.vault, slot, typed)
        except (VaultError, StopIteration):
            continue
        assert key in (None, made.data_key)
        opened += key is not None
        password = next(slot for slot in found.slots if slot.kind == "password")
        assert password.kdf is not None
        assert password.kdf.allowed
    assert opened > 0


def test_the_newer_of_two_whole_copies_counts(made: Made) -> None:
    """A crash between the two writes leaves an older copy."""
    first, second = (made.folder / name for name in header.COPIES)
    older = first.read_bytes()
    made.open().close(NOW)
    newest, _ = header.read(made.folder)
    first.write_bytes(older)
    assert header.read(made.folder) == (newest, False)
    second.write_bytes(older)
    assert header.read(made.folder)[0].generation < newest.generation


def test_a_header_of_a_newer_version_is_refused_by_name(made: Made) -> None:
    found, _ = header.read(made.folder)
    header.write(made.folder, msgspec.structs.replace(found, version=header.VERSION + 1))
    with pytest.raises(NewerVault):
        vault.people(made.folder)


def test_the_header_holds_no_secret_in_clear(made: Made) -> None:
    typed, start = keys.from_groups(made.sheet.key), keys.from_groups(made.sheet.audit_start)
    assert typed is not None
    assert start is not None
    for name in header.COPIES:
        text = (made.folder / name).read_text()
        assert json.loads(text)["header"]["slots"][0]["person"]["name"] == ANN.name
        for secret in (made.data_key, typed, start):
            assert base64.b64encode(secret).decode() not in text
            assert secret.hex() not in text
            assert keys.as_groups(secret) not in text


def test_a_full_disk_leaves_the_former_header(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [(made.folder / name).read_bytes() for name in header.COPIES]
    found, _ = header.read(made.folder)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(vault.DiskFull):
        header.write(made.folder, msgspec.structs.replace(found, generation=99))
    assert [(made.folder / name).read_bytes() for name in header.COPIES] == before
    assert not list(made.folder.glob("*.part"))


def test_a_renewal_that_cannot_be_stored_leaves_the_former_password_and_key(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = made.open()
    room = [1]  # for the first of the two copies only

    def full(_: int) -> None:
        if not room:
            raise OSError(28, "No space left on device")
        room.pop()

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(vault.DiskFull):
            vault.renew(opened, "a password of today", NOW, kdf=FLOOR)
    opened.close(NOW)
    vault.open_with_recovery(made.folder, made.sheet.key, NOW).close(NOW)
    vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW).close(NOW)


def test_recovery_opens_and_renewing_replaces_password_and_recovery_key(made: Made) -> None:
    opened = vault.open_with_recovery(made.folder, made.sheet.key.lower(), NOW)
    assert opened.person == made.person
    sheet = vault.renew(opened, "a password of today", NOW, kdf=FLOOR)
    opened.close(NOW)
    assert sheet.audit_start == ""
    for key in (made.sheet.key, "A" * 52, "not a key"):
        with pytest.raises(WrongRecoveryKey):
            vault.open_with_recovery(made.folder, key, NOW)
    with pytest.raises(vault.WrongPassword):
        vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW)
    opened = vault.open_with_password(made.folder, made.person.id, "a password of today", NOW)
    assert vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)
    vault.open_with_recovery(made.folder, sheet.key, NOW).close(NOW)


def test_no_secret_stands_in_a_refusal(made: Made, tmp_path: Path) -> None:
    with pytest.raises(vault.WrongPassword) as wrong:
        vault.open_with_password(made.folder, made.person.id, "canary canary canary", NOW)
    with pytest.raises(WeakPassword) as weak:
        vault.create(tmp_path / "new", "canary", ANN, NOW, kdf=FLOOR)
    with pytest.raises(WrongRecoveryKey) as typed:
        vault.open_with_recovery(made.folder, "CANARY", NOW)
    for refused in (wrong.value, weak.value, typed.value):
        assert "canary" not in f"{refused!r} {refused.args} {refused.__context__!r}".lower()
