"""For which possible sources of the pain an item speaks, and whether for or against."""

from collections.abc import Iterator

from workup import words
from workup.protocol import Cause, Criterion, Library, Weight
from workup.purpose.reads import Reads, owners, parts
from workup.purpose.reason import Reason, first_of
from workup.reasoning.weights import raw_points, rounded
from workup.texts import N_, _, _n

WORDS = {"weak": N_("weak"), "moderate": N_("moderate"), "strong": N_("strong"), "decisive": N_("decisive")}

MOST = 4
IN_CAUSE = ("gate", "where", "criterion", "absent", "released", "ceiling")


def cause_reasons(library: Library, item: str, reads: Reads) -> Iterator[Reason]:
    """One line for each cause whose findings or conditions read the item, the most telling first."""
    told = reads.named | reads.next
    names = owners(told, *IN_CAUSE)
    found = [_of_cause(library, library.causes[name], told) for name in names if name in library.causes]
    for cause in library.causes.values():
        if cause.id not in names and item in cause.gate_asks:
            said = _("{cause}: asked to settle whether it can be considered.").format(cause=cause.short)
            found.append((0.0, Reason(said, cause.source)))
    yield from (reason for _weight, reason in sorted(found, key=lambda one: -one[0]))


def _of_cause(library: Library, cause: Cause, keys: frozenset[str]) -> tuple[float, Reason]:
    told = list[str]()
    if f"gate:{cause.id}" in keys:
        told.append(_("decides whether it can be considered"))
    if parts(keys, "where", cause.id):
        told.append(_("helps to say where it lies"))
    if f"released:{cause.id}" in keys:
        told.append(_("says when it need no longer be ruled out first"))
    if f"ceiling:{cause.id}" in keys:
        told.append(_("says how likely it can be called"))
    ids = {*parts(keys, "criterion", cause.id), *parts(keys, "absent", cause.id)}
    used = sorted((one for one in cause.criterion if one.id in ids), key=lambda one: -_size(library, cause, one))
    told += first_of([_criterion(library, cause, one) for one in used], MOST)
    sources = [key for one in used for key in _cited(library, one)] or list(cause.source if not used else ())
    basis = used[0].basis if used else "consensus"
    said = f"{cause.short}: {'; '.join(told)}."
    size = max((_size(library, cause, one) for one in used), default=0)
    return size, Reason(said, tuple(dict.fromkeys(sources)), basis)


def _criterion(library: Library, cause: Cause, one: Criterion) -> str:
    """`“Lasègue under 60°” speaks for it (LR 2.3), its absence against it (weak)`."""
    present, absent = _points(library, cause, one, one.present), _points(library, cause, one, one.absent)
    if not present and not absent:
        return _("“{finding}” is noted with it and weighs nothing").format(finding=one.text)
    if not present:
        told = _("the absence of “{finding}” speaks against it") if absent < 0 \
            else _("the absence of “{finding}” speaks for it")  # fmt: skip
        return f"{told.format(finding=one.text)} ({_worth(one.absent)})"
    told = _("“{finding}” speaks against it") if present < 0 else _("“{finding}” speaks for it")
    said = f"{told.format(finding=one.text)} ({_worth(one.present)})"
    if not absent:
        return said
    other = _("its absence against it") if absent < 0 else _("its absence for it")
    return f"{said}, {other} ({_worth(one.absent)})"


def _points(library: Library, cause: Cause, one: Criterion, weight: Weight | None) -> float:
    return rounded(raw_points(library.engine, cause, one, weight))


def _worth(weight: Weight | None) -> str:
    if weight is None:
        return ""
    return f"LR {words.decimal(weight.lr)}" if weight.lr is not None else _(WORDS[weight.word])


def _size(library: Library, cause: Cause, one: Criterion) -> float:
    """How much a line weighs at most, to tell the telling ones first."""
    return max(abs(_points(library, cause, one, weight)) for weight in (one.present, one.absent))


def _cited(library: Library, one: Criterion) -> list[str]:
    rows = (library.evidence.get(name) for name in one.rows)
    return [*one.source, *(key for row in rows if row is not None for key in row.source)]


def term_reasons(library: Library, reads: Reads) -> Iterator[Reason]:
    """One line for each definition that names the item and is read beyond the findings told already."""
    for term, keys in sorted(reads.terms.items(), key=lambda one: -len(one[1])):
        told, used = library.terms[term], users(library, keys - reads.next)
        if used:
            said = _("Part of the definition “{definition}”, read {users}.").format(definition=told.text, users=used)
            yield Reason(said, told.source, told.basis or "consensus")


def users(library: Library, keys: frozenset[str]) -> str:
    """Who reads these conditions, as a short list: causes by name, red flags, safety questions, the rest counted."""
    causes = [library.causes[one].short for one in owners(keys, *IN_CAUSE) if one in library.causes]
    flags = [one for one in owners(keys, "flag") if one in library.flags]
    gates = [library.gates[one].title for one in owners(keys, "safety") if one in library.gates]
    told = [
        _("for {causes}").format(causes=", ".join(first_of(causes, 5))) if causes else "",
        _("for red flag {flags}").format(flags=", ".join(first_of(flags, 6))) if flags else "",
        _("for the safety question {gates}").format(gates=", ".join(first_of(gates, 3))) if gates else "",
    ]
    rest = owners(keys, "profile", "reading", "column", "reminder", "stop", "scope")
    if rest:
        told.append(_n("by {n} other rule", "by {n} other rules", len(rest)))
    return "; ".join(part for part in told if part)
