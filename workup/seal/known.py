"""Who is known to sign: the keys somebody here accepted, with a name and the day they were first seen."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from workup.errors import WorkupError
from workup.texts import _
from workup.whole import write_whole


class Signer(Struct, frozen=True):
    """A public key (hexadecimal), the name it goes by here, and since when."""

    key: str
    name: str
    first_seen: date


class Unlisted(WorkupError):
    """The list of known signers cannot be read or written."""


def accepted(known: Iterable[Signer], signer: Signer) -> tuple[Signer, ...]:
    """The list with one more; who is in it already stays as first seen."""
    listed = tuple(known)
    return listed if any(one.key == signer.key for one in listed) else (*listed, signer)


def to_text(known: Iterable[Signer]) -> str:
    """The list as it is kept."""
    return msgspec.json.encode(list(known)).decode()


def from_text(text: str | bytes | None) -> tuple[Signer, ...]:
    """The list of a text; empty where none was kept. Raises Unlisted."""
    if not text:
        return ()
    try:
        return tuple(msgspec.json.decode(text, type=list[Signer]))
    except msgspec.DecodeError:
        raise Unlisted(_("The list of known signers cannot be read, so no signer counts as known.")) from None


def listed(file: Path | None = None) -> tuple[Signer, ...]:
    """The signers this user accepted on the command line."""
    try:
        return from_text((file or _list()).read_bytes())
    except OSError:
        return ()


def remembered(signer: Signer, file: Path | None = None) -> None:
    """Put a signer into the list of this user."""
    target = file or _list()
    known = accepted(listed(target), signer)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, to_text(known).encode())
    except OSError as error:
        raise Unlisted(
            _("{target} cannot be written ({strerror}).").format(target=target, strerror=error.strerror)
        ) from None


def _list() -> Path:
    from platformdirs import user_config_path

    return user_config_path("Workup", appauthor=False, roaming=False) / "signers.json"
