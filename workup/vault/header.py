"""The key header beside the records: two copies, each written whole or not at all."""

from __future__ import annotations

import hashlib
import hmac
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from workup.rights import FOUNDER
from workup.store import Person
from workup.vault import refusals
from workup.vault.keys import KeySlot, without_licence
from workup.vault.throttle import Tries

FORMAT = "workup-vault"
VERSION = 2
COPIES = ("keys.json", "keys-copy.json")
LARGEST = 1_000_000  # bytes of a key file


class Anchor(Struct, frozen=True):
    """The head of the audit chain, kept outside the records so that a cut tail shows."""

    seq: int
    mac: bytes
    seal: bytes


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """Who can open the vault and how; holds no key in clear and no patient.

    `coming` are the slots for another data key, while the records are on their way to it; `tries` the wrong passwords;
    `last` who opened it, the latest first.
    """

    vault: str
    created: datetime
    slots: tuple[KeySlot, ...]
    anchor: Anchor | None = None
    generation: int = 0
    coming: tuple[KeySlot, ...] = ()
    tries: tuple[Tries, ...] = ()
    last: tuple[str, ...] = ()
    format: str = FORMAT
    version: int = VERSION

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who have a password; somebody from before there were roles has those of a founder."""
        return tuple(person_of(slot) for slot in self.slots if slot.person is not None)

    def password_slot(self, who: str) -> KeySlot | None:
        """The slot of one person."""
        return next((slot for slot in self.slots if slot.person is not None and slot.person.id == who), None)

    def with_slot(self, slot: KeySlot) -> Header:
        """With this slot in place of the one its person had, or added."""
        who = "" if slot.person is None else slot.person.id
        others = tuple(one for one in self.slots if one.person is None or one.person.id != who)
        if len(others) == len(self.slots):
            return self.of_slots((*self.slots, slot))
        return self.of_slots(tuple(one if one in others else slot for one in self.slots))

    def of_slots(self, slots: tuple[KeySlot, ...]) -> Header:
        """With these slots, in the present version as soon as everybody's says their roles."""
        whole = all(slot.public for slot in slots if slot.kind == "password")
        return msgspec.structs.replace(self, slots=slots, version=VERSION if whole else self.version)

    @property
    def accounts(self) -> str:
        """The digest of all slots, which the records know too, so that an older key file shows."""
        return hashlib.sha256(msgspec.json.encode(self.slots)).hexdigest()

    @property
    def accounts_before_licences(self) -> str:
        """The same digest as the records know it from before an account had a licence line."""
        return hashlib.sha256(without_licence(msgspec.json.encode(self.slots))).hexdigest()

    @property
    def recovery(self) -> str:
        """The digest of the slot for the recovery key."""
        return hashlib.sha256(msgspec.json.encode([s for s in self.slots if s.kind == "recovery"])).hexdigest()


def person_of(slot: KeySlot) -> Person:
    """Whose slot it is, with their roles."""
    assert slot.person is not None, "a slot for a password has a person"
    return slot.person if slot.public else msgspec.structs.replace(slot.person, roles=FOUNDER)


class _Envelope(Struct):
    sum: str
    header: msgspec.Raw


class _Kind(Struct):
    format: str
    version: int


def read(folder: Path) -> tuple[Header, bool]:
    """The newer of the sound copies, and whether both are sound and equal."""
    texts = [_text(folder / name) for name in COPIES]
    if all(text is None for text in texts):
        raise refusals.DamagedKeys if (folder / "records.db").exists() else refusals.NotAVault
    found = [header for text in texts if text is not None and (header := _parsed(text)) is not None]
    if not found:
        raise refusals.DamagedKeys
    return max(found, key=lambda header: header.generation), len(found) == len(COPIES) and found[0] == found[1]


def write(folder: Path, header: Header) -> None:
    """Replace both copies, the spare one first; a crash in between leaves one of the two whole."""
    raw = msgspec.json.encode(header)
    text = msgspec.json.encode(_Envelope(hashlib.sha256(raw).hexdigest(), msgspec.Raw(raw)))
    parts = [folder / f"{name}.part" for name in reversed(COPIES)]
    try:
        for part in parts:
            _write_part(part, text)
        for part in parts:  # only now: a full disk has left both copies as they were
            part.replace(part.with_suffix(""))
        fsync_folder(folder)
    except OSError as error:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise refusals.from_os(error) from None


def anchored(data_key: bytes, vault: str, seq: int, mac: bytes) -> Anchor:
    """The anchor for a chain head, sealed with the data key."""
    return Anchor(seq, mac, _seal(data_key, vault, seq, mac))


def is_ours(anchor: Anchor, data_key: bytes, vault: str) -> bool:
    """Whether someone who can open the vault wrote the anchor."""
    return hmac.compare_digest(anchor.seal, _seal(data_key, vault, anchor.seq, anchor.mac))


def fsync_folder(folder: Path) -> None:
    """Make a rename in the folder durable; Windows does this by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _seal(data_key: bytes, vault: str, seq: int, mac: bytes) -> bytes:
    key = hmac.digest(data_key, b"workup anchor 1", "sha256")
    return hmac.digest(key, f"{vault} {seq} ".encode() + mac, "sha256")


def _text(file: Path) -> bytes | None:
    try:
        with file.open("rb") as raw:
            return raw.read(LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refusals.from_os(error) from None


def _parsed(text: bytes) -> Header | None:
    """The header of one copy; None when it is damaged. A newer version is refused only when its sum is right."""
    try:
        envelope = msgspec.json.decode(text, type=_Envelope)
        raw = bytes(envelope.header)
        if not hmac.compare_digest(hashlib.sha256(raw).hexdigest().encode(), envelope.sum.encode()):
            return None
        kind = msgspec.json.decode(raw, type=_Kind)
        if kind.format == FORMAT and kind.version > VERSION:
            raise refusals.NewerVault
        header = msgspec.json.decode(raw, type=Header)
    except (msgspec.DecodeError, UnicodeError):
        return None
    known = header.format == FORMAT and 1 <= header.version <= VERSION
    sound = known and all(_is_sound(slot, header.version) for slot in (*header.slots, *header.coming))
    return header if sound and header.people else None


def _is_sound(slot: KeySlot, version: int) -> bool:
    if slot.kind == "recovery":
        return slot.person is None and slot.kdf is None
    if slot.person is None or not slot.person.id or slot.kdf is None or not slot.kdf.allowed:
        return False
    return bool(slot.public) if version > 1 else not slot.public


def _write_part(part: Path, text: bytes) -> None:
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        raw.write(text)
        raw.flush()
        os.fsync(raw.fileno())
