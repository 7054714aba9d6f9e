"""The page for the patient, in the plain words of the content: what was found, what is open, when to get help."""

from collections.abc import Iterator

from msgspec.structs import replace

from workup import words
from workup.answers import At, Slot
from workup.assess import Assessment
from workup.note import front
from workup.note.blocks import Block, Bullets, Callout, Cover, Note, Paragraph, Part, Run, Runs, Table
from workup.note.reader import Reader
from workup.note.rows import fact
from workup.note.standing import title_words
from workup.orders import Order
from workup.protocol import Library
from workup.reasoning.ranking import JUDGEMENT
from workup.texts import N_, _

SUBJECT = N_("For the patient")
WAITING = ("scheduled", "ordered", "performed", "resulted")
PAINS = ("back_pain_now", "back_pain_worst", "leg_pain_now", "leg_pain_worst")


def patient_page(library: Library, assessment: Assessment, cover: Cover) -> Note:
    """The page; a pure function of its arguments. It gives no verdict: only what was judged, said or ordered."""
    reader = Reader(assessment, cover)
    plain, identity = library.plain, front.identity(reader)
    days = [visit.day for visit in assessment.visits]
    visits = f"{(_('Visit') if len(days) == 1 else _('Visits'))} {words.days(days)}" if days else ""
    subtitle = " · ".join(part for part in (visits, cover.author, cover.clinic) if part)
    parts = (
        Part("about", "", (Paragraph((Run(plain.about),)),)),
        Part("told", plain.told, tuple(_told(reader))),
        Part("found", plain.found, tuple(_found(reader))),
        Part("waiting", plain.open, tuple(_waiting(reader))),
        Part("next", plain.next, tuple(_next(reader))),
        Part("help", "", (_help(reader),)),
    )
    kept = tuple(part for part in parts if part.blocks)
    return Note(_(SUBJECT), cover.status, plain.title, subtitle, identity, kept, single=True)


def patient_cover(cover: Cover) -> Cover:
    """The cover of the page: no sources in it, and nothing that is marked private."""
    document = f"{cover.document}-P" if cover.document else ""
    return replace(cover, document=document, references=False, private=False)


def _told(reader: Reader) -> Iterator[Block]:
    rows = []
    if reader.answer(Slot("reason")) is not None:
        rows.append(fact(_("Why you came"), [(Run(words.sentence(words.capital(reader.read(Slot("reason"))))),)], ()))
    pains = [
        f"{words.in_sentence(reader.library.items[slot.item].label)}"
        f"{f', {words.on_side(slot.at.side)}' if slot.at.side else ''}: {reader.read(slot)}"
        for name in PAINS
        for slot in reader.slots(name)
        if reader.value(slot.item, slot.at) not in (0, None)
    ]
    if pains:
        rows.append(fact(_("Your pain"), [(Run(words.sentence(words.capital("; ".join(pains)))),)], ()))
    if rows:
        yield Table((), tuple(rows), (0.2, 0.8))


def _found(reader: Reader) -> Iterator[Block]:
    """What the clinician agreed with or ruled out, and the results that were reviewed."""
    plain = reader.library.plain
    agreed, excluded = (tuple(_judged(reader, judgement)) for judgement in ("agree", "ruled_out"))
    if agreed:
        yield Paragraph((Run(plain.thought),))
        yield Bullets(agreed)
    else:  # an impression is written for colleagues, so its words are left to the talk
        written = reader.answer(Slot("impression")) is not None
        yield Paragraph((Run(plain.found_written if written else plain.found_none),))
    if excluded:
        yield Paragraph((Run(plain.excluded),))
        yield Bullets(excluded)
    read = [one for one in reader.assessment.orders.all if one.state == "reviewed"]
    if read:
        yield Paragraph((Run(plain.results),))
        yield Bullets(tuple(_test(reader, one, _done(reader, one)) for one in read), slots=_slots(read))
        yield Paragraph((Run(plain.ask),))


def _judged(reader: Reader, judgement: str) -> Iterator[Runs]:
    places = {one.cause.id: one for one in reader.assessment.reasoning.candidates}
    for name, cause in reader.library.causes.items():
        if reader.value(JUDGEMENT, At(place=name)) != judgement or name not in reader.library.plain.cause:
            continue
        one = places.get(name)
        where = words.at_place("", one.at.place, one.at.side).strip(" ,") if one is not None else ""
        medical = words.in_sentence(words.at_place(cause.short, None, None))
        beside = f"{medical}, {where}" if where else medical
        yield (Run(reader.library.plain.cause[name]), Run(f" ({beside})", "quiet"))


def _waiting(reader: Reader) -> Iterator[Block]:
    plain, orders = reader.library.plain, reader.assessment.orders.all
    if any(one.banner for one in reader.assessment.reasoning.fired):
        yield Paragraph((Run(plain.checked, "strong"),))
    waiting = sorted((one for one in orders if one.state in WAITING), key=lambda one: WAITING.index(one.state))
    if not waiting:
        yield Paragraph((Run(plain.open_none),))
        return
    yield Paragraph((Run(plain.waiting),))
    yield Bullets(tuple(_test(reader, one, _standing(reader, one)) for one in waiting), slots=_slots(waiting))


def _test(reader: Reader, one: Order, standing: str) -> Runs:
    """`MRI lumbar, to see discs, scar and nerves: asked for, no date yet.`"""
    what = reader.library.plain.test.get(one.kind.id, "") if one.kind is not None else ""
    name = Run(title_words(reader, one), "strong")
    return (name, Run(f", {what}" if what else ""), Run(f": {standing}." if standing else "."))


def _standing(reader: Reader, one: Order) -> str:
    said = reader.library.plain.state.get(one.state, "")
    booked = Slot("scheduled_for", one.at)
    if one.state == "scheduled" and reader.answer(booked) is not None:
        return f"{said} {reader.read(booked)}"
    return said


def _done(reader: Reader, one: Order) -> str:
    day = Slot("performed_on", one.at)
    return _("done {read}").format(read=reader.read(day)) if reader.answer(day) is not None else ""


def _slots(orders: list[Order]) -> tuple[Slot, ...]:
    return tuple(Slot("orders", one.at) for one in orders)


def _next(reader: Reader) -> Iterator[Block]:
    plain = reader.library.plain
    visit, purpose = Slot("next_visit"), Slot("next_visit_for")
    if reader.answer(visit) is None:
        yield Paragraph((Run(plain.next_none),))
    else:
        what = reader.read(purpose) if reader.answer(purpose) is not None else ""
        day = _("Next visit: {read}.").format(read=reader.read(visit))
        yield Paragraph((Run(day, "strong"), Run(f" {plain.noted} {words.sentence(what)}" if what else "")))
    yield Paragraph((Run(plain.keep),))


def _help(reader: Reader) -> Callout:
    """Always whole: what was not ticked is as urgent as what was."""
    plain = reader.library.plain
    lines: list[Runs] = [(Run(plain.help_lead),), *((Run(f"• {one}"),) for one in plain.urgent)]
    other = Slot("comeback_other")
    if reader.answer(other) is not None:
        lines.append((Run(f"{plain.advice_other} ", "strong"), Run(words.sentence(reader.read(other)))))
    if reader.cover.phone:
        lines.append((Run(_("Our phone: {phone}").format(phone=reader.cover.phone), "strong"),))
    return Callout("advice", plain.help, tuple(lines))
