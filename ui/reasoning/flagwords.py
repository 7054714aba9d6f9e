"""What a red flag says: what fired it, what may be considered, and what was recorded about it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from workup import words
from workup.answers import Answer, Slot, Value
from workup.assess import Assessment
from workup.note.flags import TIERS
from workup.note.wording import slot_words, value_words
from workup.protocol import Computed, Source, Tier
from workup.reasoning.flags import Raised
from workup.texts import _

MOST_TRIGGERS, EVERY = 5, 40
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AUTHOR = re.compile(r"^((?:van |von |de |der |den |la |le )*[A-ZÄÖÜÉ][\w’'-]+)(?: [A-Z]{1,3})?(?:,| et al)")


class Trigger(Struct, frozen=True):
    """One entry behind a flag: where it stands and what it says."""

    slot: Slot
    text: str


class BannerWords(Struct, frozen=True):
    """All that one banner says; two equal ones look the same."""

    id: str
    title: str
    tier: Tier
    line: str
    short: str
    rules: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    beside: str
    why: str
    again: str
    recorded: str
    overridden: bool
    waiting: bool


def banner_words(assessment: Assessment, one: Raised, people: Mapping[str, str]) -> BannerWords:
    """A fired flag as its banner shows it."""
    flag, library = one.flag, assessment.library
    tier = one.tier or "S"
    sources = dict.fromkeys(name for rule in one.rules for name in rule.source) or dict.fromkeys(flag.source)
    cited = [short_source(library.sources[name]) for name in sources if name in library.sources][:2]
    mark = f" [{'; '.join(cited)}]" if cited else ""
    match = _("These entries match criteria for {title}{mark}.").format(title=words.in_sentence(flag.title), mark=mark)
    return BannerWords(
        flag.id,
        flag.title,
        tier,
        f"{match} {flag.consider}",
        f"{match} {flag.consider.split('. ')[0].rstrip('.')}.",
        tuple(rule.text for rule in one.rules),
        triggers(assessment, one.because),
        _beside(assessment, one),
        " ".join(filter(None, (words.sentence(flag.rationale), flag.note))),
        one.again,
        _recorded(one, people),
        one.overridden,
        one.waiting,
    )


def short_source(source: Source) -> str:
    """A reference in a few letters: `Christelis 2021`."""
    author = _AUTHOR.match(source.text)
    name = author.group(1) if author else source.text.split(". ")[0].split(":")[0]
    year = _YEAR.search(source.text)
    short = name if len(name) <= 40 else f"{name[:38].rstrip()}…"
    return f"{short} {year.group()}" if year and year.group() not in short else short


def triggers(assessment: Assessment, slots: tuple[Slot, ...]) -> tuple[Trigger, ...]:
    """The entries in words; those that were not answered decide nothing and are left out."""
    found, items = [], assessment.library.items
    for slot in sorted(slots, key=lambda one: one.item not in items or not items[one.item].red_flag):
        text = entry_words(assessment, slot)
        if text:
            found.append(Trigger(slot, text))
    return tuple(found)


def entry_words(assessment: Assessment, slot: Slot) -> str:
    """One entry in words; of a private one only its name."""
    library = assessment.library
    item = library.items.get(slot.item)
    if item is None:
        return ""
    value: Value | float | None = assessment.answers.value(slot.item, slot.at)
    if isinstance(item, Computed):
        value = assessment.computed.get(slot)
    if value is None:
        return ""
    name = words.capital(slot_words(library, slot))
    return name if item.private else f"{name}: {value_words(library, item, value)}"


def _beside(assessment: Assessment, one: Raised) -> str:
    """What else could explain it: listed, and never lowering the flag."""
    findings = []
    for name in one.flag.beside:
        item = assessment.library.items.get(name)
        for at, answer in assessment.counted.of_item(name).items():
            if item is not None and not item.private and answer.value not in ("no", "none", "normal"):
                findings.append(entry_words(assessment, Slot(name, at)))
    told = [text for text in dict.fromkeys(findings) if text]
    if not told:
        return ""
    head = one.flag.beside_text or _("Listed beside it, and never lowering it")
    return f"{head.rstrip('.:')}: {'; '.join(told)}."


def _recorded(one: Raised, people: Mapping[str, str]) -> str:
    answer = one.answer
    if answer is None:
        return ""
    what = _("No action needed because") if one.overridden else _("Action")
    return f"{what}: {words.shown(str(answer.value)).strip()} · {given_words(answer, people)}"


def given_words(answer: Answer, people: Mapping[str, str]) -> str:
    """Who recorded it and when."""
    return f"{people.get(answer.who, answer.who)}, {words.day_and_time(answer.at)}"


def tier_words(tier: Tier) -> str:
    """The tier in a word."""
    return _(TIERS[tier])
