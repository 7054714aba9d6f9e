"""What the record points to, in a line for the first page: the leading source, why, and what else is in play."""

from collections.abc import Iterator

from workup import words
from workup.note.blocks import Block, Paragraph, Run
from workup.note.reader import Reader
from workup.note.sources import all_because, listed_sources, name_at, said
from workup.note.wording import firmness_words
from workup.reasoning.ranking import Candidate
from workup.texts import _

GLANCE, WHY = 3, 2


def leading(reader: Reader) -> Iterator[Block]:
    """In a line for the first page: what the record points to, by which findings, and what else is in play."""
    listed = listed_sources(reader)
    first = _foremost(listed)
    held = [one for one in listed if one.pinned and one is not first]
    runs: list[Run] = []
    if held:
        names = words.listing([_glanced(reader, one) for one in held])
        runs += [Run(_("To rule out first, by a red flag: "), "strong"), Run(f"{names}. ")]
    told = list(held)
    if first is not None and first.balance > 0:
        lead = _("No source stands out. Highest") if first.phrase == "less_likely" else _("The record points to")
        runs += [Run(f"{lead}: ", "strong"), Run(_glanced(reader, first), "strong"), Run(f"{_why(first)}. ")]
        told.append(first)
        after = [one for one in listed if not one.pinned and one is not first and one.balance > 0][: GLANCE - 1]
        if after:
            runs.append(
                Run(_("Then: {glanced}. ").format(glanced=words.listing([_glanced(reader, one) for one in after])))
            )
            told += after
    if told:
        stable = reader.assessment.reasoning.stability
        firm = _("; ranking {word}").format(word=firmness_words(stable.word)) if stable.leader is not None else ""
        runs.append(Run(_("Not a probability{firm}.").format(firm=firm), "quiet"))
        yield Paragraph(tuple(runs), look="small", slots=all_because(reader, told))


def _why(one: Candidate) -> str:
    """`, for these findings; against, that one`."""
    pros = [words.in_sentence(said(c)) for c in one.best.counted if c.counts > 0][:WHY]
    cons = [words.in_sentence(said(c)) for c in reversed(one.best.counted) if c.counts < 0][:1]
    return (_(", for {pros}").format(pros="; ".join(pros)) if pros else "") + "".join(
        _("; against, {text}").format(text=text) for text in cons
    )


def _foremost(listed: list[Candidate]) -> Candidate | None:
    """The first of the ranking; one held on top by a flag only when its balance is the highest too."""
    ranked = next((one for one in listed if not one.pinned), None)
    pinned = max((one for one in listed if one.pinned), key=lambda one: one.balance, default=None)
    if ranked is None or pinned is None:
        return ranked or pinned
    return pinned if pinned.balance > ranked.balance else ranked


def _glanced(reader: Reader, one: Candidate) -> str:
    """`foraminal stenosis L5, right (likely)`; the figures stand with the ranking, where their meaning does."""
    phrase = reader.library.engine.phrase.get(one.phrase, one.phrase)
    name = words.in_sentence(name_at(reader, one.cause, one.at))
    return f"{name} ({words.in_sentence(phrase)})"
