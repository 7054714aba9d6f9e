"""Which conditions of the content read an item: naming it, through a definition, through a fact."""

import re
from functools import lru_cache

from msgspec import Struct

from workup.expr import Condition
from workup.protocol import FACT_READS, Library

_WORD = re.compile(r"[A-Za-z_]\w*")


class Reads(Struct, frozen=True):
    """Keys of conditions: those that name the item, and by definition or fact those that come to it that way.

    `next` are findings of causes that name a definition which names the item.
    """

    named: frozenset[str]
    next: frozenset[str]
    terms: dict[str, frozenset[str]]
    facts: dict[str, frozenset[str]]


class Web(Struct, frozen=True):
    """All conditions by key, and the words that stand in each."""

    conditions: dict[str, Condition]
    words: dict[str, frozenset[str]]


@lru_cache(maxsize=4)
def web_of(library: Library) -> Web:
    """Made when help is first opened; a library never changes."""
    conditions = {**library.conditions, **library.asked_of_orders}
    return Web(conditions, {key: frozenset(_WORD.findall(one.text)) for key, one in conditions.items()})


def reads_of(library: Library, item: str) -> Reads:
    """Everything in the content that reads an item."""
    web = web_of(library)
    reading = {key for key, one in web.conditions.items() if item in one.items or item in one.reads}
    named = frozenset(key for key in reading if item in web.words[key])
    terms = {
        term: frozenset(_through(web, library, term) - named)
        for term in library.terms
        if f"term:{term}" in named
    }
    facts = {
        fact: frozenset(key for key, one in web.conditions.items() if fact in one.facts) - named
        for fact, read in FACT_READS.items()
        if item in read
    }
    near = frozenset(
        key for key, words in web.words.items()
        if key in reading and key.partition(":")[0] in ("criterion", "absent") and words & terms.keys()
    )
    return Reads(named, near - named, terms, facts)


def _through(web: Web, library: Library, term: str) -> set[str]:
    """The keys of all that come to a definition, also through others."""
    found, waiting = set[str](), [term]
    while waiting:
        word = waiting.pop()
        for key, words in web.words.items():
            if word in words and key not in found and key != f"term:{word}":
                found.add(key)
                name = key.removeprefix("term:")
                if key.startswith("term:") and name in library.terms:
                    waiting.append(name)
    return found


def owners(keys: frozenset[str], *kinds: str) -> list[str]:
    """Whose conditions they are, of these kinds: `criterion:facet_joint/one_block` is of facet_joint."""
    return sorted({key.partition(":")[2].partition("/")[0] for key in keys if key.partition(":")[0] in kinds})


def parts(keys: frozenset[str], kind: str, owner: str) -> list[str]:
    """What stands behind the owner in keys of a kind: ids of rules or criteria."""
    head = f"{kind}:{owner}/"
    return sorted(key.removeprefix(head) for key in keys if key.startswith(head))
