"""What a row of the audit trail is about, in words, where it is read for one patient."""

from collections.abc import Collection, Mapping

from workup.texts import N_, _

OBJECTS = {
    "patient-page": N_("page for the patient"), "referral": N_("referral of a test"), "document": N_("document"),
    "signing": N_("signing"), "record": N_("whole record"), "patient": N_("patient"),
}  # fmt: skip


def object_words(what: str, workups: Mapping[str, int], documents: Collection[str]) -> str:
    """`referral of a test, 2`, `workup 1, version 2`; `workups` are numbered by their ids."""
    kind, _rest, rest = what.rpartition(":")
    one, _rest2, number = rest.partition("/")
    about = _(OBJECTS.get(kind, kind)) if kind else ""
    if one in workups:
        name = _("workup {workup}, version {number}") if number else _("workup {workup}")
        return ", ".join(part for part in (about, name.format(workup=workups[one], number=number)) if part)
    if one in documents:
        return _("document {one}").format(one=one[:16])  # its title was typed and may tell of the patient
    return f"{about or _('patient')}{f' {number}' if number else ''}"
