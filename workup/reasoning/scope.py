"""Whom the program reasons about: the first scope rule of the content that holds."""

from msgspec import Struct

from workup.expr import Context
from workup.protocol import Library, ScopeRule
from workup.texts import N_, _

NOT_KNOWN = N_("Scope not known yet: record the levels or the region of each operation, and where the main pain is.")


class Scope(Struct, frozen=True):
    """The scope of an evaluation: the rule that holds, if any, and its sentence."""

    rule: ScopeRule | None
    sentence: str
    works: str = ""


def scope_of(library: Library, context: Context) -> Scope:
    """The first rule whose condition is true; a rule that cannot be decided yet ends the search."""
    for rule in library.scopes:
        holds = library.conditions[f"scope:{rule.id}"].holds(context)
        if holds:
            return Scope(rule, rule.sentence, rule.works)
        if holds is None:
            break
    return Scope(None, _(NOT_KNOWN))
