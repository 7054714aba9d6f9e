"""The help of one item: how it is asked or examined, why, and where that is from."""

from functools import lru_cache

from msgspec import Struct

from workup.protocol import AnyItem, Choice, Choices, Grade, Library, ManoeuvreItem, Number, YesNo
from workup.purpose.causes import cause_reasons, term_reasons
from workup.purpose.form import form_reasons, kept_reason
from workup.purpose.origin import BASIS, MARK, origin, references
from workup.purpose.reads import reads_of
from workup.purpose.reason import Reason
from workup.purpose.rules import engine_reasons, fact_reasons, flag_reasons, gate_reasons, test_reasons
from workup.texts import _, spoken
from workup.words import decimal


class Help(Struct, frozen=True):
    """`how` are sentences on asking or examining, `why` the reasons, `source` one line."""

    question: str
    how: tuple[str, ...]
    why: tuple[Reason, ...]
    source: str


def help_of(library: Library, item: AnyItem) -> Help:
    """Derived from the content when help is opened, and kept while it is read again."""
    return _help_of(library, item.id, spoken())


@lru_cache(maxsize=64)
def _help_of(library: Library, name: str, _language: str) -> Help:
    item, reads = library.items[name], reads_of(library, name)
    why = [
        *flag_reasons(library, name, reads),
        *cause_reasons(library, name, reads),
        *gate_reasons(library, name, reads),
        *engine_reasons(library, reads),
        *term_reasons(library, reads),
        *fact_reasons(library, reads),
        *test_reasons(library, name, reads),
        *form_reasons(library, name, reads),
    ]
    why.append(kept_reason(library, name, decides=any(reason.decides for reason in why)))
    return Help(item.text, (*technique(library, item), *counted(item)), tuple(why), origin(library, item, why))


def technique(library: Library, item: AnyItem) -> list[str]:
    """How it is examined and what helps to ask it, as the content has it."""
    test = library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
    told = []
    if test is not None:
        told = [test.technique, _("Positive: {positive}").format(positive=test.positive), test.caution]
    return [part for part in (*told, item.help) if part]


def counted(item: AnyItem) -> list[str]:
    """Which answers count as a finding, or are normal, where the content says so."""
    told = _counted(item)
    return [told] if told else []


def _counted(item: AnyItem) -> str:
    found: list[str] = []
    match item:
        case YesNo():
            found = [{"yes": _("yes"), "no": _("no"), "": ""}[item.finding]]
        case Choice() | Choices():
            found = [item.options[one] for one in item.findings if one in item.options]
        case Grade() if item.normal:
            normal = ", ".join(item.grades.get(str(one), str(one)) for one in item.normal)
            return _("Normal: {grades}.").format(grades=normal)
        case Number() if item.normal_range is not None:
            return _normal(item)
    told = ", ".join(part for part in found if part)
    return _("Counts as a finding: {answers}.").format(answers=told) if told else ""


def _normal(item: Number) -> str:
    low, high = item.normal_range or (None, None)
    unit = f" {item.unit}" if item.unit else ""
    if low is not None and high is not None:
        return _("Normal: {low} to {high}{unit}.").format(low=decimal(low), high=decimal(high), unit=unit)
    if low is not None:
        return _("Normal: {low}{unit} or more.").format(low=decimal(low), unit=unit)
    return _("Normal: up to {high}{unit}.").format(high=decimal(high), unit=unit) if high is not None else ""


def cited(library: Library, reason: Reason) -> str:
    """What a reason rests on, in short: `[Vroomen PC, 2002]`, or `[consensus, no source]`."""
    found = references(library, reason.sources, 3)
    if not found:
        return f"[{_(BASIS[reason.basis])}]" if reason.basis else ""
    return f"[{_(MARK[reason.basis])}; {found}]" if reason.basis in MARK else f"[{found}]"
