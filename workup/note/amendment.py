"""What an amendment changed against the version signed before, a line a slot, and the block that says so on page 1."""

from collections.abc import Iterator

from workup import words
from workup.answers import Answers, Slot
from workup.note.blocks import Callout, Cover, Run, Runs
from workup.note.wording import slot_words, value_words
from workup.protocol import Computed, Library
from workup.texts import _

SHOWN, LONGEST = 12, 110
MADE_BY_STEPS = ("order_due_rule", "gate_seen")  # what a step keeps beside what was entered


def changes(library: Library, before: Answers, after: Answers) -> tuple[str, ...]:
    """What differs, in the order of the content: `Leg pain now, right: 7/10, was 5/10`."""
    return tuple(_lines(library, before, after))


def _lines(library: Library, before: Answers, after: Answers) -> Iterator[str]:
    for name, item in library.items.items():
        if isinstance(item, Computed) or name in MADE_BY_STEPS:
            continue
        ats = {**before.of_item(name), **after.of_item(name)}
        for slot in sorted((Slot(name, at) for at in ats), key=_turn):
            was, now = before.value(name, slot.at), after.value(name, slot.at)
            if was != now and item.private:
                yield _("An answer marked private.")
            elif was != now:
                old, new = ("" if one is None else _brief(value_words(library, item, one)) for one in (was, now))
                told = (
                    _("{new}, was {old}").format(new=new.removesuffix("."), old=old)
                    if old and new
                    else new or _("taken back, was {old}").format(old=old)
                )
                yield f"{words.capital(_named(library, slot))}: {told}"


def _turn(slot: Slot) -> tuple[int, str, str]:
    return slot.at.record or 0, slot.at.place or "", slot.at.side or ""


def _named(library: Library, slot: Slot) -> str:
    """The slot in words, with the number of the record it belongs to."""
    said, number = slot_words(library, slot), slot.at.record
    record = library.items.get(library.items[slot.item].record or slot.item)
    singular = getattr(record, "singular", "")
    if number is None or not singular:
        return said
    return f"{singular} {number}" if record is not None and record.id == slot.item else f"{singular} {number}, {said}"


def _brief(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= LONGEST else f"{one[:LONGEST].rpartition(' ')[0] or one[:LONGEST]} …"


def amendment_callout(cover: Cover) -> Callout | None:
    """What changed, by whom and why; leads the first page of an amended version and of its draft."""
    amendment = cover.signature.amendment if cover.signature is not None else cover.amendment
    if amendment is None:
        return None
    by = ", ".join(part for part in (words.day_and_time(amendment.at), amendment.by) if part)
    rows = amendment.changes[:SHOWN]
    more = len(amendment.changes) - len(rows)
    lines: list[Runs] = [(Run(_("Reason: "), "strong"), Run(words.sentence(amendment.reason)))]
    if rows:
        told = "; ".join([*rows, _("and {more} more").format(more=more)] if more > 0 else rows)
        lines.append((Run(_("Changed: "), "strong"), Run(f"{told.removesuffix('.')}.")))
    else:
        lines.append((Run(_("No answer was changed.")),))
    title = _("Amendment {former} of {by}. It takes the place of version {former}, which is kept.").format(
        former=amendment.former, by=by
    )
    return Callout("advice", title, ((), *lines))
