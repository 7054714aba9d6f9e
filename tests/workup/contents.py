"""A small content folder to break, one piece at a time."""

from __future__ import annotations

from pathlib import Path

PROTOCOL = """
id = "small"
version = "1"
steps = ["patient", "exam"]

[axes.root]
L5 = "L5"
S1 = "S1"

[axes.vertebra]
L4 = "L4"
L5 = "L5"
S1 = "S1"
"""

PATIENT = """
[step]
id = "patient"
title = "Patient"
keep = "patient"

[[section]]
id = "identity"
title = "Identity"

[[section.item]]
id = "family_name"
kind = "text"
text = "Family name"

[[section.item]]
id = "sex"
kind = "choice"
text = "Sex"
options = { female = "Female", male = "Male" }

[[section]]
id = "operation"
title = "Operations"
look = "records"

[[section.item]]
id = "operations"
kind = "records"
text = "Operations"
singular = "operation"
summary = ["operation_date"]

[[section.item]]
id = "operation_date"
kind = "when"
text = "Date of operation"
record = "operations"
"""

EXAM = """
[step]
id = "exam"
title = "Exam"
examined = true

[[section]]
id = "neuro"
title = "Roots"

[[section.item]]
id = "strength"
kind = "grade"
text = "Strength"
axis = "root"
side = true
grades = { "4" = "4", "5" = "5" }
normal = [5]

[[section.item]]
id = "strength_since"
kind = "choice"
text = "Since when"
about = "strength"
options = { new = "New", before = "Known before" }

[[section.item]]
id = "slr"
kind = "manoeuvre"
text = "Straight leg raise"
manoeuvre = "straight_leg_raise"
side = true

[[section.item]]
id = "cramps"
kind = "yes_no"
text = "Cramps"
when = "sex == female"
"""

MANOEUVRE = """
id = "straight_leg_raise"
title = "Straight leg raise"
technique = "Lift the straight leg with the patient supine."
positive = "Pain below the knee between 30 and 70 degrees."
unverified = true
"""

FILES = {
    "protocol/protocol.toml": PROTOCOL,
    "protocol/patient.toml": PATIENT,
    "protocol/exam.toml": EXAM,
    "manoeuvres/straight_leg_raise.toml": MANOEUVRE,
}
ITEMS = ["family_name", "sex", "operations", "operation_date", "strength", "strength_since", "slr", "cramps"]


def write(folder: Path, changed: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the content; `changed` replaces a piece of a file by another, once."""
    for name, text in FILES.items():
        old, new = (changed or {}).get(name, ("", ""))
        assert old in text, f"{old!r} is not in {name}"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder
