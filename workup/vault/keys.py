"""How the data key is wrapped: Argon2id or a recovery key, then AES-256-GCM over everything else."""

import base64
import hmac
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

import msgspec
from msgspec import Struct

from workup.store import Person
from workup.vault import shares
from workup.vault.passwords import normal
from workup.words import in_fours

Entropy = Callable[[int], bytes]
Way = Callable[[Callable[[], bytes]], bytes]
KEY_BYTES = 32
_MIB = 1024  # Argon2 counts memory in KiB
_BEFORE_ROLES = ("name", "profession", "id")
_way: ContextVar[Way | None] = ContextVar("stretching", default=None)


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


class KeySlot(Struct, frozen=True):
    """The data key for one password or recovery key; nothing opens when anything here has been altered.

    With a password, `wrapped` is the private key under it, and `share` the data key sealed for that key together with
    who this is and what they may do. From before there were roles, and for a recovery key, it is the data key itself.
    A `temporary` password was set by somebody else and has to be changed first.
    """

    kind: Literal["password", "recovery"]
    person: Person | None
    kdf: Kdf | None
    salt: bytes
    nonce: bytes
    wrapped: bytes
    public: bytes = b""
    share: bytes = b""
    temporary: bool = False


class RecoverySheet(Struct, frozen=True):
    """What is printed once and kept nowhere: the recovery key and the start of the audit chain."""

    key: str
    audit_start: str


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


@contextmanager
def stretching(way: Way) -> Iterator[None]:
    """Inside, whatever stretches a password hands that work, which only computes, to `way`: a window that paints on."""
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


def stretched(password: str, salt: bytes, kdf: Kdf) -> bytes:
    """The key a password stands for; takes the time that `kdf` asks for."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    assert kdf.allowed, "parameters are checked when the header is read"
    argon = Argon2id(salt=salt, length=KEY_BYTES, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory)
    way, typed = _way.get(), normal(password).encode()
    return argon.derive(typed) if way is None else way(lambda: argon.derive(typed))


def password_slot(
    vault: str, person: Person, password: str, data_key: bytes, kdf: Kdf, entropy: Entropy, *, temporary: bool = False
) -> KeySlot:
    """The data key for one person, under a password."""
    private, salt = shares.new_private(entropy), entropy(16)
    public = shares.public_of(private)
    empty = KeySlot("password", person, kdf, salt, entropy(12), b"", public, temporary=temporary)
    return shared(vault, _wrapped(vault, empty, stretched(password, salt, kdf), private), data_key, entropy)


def shared(vault: str, slot: KeySlot, data_key: bytes, entropy: Entropy) -> KeySlot:
    """The slot with the data key sealed for its person anew: for other roles, or another data key."""
    share = shares.sealed(slot.public, data_key, _of_share(vault, slot), entropy)
    return msgspec.structs.replace(slot, share=share)


def recovery_slot(vault: str, recovery: bytes, data_key: bytes, entropy: Entropy) -> KeySlot:
    """The data key under a recovery key."""
    empty = KeySlot("recovery", None, None, entropy(16), entropy(12), b"")
    return _wrapped(vault, empty, _recovery_kek(recovery, empty.salt), data_key)


def with_password(vault: str, slot: KeySlot, password: str) -> bytes | None:
    """The data key, or None when the password or the slot is not right."""
    found = private_key(vault, slot, password)
    return found if found is None or not slot.public else data_key_of(vault, slot, found)


def private_key(vault: str, slot: KeySlot, password: str) -> bytes | None:
    """What the password opens: the private key of its person, or the data key itself from before there were roles."""
    return None if slot.kdf is None else _unwrapped(vault, slot, stretched(password, slot.salt, slot.kdf))


def data_key_of(vault: str, slot: KeySlot, private: bytes) -> bytes | None:
    """The data key out of a share, or None when the share or what it is bound to is not right."""
    bound = _of_share(vault, slot)
    found = shares.opened(private, slot.share, bound)
    return found or shares.opened(private, slot.share, without_licence(bound))


def with_recovery(vault: str, slot: KeySlot, recovery: bytes) -> bytes | None:
    """The data key, or None when the recovery key or the slot is not right."""
    return _unwrapped(vault, slot, _recovery_kek(recovery, slot.salt))


def as_groups(key: bytes) -> str:
    """A key for paper: 52 letters and digits in groups of four."""
    return in_fours(base64.b32encode(key).decode().rstrip("="))


def from_groups(text: str) -> bytes | None:
    """A key typed from paper: any spacing and case, a nought for O and an eight for B; None when it is not one."""
    letters = re.sub(r"[\s\-–]", "", text).upper().translate(str.maketrans("08", "OB"))
    if not re.fullmatch(r"[A-Z2-7]{52}", letters):
        return None
    return base64.b32decode(letters + "====")


def same(one: str, other: str) -> bool:
    """Whether two passwords stand for the same key."""
    return normal(one) == normal(other)


def _recovery_kek(recovery: bytes, salt: bytes) -> bytes:
    return hmac.digest(recovery, b"workup recovery key 1" + salt, "sha256")


def _bound(vault: str, slot: KeySlot) -> bytes:
    """Everything a password or recovery key stands for; the nonce is bound by the cipher."""
    if not slot.public:
        former = None if slot.person is None else {name: getattr(slot.person, name) for name in _BEFORE_ROLES}
        return msgspec.json.encode(("workup key slot 1", vault, slot.kind, former, slot.kdf, slot.salt))
    who = "" if slot.person is None else slot.person.id
    return msgspec.json.encode(("workup key slot 2", vault, slot.kind, who, slot.kdf, slot.salt, slot.public))


def without_licence(encoded: bytes) -> bytes:
    """The same as it was written before an account had a licence line; whoever has one is not left out."""
    return encoded.replace(b',"licence":""', b"")  # never inside a text: there a quotation mark is escaped


def _of_share(vault: str, slot: KeySlot) -> bytes:
    """Who gets the data key, and what they may do with it."""
    bound = ("workup share 2", vault, slot.kind, slot.person, slot.temporary, slot.public, slot.salt)
    return msgspec.json.encode(bound)


def _wrapped(vault: str, slot: KeySlot, kek: bytes, secret: bytes) -> KeySlot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = AESGCM(kek).encrypt(slot.nonce, secret, _bound(vault, slot))
    return msgspec.structs.replace(slot, wrapped=wrapped)


def _unwrapped(vault: str, slot: KeySlot, kek: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(kek).decrypt(slot.nonce, slot.wrapped, _bound(vault, slot))
    except (InvalidTag, ValueError):  # ValueError: a nonce or wrapped key of impossible length
        return None
