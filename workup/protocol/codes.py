"""What the program knows of diagnosis codes: a list with its dates, finer codes, and pairs that exclude each other."""

from datetime import date
from typing import Literal

from msgspec import Struct


class Code(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One code and the causes it is offered for. `seventh`: the letters one of which ends it; `any` is one more."""

    id: str
    text: str
    group: str = ""
    causes: tuple[str, ...] = ()
    seventh: Literal["", "ADS", "any"] = ""


class Excluding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Codes that are not coded together with `code`; each stands for itself and all below it."""

    code: str
    others: tuple[str, ...]


class CodeList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The codes of one release, the days it is in force, and what it says of pairs."""

    release: str = ""
    valid_from: date = date.min
    valid_until: date = date.max
    source: tuple[str, ...] = ()
    finer: tuple[str, ...] = ()
    excludes1: tuple[Excluding, ...] = ()
    code: tuple[Code, ...] = ()
