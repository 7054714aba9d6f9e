"""What a row of the audit trail is about, in words, where it is read for one patient."""

from collections.abc import Collection, Mapping

OBJECTS = {
    "patient-page": "page for the patient", "referral": "referral of a test", "document": "document",
    "signing": "signing", "record": "whole record", "entry": "workup", "evaluation": "workup", "patient": "patient",
}  # fmt: skip


def object_words(what: str, workups: Mapping[str, int], documents: Collection[str]) -> str:
    """`referral of a test, 2`, `workup 1, version 2`; `workups` are numbered by their ids."""
    kind, _, rest = what.rpartition(":")
    one, _, number = rest.partition("/")
    about = OBJECTS.get(kind, kind) if kind else ""
    if one in workups:
        name = f"workup {workups[one]}{f', version {number}' if number else ''}"
        return f"{about}, {name}" if about and about != "workup" else name
    if one in documents:
        return f"document {one[:16]}"  # its title was typed and may tell of the patient
    return f"{about or 'patient'}{f' {number}' if number else ''}"
