"""The words of help for an item: what the content says of it, and with what it is for when help is opened."""

from __future__ import annotations

from workup.protocol import AnyItem, Library
from workup.purpose import help_of, references, sources_of, technique
from workup.texts import _, _n

REASONS = 1  # told in place; F1 tells all of them


def help_text(library: Library, item: AnyItem) -> str:
    """What the content says, with its sources as short references; empty when it says nothing."""
    text = " ".join(technique(library, item))
    if not text:
        return ""
    keys, unverified = sources_of(library, item)
    found = references(library, keys)
    end = _("Not yet verified.") if unverified else f"[{found}]" if found else ""
    return f"{text} {end}".strip()


def explained(library: Library, item: AnyItem) -> str:
    """Help opened in place: how, the first reasons, and the source; every item has all but the first."""
    told = help_of(library, item)
    why = " ".join(reason.said for reason in told.why[:REASONS])
    if rest := len(told.why[REASONS:]):
        why = f"{why} {_n('{n} more reason: F1.', '{n} more reasons: F1.', rest)}"
    lines = (" ".join(told.how), _("Why: {reasons}").format(reasons=why), told.source)
    return "\n".join(line for line in lines if line)
