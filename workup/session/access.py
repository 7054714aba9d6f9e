"""What a row of the audit trail is about, in words, where it is read for one patient."""

from collections.abc import Collection, Mapping

from workup.texts import N_, _

OBJECTS = {
    "patient-page": N_("page for the patient"), "referral": N_("referral of a test"), "document": N_("document"),
    "signing": N_("signing"), "record": N_("whole record"), "patient": N_("patient"),
}  # fmt: skip

ACTIONS = (
    N_("opened"), N_("closed"), N_("recovered"), N_("created"), N_("renewed"), N_("setting"), N_("trail read"),
    N_("verified"), N_("exported"), N_("printed"), N_("copied"), N_("viewed"), N_("denied"), N_("password refused"),
    N_("signer accepted"), N_("sealing key made"), N_("signed"), N_("amended"), N_("handed over"), N_("voided"),
    N_("imported"), N_("moved"), N_("workup moved away"), N_("workup moved here"), N_("merged"), N_("merge undone"),
    N_("account added"), N_("account changed"), N_("account removed"), N_("password reset"), N_("password changed"),
    N_("recovery key changed"), N_("data key changed"), N_("clock set back"), N_("clock set forward"),
)  # fmt: skip


def action_words(action: str) -> str:
    """What was done, in the language of whoever reads it; the trail keeps its own word."""
    done, cut, _rest = action.partition(": not stored")
    return _("{action}: not stored").format(action=_(done)) if cut else _(done)


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
