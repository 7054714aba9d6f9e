"""The data key sealed for one person: anybody who has it can seal it anew for them, only they can open it.

So an administrator changes roles and the key itself is changed without anybody's password. ECIES as usual: an
ephemeral P-256 key, HKDF-SHA256, AES-256-GCM over everything that has to stay as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

PUBLIC_BYTES = 33
_NONCE = 12
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def new_private(entropy: Callable[[int], bytes]) -> bytes:
    """A private key, as 32 bytes."""
    return (1 + int.from_bytes(entropy(40)) % (_ORDER - 1)).to_bytes(32)


def public_of(private: bytes) -> bytes:
    """What others seal with."""
    return _public_bytes(_key(private).public_key())


def sealed(public: bytes, secret: bytes, bound: bytes, entropy: Callable[[int], bytes]) -> bytes:
    """A secret that only the owner of `public` can open, and only together with `bound`."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    once, nonce = _key(new_private(entropy)), entropy(_NONCE)
    sender, owner = _public_bytes(once.public_key()), ec.EllipticCurvePublicKey.from_encoded_point(_curve(), public)
    key = _derived(once.exchange(ec.ECDH(), owner), sender, public)
    return sender + nonce + AESGCM(key).encrypt(nonce, secret, bound)


def opened(private: bytes, share: bytes, bound: bytes) -> bytes | None:
    """The secret, or None when the share or what is bound to it has been altered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sender, nonce = share[:PUBLIC_BYTES], share[PUBLIC_BYTES : PUBLIC_BYTES + _NONCE]
    own = _key(private)
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(_curve(), sender)
        key = _derived(own.exchange(ec.ECDH(), other), sender, _public_bytes(own.public_key()))
        return AESGCM(key).decrypt(nonce, share[PUBLIC_BYTES + _NONCE :], bound)
    except (InvalidTag, ValueError):  # ValueError: no point of the curve, or an impossible length
        return None


def _curve() -> ec.SECP256R1:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.SECP256R1()


def _key(private: bytes) -> ec.EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(private), _curve())


def _public_bytes(public: ec.EllipticCurvePublicKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _derived(shared: bytes, sender: bytes, owner: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"workup share 2" + sender + owner).derive(shared)
