"""The key that seals pages: Ed25519, one for each vault, known to others by a short id."""

import hashlib
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
ID_DIGITS = 32


class SigningKey:
    """The secret half, from its seed."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        """By what people know it."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message; the same each time."""
        return self._key.sign(message)


def new_key(entropy: Callable[[int], bytes] = os.urandom) -> bytes:
    """The seed of a new key."""
    return entropy(SEED_BYTES)


def key_id(public: bytes) -> str:
    """The beginning of the SHA-256 of a public key, long enough that nobody finds a second key for it."""
    return hashlib.sha256(public).hexdigest()[:ID_DIGITS]


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the owner of this key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
