"""No number of the content stands without saying where it is from: bands, cut-offs, and the rules of a score."""

from collections.abc import Iterable, Iterator

from workup.protocol import (
    AnyItem,
    Computed,
    ImportantChange,
    Instrument,
    Library,
    MissingRule,
    Number,
    Problem,
    Scale,
    ScoreRule,
)
from workup.settings import Setting


def of_bands(item: AnyItem) -> Iterator[str]:
    """What is wrong with the bands of an item."""
    if not isinstance(item, (Number, Scale, Computed)) or not item.bands:
        return
    if not item.source and not item.unverified:
        yield "Its bands have neither a source nor the mark unverified."
    ends = [band.upto for band in item.bands]
    if ends != sorted(set(ends)):
        yield "Its bands do not rise."


def of_cut_offs(settings: Iterable[Setting]) -> Iterator[Problem]:
    """A cut-off that a clinic can move names its source or is marked."""
    for setting in settings:
        if setting.item and not setting.source and not setting.unverified:
            sentence = "The cut-off has neither a source nor the mark unverified."
            yield Problem("settings.toml", setting.id, sentence)


def of_scores(library: Library, instrument: Instrument) -> Iterator[str]:
    """What is wrong with the rules of an instrument's scores."""
    if not instrument.score:
        yield "No score is read from it."
    for rule in instrument.score:
        item = library.items.get(rule.item)
        if not isinstance(item, (Number, Scale, Computed)):
            yield f"“{rule.item}” is not an item with a number."
            continue
        yield from (f"{rule.item}: {sentence}" for sentence in _rule(library, rule, item))


def _rule(library: Library, rule: ScoreRule, item: Number | Scale | Computed) -> Iterator[str]:
    for part, name in ((rule.missing, "rule for missing answers"), (rule.change, "important change")):
        if part is not None:
            yield from _basis(library, part, name)
    if rule.missing is not None and rule.missing.blank:
        if not isinstance(library.items.get(rule.missing.blank), Number):
            yield f"“{rule.missing.blank}” does not count what was left blank."
        if not rule.missing.allowed and rule.missing.blank not in item.when:
            yield f"A total is refused while “{rule.missing.blank}” is above 0, and its condition does not say so."
    if rule.change is not None:
        points, upto = rule.change.points, rule.change.upto
        if points is None and rule.change.percent is None:
            yield "The important change has no figure."
        if upto is not None and (points is None or upto <= points):
            yield "The range of the important change is upside down."
        if not rule.better:
            yield "An important change needs to know which way is better."
    if isinstance(item, Computed) and item.sum and rule.questions != len(item.sum):
        yield f"It is counted from {len(item.sum)} answers, not from {rule.questions}."
    other = library.items.get(rule.decided_by)
    if rule.decided_by and len(getattr(other, "bands", ())) != len(rule.groups):
        yield f"“{rule.decided_by}” does not have one band for each group."


def _basis(library: Library, part: MissingRule | ImportantChange, name: str) -> Iterator[str]:
    if bool(part.source) == bool(part.basis):
        yield f"The {name} has either sources or a basis."
    for key in part.source:
        if key not in library.sources:
            yield f"The source “{key}” is not in sources.toml."
