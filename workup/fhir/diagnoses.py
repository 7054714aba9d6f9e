"""Diagnosis codes as the clinician wrote them: what is a code in the text, one to a line or between semicolons."""

import re

CODE = re.compile(r"\s*([A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![0-9A-Za-z.])[\s:–-]*(.*)", re.DOTALL)


def chosen_codes(text: str) -> tuple[tuple[str, str], ...]:
    """Each code with the words written behind it, in the order written; a code written twice counts once."""
    found: dict[str, str] = {}
    for line in re.split(r"[;\n,]", text):
        match = CODE.match(line)
        if match:
            found.setdefault(match[1], " ".join(match[2].split()))
    return tuple(found.items())
