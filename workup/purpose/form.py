"""What an item is in the form and on paper: questionnaire, list, further questions it opens, where it is printed."""

from collections.abc import Iterator

from workup import words
from workup.protocol import Computed, Library
from workup.purpose.reads import Reads
from workup.purpose.reason import Reason, first_of
from workup.texts import _


def form_reasons(library: Library, item: str, reads: Reads) -> Iterator[Reason]:
    """Questionnaire and totals, the list it belongs to, what it follows up, and what it opens."""
    own = library.items[item]
    for one in library.instruments.values():
        rules = [rule for rule in one.score if rule.item == item]
        if item in one.items or rules:
            told = _("The score of {title}.") if rules else _("Part of the questionnaire {title}.")
            yield Reason(told.format(title=one.full or one.title), one.source)
    totals = [one for one in library.items.values() if isinstance(one, Computed) and item in one.sum]
    if totals:
        said = _("Counts in: {items}.").format(items=", ".join(one.label for one in totals))
        yield Reason(said, totals[0].source)
    if own.record and own.record in library.items:
        said = _("Asked of each one of: {list}.").format(list=library.items[own.record].label)
        yield Reason(said, decides=False)
    if own.about and own.about in library.items:
        said = _("Follows up what is abnormal in: {item}.").format(item=library.items[own.about].label)
        yield Reason(said, decides=False)
    opened = [
        *(one.title for one in library.sections if f"section:{one.id}" in reads.named),
        *(one.label for one in library.items.values() if one.id in reads.named),
    ]
    if opened:
        said = _("Opens further questions: {items}.").format(items=", ".join(first_of(opened, 5)))
        yield Reason(said, decides=False)


def kept_reason(library: Library, item: str, *, decides: bool) -> Reason:
    """Where the answer is kept and printed; and, where that is so, that nothing else uses it."""
    own, section = library.items[item], library.section_of.get(item)
    where = _("“{title}”").format(title=section.title) if section is not None else ""
    rows = [
        f"{part.title}: {row.label}" for part in library.report for row in part.rows if item in row.items
    ]
    if own.unprinted:
        said = _("Kept by the program itself; stands on no page.")
    elif rows:
        said = _("Printed on the first page under {rows}.").format(rows="; ".join(first_of(rows, 2)))
    else:
        said = _("Printed with {section}.").format(section=where or own.label)
    if own.private:
        said = f"{said} {_('Left off the page unless it is asked for.')}"
    if not decides:
        step = next((one.title for one in library.steps if section in one.sections), "")
        none = _("No cause, red flag or safety question uses it: recorded for the step {step}, {section}.")
        said = f"{none.format(step=step, section=where)} {said}"
    return Reason(words.sentence(said), decides=False)
