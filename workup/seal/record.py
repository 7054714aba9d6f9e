"""The record of a page: its digest, what is signed of it, and the same as the text of a QR code."""

import hashlib

import msgspec
from msgspec import Struct

from workup.seal.keys import ID_DIGITS, SIGNATURE_BYTES, SigningKey, is_signed

PURPOSE = b"workup record 1\n"
CODE = "WORKUP1:"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # of base45: the letters a QR code sets most closely


class Statement(Struct, frozen=True):
    """What is signed: that this version of this document has the record with this digest."""

    version: int
    document: str
    digest: str

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        return PURPOSE + msgspec.json.encode([self.version, self.document, self.digest])


class Code(Struct, frozen=True, array_like=True):
    """What the QR code of a page holds."""

    version: int
    document: str
    digest: bytes
    signature: bytes
    key_id: bytes


def record_digest(record: bytes) -> str:
    """The SHA-256 of the record as it is attached."""
    return hashlib.sha256(record).hexdigest()


def record_is_good(statement: Statement, signature: bytes, public: bytes) -> bool:
    """Whether the owner of this key signed the statement."""
    return is_signed(public, signature, statement.message)


def code_of(statement: Statement, signature: bytes, key: SigningKey) -> str:
    """The statement, its signature and the id of the key as the text of a QR code."""
    code = Code(
        statement.version, statement.document, bytes.fromhex(statement.digest), signature, bytes.fromhex(key.id)
    )
    return CODE + _base45(msgspec.msgpack.encode(code))


def read_code(text: str) -> tuple[Statement, bytes, str] | None:
    """Statement, signature and id of the key of a QR code; None for one that is not ours."""
    data = _from_base45(text.removeprefix(CODE)) if text.startswith(CODE) else None
    try:
        code = None if data is None else msgspec.msgpack.decode(data, type=Code)
    except msgspec.DecodeError:
        return None
    lengths = (32, SIGNATURE_BYTES, ID_DIGITS // 2)
    if code is None or (len(code.digest), len(code.signature), len(code.key_id)) != lengths:
        return None
    return Statement(code.version, code.document, code.digest.hex()), code.signature, code.key_id.hex()


def _base45(data: bytes) -> str:
    """RFC 9285: two bytes are three letters, a single last one two."""
    text = ""
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        number = int.from_bytes(pair)
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, len(DIGITS))
            text += DIGITS[digit]
    return text


def _from_base45(text: str) -> bytes | None:
    if len(text) % 3 == 1 or any(letter not in DIGITS for letter in text):
        return None
    data = b""
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        number = sum(DIGITS.index(letter) * len(DIGITS) ** place for place, letter in enumerate(group))
        size = len(group) - 1
        if number >= 1 << (8 * size):
            return None
        data += number.to_bytes(size)
    return data
