"""Argon2 computed once for the same password, salt and cost: the tests open thousands of copies of the same vaults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.kdf import argon2

MEASURED = b"calibration"  # the time that this takes is what is asked for
_Asked = tuple[bytes, int, int, int, int, bytes]


@contextmanager
def kept() -> Iterator[dict[_Asked, bytes]]:
    """Inside, a key that was derived from exactly the same before is not derived again; what is known so far."""
    known: dict[_Asked, bytes] = {}
    real = argon2.Argon2id

    class Remembering:
        """As Argon2id, which gives the same for the same."""

        def __init__(self, *, salt: bytes, length: int, iterations: int, lanes: int, memory_cost: int) -> None:
            self.cost = (salt, length, iterations, lanes, memory_cost)

        def derive(self, typed: bytes) -> bytes:
            """The key, worked out the first time."""
            asked = (*self.cost, typed)
            if asked not in known or typed == MEASURED:
                salt, length, iterations, lanes, memory = self.cost
                argon = real(salt=salt, length=length, iterations=iterations, lanes=lanes, memory_cost=memory)
                known[asked] = argon.derive(typed)
            return known[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "Argon2id", Remembering)
        yield known
