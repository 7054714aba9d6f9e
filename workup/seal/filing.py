"""The seal of a whole file: written last, into a place of fixed length that counts as zeros when it is checked.

It holds, as hexadecimal digits: its version, the public key, the signature of the record, the signature of the file,
and zeros to its end. There is one way to write each, so no digit of it can be changed unnoticed.
"""

import hashlib
import re

from msgspec import Struct

from workup.errors import WorkupError
from workup.paper.archive import sealed_place
from workup.paper.metadata import SEAL_LENGTH, SEAL_OPENS
from workup.seal.keys import PUBLIC_BYTES, SIGNATURE_BYTES, SigningKey, is_signed
from workup.texts import _

PURPOSE = b"workup file 1\n"
FORMAT = b"\x01"
EMPTY = b"0" * SEAL_LENGTH
_DIGITS = re.compile(rb"[0-9a-f]+")


class Broken(WorkupError):
    """There is something where a seal stands, and it is none."""


class Seal(Struct, frozen=True):
    """What stands in the place: whose key, and the two signatures."""

    public: bytes
    record: bytes
    file: bytes

    @property
    def written(self) -> bytes:
        """As it stands in the file."""
        text = (FORMAT + self.public + self.record + self.file).hex().encode()
        return text.ljust(SEAL_LENGTH, b"0")


def sealed(file: bytes, key: SigningKey, record_signature: bytes) -> bytes:
    """The file with its seal, as long as before."""
    place = sealed_place(file)
    if file[place] != EMPTY:
        raise ValueError("the file is sealed already")
    signature = key.sign(_message(file, place, key.public, record_signature))
    return file[: place.start] + Seal(key.public, record_signature, signature).written + file[place.stop :]


def seal_in(file: bytes) -> Seal | None:
    """The seal of a file, None when it never had one. Raises Broken."""
    if SEAL_OPENS not in file:
        return None
    try:
        text = file[sealed_place(file)]
    except ValueError:
        raise Broken(_("The file has more than one place for a seal.")) from None
    if text == EMPTY:
        return None
    if len(text) != SEAL_LENGTH or not _DIGITS.fullmatch(text):
        raise Broken(_("The seal of the file is damaged."))
    data = bytes.fromhex(text.decode())
    start = len(FORMAT)
    ends = (start + PUBLIC_BYTES, start + PUBLIC_BYTES + SIGNATURE_BYTES, start + PUBLIC_BYTES + 2 * SIGNATURE_BYTES)
    seal = Seal(data[start : ends[0]], data[ends[0] : ends[1]], data[ends[1] : ends[2]])
    if seal.written != text:
        raise Broken(_("The seal of the file is damaged."))
    return seal


def seal_is_good(file: bytes, seal: Seal) -> bool:
    """Whether the file is byte for byte the one that was sealed."""
    return is_signed(seal.public, seal.file, _message(file, sealed_place(file), seal.public, seal.record))


def _message(file: bytes, place: slice, public: bytes, record_signature: bytes) -> bytes:
    digest = hashlib.sha256(file[: place.start] + EMPTY + file[place.stop :]).digest()
    return PURPOSE + public + record_signature + digest
