"""Diagnosis codes as the clinician wrote them, one to a line or between semicolons, and what is doubtful of them."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from workup.protocol import Code, CodeList
from workup.texts import N_, _
from workup.words import calendar_day

LETTERS = N_("A, D or S")
_CODE = re.compile(r"\s*([A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![0-9A-Za-z.])[\s:–-]*(.*)", re.DOTALL)


def chosen_codes(text: str) -> tuple[tuple[str, str], ...]:
    """Each code with the words written behind it, in the order written; a code written twice counts once."""
    found: dict[str, str] = {}
    for line in re.split(r"[;\n,]", text):
        match = _CODE.match(line)
        if match:
            found.setdefault(match[1], " ".join(match[2].split()))
    return tuple(found.items())


def code_doubts(codes: CodeList, text: str, day: date) -> tuple[tuple[tuple[str, ...], str], ...]:
    """What is doubtful of the codes in a text on a day: the codes concerned, and a sentence. The codes are kept."""
    chosen = [code for code, _rest in chosen_codes(text)]
    told: list[tuple[tuple[str, ...], str]] = [((), sentence) for sentence in _unread(text)]
    told += [((code,), sentence) for code in chosen if (sentence := _of_one(codes, code))]
    pairs = [(one, other) for one, other in combinations(chosen, 2) if _excludes(codes, one, other)]
    told += [
        (pair, _("{pair} and {pair2} are not coded together (Excludes1).").format(pair=pair[0], pair2=pair[1]))
        for pair in pairs
    ]
    if chosen and codes.code and not codes.valid_from <= day <= codes.valid_until:
        told.append(((), _outdated(codes)))
    return tuple(told)


def known_code(codes: CodeList, code: str) -> Code | None:
    """The entry of the list that a code belongs to."""
    return next((one for one in codes.code if _fits(one, code) or one.id == code), None)


def _fits(one: Code, code: str) -> bool:
    if not one.seventh:
        return code == one.id
    rest = code.removeprefix(one.id)
    return code.startswith(one.id) and len(rest) == 1 and (one.seventh == "any" or rest in one.seventh)


def _unread(text: str) -> Iterator[str]:
    for line in re.split(r"[;\n]", text):
        if line.strip() and not any(_CODE.match(part) for part in line.split(",")):
            yield _("“{line}” does not read as a code, such as M96.1.").format(line=line.strip()[:30])


def _of_one(codes: CodeList, code: str) -> str:
    if not codes.code:
        return ""
    if code in codes.finer:
        finer = [one.id for one in codes.code if one.id.startswith(code) and one.id != code]
        return _("{code} is not valid by itself; finer ones are {finer}.").format(code=code, finer=", ".join(finer))
    one = known_code(codes, code)
    if one is None:
        return _("{code} is not in the list of {release}; check.").format(code=code, release=codes.release)
    if not _fits(one, code):
        letter = _(LETTERS) if one.seventh == "ADS" else _("read which from the release")
        return _("{code} needs one more character: {letter}.").format(code=code, letter=letter)
    return ""


def _excludes(codes: CodeList, one: str, other: str) -> bool:
    return any(
        first.startswith(pair.code) and second.startswith(pair.others)
        for pair in codes.excludes1
        for first, second in ((one, other), (other, one))
    )


def _outdated(codes: CodeList) -> str:
    first, last = calendar_day(codes.valid_from), calendar_day(codes.valid_until)
    return _(
        "The list of codes is {release}, in force from {first} to {last}; check by the release of the day."
    ).format(release=codes.release, first=first, last=last)
