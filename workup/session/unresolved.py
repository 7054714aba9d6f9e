"""What is unresolved in an evaluation about to be signed: what stops the signature, and what only stands open."""

from collections.abc import Iterator

from msgspec import Struct

from workup import words
from workup.answers import Answer, At, Slot
from workup.assess import Assessment
from workup.macros import left_open
from workup.note.wording import slot_words
from workup.protocol import Text
from workup.reasoning.flags import OVERRIDE, Raised
from workup.session.session import Session
from workup.texts import N_, _, _n

IDENTIFIERS = (("family_name", N_("Family name")), ("birth_date", N_("Birth date")), ("mrn", N_("Record number")))
NAMES = ("family_name", "given_name")
PRINTED_NAME = "printed_name"
IMPRESSION = "impression"
# An answer that nobody gave at this place: taken over from elsewhere, or filled with others in one go.
TAKEN_OVER = {
    "carried": N_("carried over"), "macro": N_("written by a text macro"), "imported": N_("imported"),
    "normal-macro": N_("set as normal in one go"),
}  # fmt: skip
NAMED = 3


class Unresolved(Struct, frozen=True):
    """One thing that is open: its sentence, where it is settled, and whether it stops the signature."""

    text: str
    slot: Slot | None = None
    blocks: bool = False


def unresolved(session: Session) -> tuple[Unresolved, ...]:
    """All that is open, what stops the signature first; empty when nothing is."""
    assessment = session.assessment
    found = (*_missing(assessment), *_names(assessment), *_flags(assessment), *_taken_over(assessment))
    found = (*found, *_places(assessment))
    return tuple(sorted((*found, *_doubts(assessment), *_typing(session), *_clock(session)), key=_turn))


def _turn(one: Unresolved) -> bool:
    return not one.blocks


def _missing(assessment: Assessment) -> Iterator[Unresolved]:
    impression = assessment.counted.value(IMPRESSION)
    if not (isinstance(impression, str) and impression.strip()):
        yield Unresolved(_("No impression recorded. It leads the page."), Slot(IMPRESSION), blocks=True)
    for name, label in IDENTIFIERS:
        if name in assessment.library.items and assessment.answers.value(name) in (None, ""):
            yield Unresolved(_("{label} is not recorded.").format(label=_(label)), Slot(name))


def _names(assessment: Assessment) -> Iterator[Unresolved]:
    """A name of which the typeface lacks letters, and no spelling that prints."""
    from workup.paper.fonts import missing

    spelling = assessment.answers.value(PRINTED_NAME)
    if isinstance(spelling, str) and spelling.strip() and not missing(spelling):
        return
    for name in NAMES:
        value = assessment.answers.value(name)
        if isinstance(value, str) and (lost := missing(value)):
            target = PRINTED_NAME if PRINTED_NAME in assessment.library.items else name
            code = words.code(lost[0])
            text = _("The name cannot print in full: {lost} prints as {code}. Give a spelling that prints.").format(
                lost=lost[0], code=code
            )
            yield Unresolved(text, Slot(target))
            return


def _flags(assessment: Assessment) -> Iterator[Unresolved]:
    for one in assessment.reasoning.flags:
        title = one.flag.title
        if one.waiting:
            again = f" {one.again}" if one.again else ""
            text = _("Red flag raised, and nothing recorded about it: {title}.{again}").format(
                title=words.in_sentence(title), again=again
            )
            yield Unresolved(text, Slot(OVERRIDE, At(place=one.flag.id)))
        elif one.open:
            yield Unresolved(
                _("Red flag not all asked: {title} ({asked}).").format(
                    title=words.in_sentence(title), asked=_asked(one)
                ),
                one.open_asks[0],
            )


def _asked(one: Raised) -> str:
    return _("{count} open").format(count=_n("{n} question", "{n} questions", len(one.open_asks)))


def taken_over(assessment: Assessment) -> list[Slot]:
    """The answers that nobody gave one by one and nobody confirmed."""
    known = assessment.library.items
    return [slot for slot, answer in assessment.counted.items() if answer.cause in TAKEN_OVER and slot.item in known]


def _taken_over(assessment: Assessment) -> Iterator[Unresolved]:
    """Answers nobody gave one by one, counted for each way and section; text that was carried over is named."""
    library = assessment.library
    groups: dict[tuple[str, str], list[Slot]] = {}
    for slot, answer in assessment.counted.items():
        if answer.cause in TAKEN_OVER and slot.item in library.items:
            is_text = isinstance(library.items[slot.item], Text)
            key = str(slot) if is_text else library.section_of[slot.item].title
            groups.setdefault((answer.cause, key), []).append(slot)
    for (cause, where), slots in groups.items():
        said = words.capital(slot_words(library, slots[0])) if where == str(slots[0]) else where
        count = "" if where == str(slots[0]) else f" ({_n('{n} answer', '{n} answers', len(slots))})"
        yield Unresolved(
            _("{said}{count}: {taken_over}, not confirmed one by one.").format(
                said=said, count=count, taken_over=_(TAKEN_OVER[cause])
            ),
            slots[0],
        )


def _places(assessment: Assessment) -> Iterator[Unresolved]:
    """Texts of a macro in which a place was not filled: `[side]` would print as it stands."""
    library = assessment.library
    for slot, answer in assessment.counted.items():
        if not isinstance(answer.value, str) or not isinstance(library.items.get(slot.item), Text):
            continue
        steps = assessment.answers.trail(slot)
        written = [str(step.value) for step in steps if isinstance(step, Answer) and step.cause == "macro"]
        if places := left_open(answer.value, written):
            said = words.capital(slot_words(library, slot))
            told = _("{said}: a place of a text macro is not filled: {places}.")
            yield Unresolved(told.format(said=said, places=", ".join(dict.fromkeys(places))), slot)


def _doubts(assessment: Assessment) -> Iterator[Unresolved]:
    for slot, sentence in assessment.doubts.items():
        name = words.capital(slot_words(assessment.library, slot)) if slot.item in assessment.library.items else ""
        yield Unresolved(f"{name}: {sentence}" if name else sentence, slot)


def _typing(session: Session) -> Iterator[Unresolved]:
    """Text that was typed and never became an answer."""
    for kept in session.typed():
        if kept.slot.item in session.library.items:
            said = slot_words(session.library, kept.slot)
            yield Unresolved(_("Text was typed at {said} and is not an answer yet.").format(said=said), kept.slot)


def _clock(session: Session) -> Iterator[Unresolved]:
    behind = session.clock_behind
    if behind is not None:
        last = words.day_and_time(behind)
        yield Unresolved(
            _("The clock of this computer stands before the last entry, {last}. Check it first.").format(last=last)
        )
