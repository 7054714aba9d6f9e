"""One reason for which a question is asked, with what it rests on."""

from msgspec import Struct


class Reason(Struct, frozen=True):
    """A finished sentence; the sources of what it tells of, or the basis that says that there is none.

    `decides` is false where the answer is only kept, printed or opens further questions.
    """

    said: str
    sources: tuple[str, ...] = ()
    basis: str = ""
    decides: bool = True


def first_of(parts: list[str], most: int) -> list[str]:
    """The first few, each once, and how many more there are as a last part."""
    each = list(dict.fromkeys(parts))
    return each if len(each) <= most + 1 else [*each[:most], f"+{len(each) - most}"]
