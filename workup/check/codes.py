"""The list of diagnosis codes: every cause and source known, every code well written and named once."""

import re
from collections.abc import Iterator

from workup.protocol import Library, Problem

FILE = "codes.toml"
FORM = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")


def of_codes(library: Library) -> Iterator[Problem]:
    """What does not fit."""
    codes = library.codes
    seen: set[str] = set()
    if codes.valid_from > codes.valid_until:
        yield Problem(FILE, "valid_from", "The list ends before it begins.")
    if codes.code and not codes.source:
        yield Problem(FILE, "source", "The list has no source.")
    for name in codes.source:
        if name not in library.sources:
            yield Problem(FILE, "source", f"There is no source “{name}”.")
    for one in codes.code:
        if not FORM.fullmatch(one.id):
            yield Problem(FILE, f"code {one.id}", "This is not written as a code is.")
        if one.id in seen:
            yield Problem(FILE, f"code {one.id}", "The code stands twice.")
        seen.add(one.id)
        for cause in one.causes:
            if cause not in library.causes:
                yield Problem(FILE, f"code {one.id}", f"There is no cause “{cause}”.")
    pairs = [code for pair in codes.excludes1 for code in (pair.code, *pair.others)]
    for code in (*codes.finer, *pairs):
        if not FORM.fullmatch(code):
            yield Problem(FILE, code, "This is not written as a code is.")
