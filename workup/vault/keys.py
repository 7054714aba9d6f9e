"""How the data key is wrapped: Argon2id or a recovery key, then AES-256-GCM over everything else."""

import base64
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from typing import Literal

import msgspec
from msgspec import Struct

from workup.rights import FOUNDER, Role
from workup.vault.refusals import WeakPassword

Entropy = Callable[[int], bytes]
KEY_BYTES = 32
SHORTEST_PASSWORD = 15
_MIB = 1024  # Argon2 counts memory in KiB


class Kdf(Struct, frozen=True):
    """The cost of turning a password into a key: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    @property
    def allowed(self) -> bool:
        """Neither below the floor nor so dear that a forged header could stall the computer."""
        return (
            FLOOR.memory <= self.memory <= CEILING.memory
            and FLOOR.passes <= self.passes <= CEILING.passes
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


FLOOR = Kdf(64 * _MIB, 3, 4)
CEILING = Kdf(1024 * _MIB, 20, 16)
_MOST_CALIBRATED = 256 * _MIB  # an exam-room computer has other work to do


class Person(Struct, frozen=True):
    """Someone with a password for this vault; `id` stands in each of their entries."""

    name: str
    profession: str
    id: str = ""
    roles: tuple[Role, ...] = ()


class KeySlot(Struct, frozen=True):
    """The data key wrapped once; the wrapping fails when anything here has been altered."""

    kind: Literal["password", "recovery"]
    person: Person | None
    kdf: Kdf | None
    salt: bytes
    nonce: bytes
    wrapped: bytes


class RecoverySheet(Struct, frozen=True):
    """What is printed once and kept nowhere: the recovery key and the start of the audit chain."""

    key: str
    audit_start: str


def check_password(password: str) -> None:
    """Refuse a new password that is too short; nothing else about it is asked."""
    length = len(_normal(password))
    if length < SHORTEST_PASSWORD:
        raise WeakPassword(
            f"A password needs at least {SHORTEST_PASSWORD} characters; this one has {length}. "
            "A few words in a row are easiest to remember."
        )


def calibrate(seconds: Callable[[Kdf], float]) -> Kdf:
    """The cost that takes this computer between 0.5 and 1.0 s, never below the floor."""
    kdf = FLOOR
    for _ in range(3):
        took = seconds(kdf)
        if 0.5 <= took <= 1.0:
            break
        work = kdf.memory * kdf.passes * 0.75 / took
        memory = min(max(int(work / FLOOR.passes) // _MIB * _MIB, FLOOR.memory), _MOST_CALIBRATED)
        kdf = Kdf(memory, min(max(round(work / memory), FLOOR.passes), CEILING.passes), FLOOR.lanes)
    return kdf


def stretched(password: str, salt: bytes, kdf: Kdf) -> bytes:
    """The key a password stands for; takes the time that `kdf` asks for."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    assert kdf.allowed, "parameters are checked when the header is read"
    argon = Argon2id(salt=salt, length=KEY_BYTES, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory)
    return argon.derive(_normal(password).encode())


def password_slot(vault: str, person: Person, password: str, data_key: bytes, kdf: Kdf, entropy: Entropy) -> KeySlot:
    """The data key under a password."""
    salt = entropy(16)
    empty = KeySlot("password", person, kdf, salt, entropy(12), b"")
    return _wrapped(vault, empty, stretched(password, salt, kdf), data_key)


def recovery_slot(vault: str, recovery: bytes, data_key: bytes, entropy: Entropy) -> KeySlot:
    """The data key under a recovery key."""
    empty = KeySlot("recovery", None, None, entropy(16), entropy(12), b"")
    return _wrapped(vault, empty, _recovery_kek(recovery, empty.salt), data_key)


def with_password(vault: str, slot: KeySlot, password: str) -> bytes | None:
    """The data key, or None when the password or the slot is not right."""
    opened = with_password_anew(vault, slot, password, os.urandom)
    return None if opened is None else opened[0]


def with_password_anew(vault: str, slot: KeySlot, password: str, entropy: Entropy) -> tuple[bytes, KeySlot] | None:
    """The data key, and the slot as it is written today: one from before there were roles is made anew."""
    if slot.kdf is None:
        return None
    kek = stretched(password, slot.salt, slot.kdf)
    key = _unwrapped(vault, slot, kek)
    if key is None or slot.person is None or slot.person.roles:
        return None if key is None else (key, slot)
    person = msgspec.structs.replace(slot.person, roles=FOUNDER)
    return key, _wrapped(vault, msgspec.structs.replace(slot, person=person, nonce=entropy(12)), kek, key)


def with_recovery(vault: str, slot: KeySlot, recovery: bytes) -> bytes | None:
    """The data key, or None when the recovery key or the slot is not right."""
    return _unwrapped(vault, slot, _recovery_kek(recovery, slot.salt))


def as_groups(key: bytes) -> str:
    """A key for paper: 52 letters and digits in groups of four."""
    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def from_groups(text: str) -> bytes | None:
    """A key typed from paper: any spacing and case, a nought for O and an eight for B; None when it is not one."""
    letters = re.sub(r"[\s\-–]", "", text).upper().translate(str.maketrans("08", "OB"))
    if not re.fullmatch(r"[A-Z2-7]{52}", letters):
        return None
    return base64.b32decode(letters + "====")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _recovery_kek(recovery: bytes, salt: bytes) -> bytes:
    return hmac.digest(recovery, b"workup recovery key 1" + salt, "sha256")


def _bound(vault: str, slot: KeySlot) -> bytes:
    """Everything but the wrapped key, so that no field of it can be swapped; the nonce is bound by the cipher."""
    person = slot.person
    if person is not None and not person.roles:  # as it was before there were roles
        former = {"name": person.name, "profession": person.profession, "id": person.id}
        return msgspec.json.encode(("workup key slot 1", vault, slot.kind, former, slot.kdf, slot.salt))
    version = 1 if person is None else 2
    return msgspec.json.encode((f"workup key slot {version}", vault, slot.kind, person, slot.kdf, slot.salt))


def _wrapped(vault: str, slot: KeySlot, kek: bytes, data_key: bytes) -> KeySlot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = AESGCM(kek).encrypt(slot.nonce, data_key, _bound(vault, slot))
    return msgspec.structs.replace(slot, wrapped=wrapped)


def _unwrapped(vault: str, slot: KeySlot, kek: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(kek).decrypt(slot.nonce, slot.wrapped, _bound(vault, slot))
    except (InvalidTag, ValueError):  # ValueError: a nonce or wrapped key of impossible length
        return None
