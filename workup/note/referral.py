"""The referral of one order: a page for whoever does the test, with question, history, safety and what to look for."""

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from workup import agreeing, words
from workup.answers import At, Slot
from workup.assess import Assessment
from workup.note import front
from workup.note.background import cut, history_rows, implant_rows
from workup.note.blocks import Block, Callout, Cell, Cover, Note, Paragraph, Part, Run, Runs, Status, Table
from workup.note.foot import foot_of
from workup.note.reader import Reader
from workup.note.request import answered, asked_by_gates, question, request_rows, said
from workup.note.rows import fact
from workup.note.safety import safety_rows
from workup.note.sources import name_at
from workup.note.standing import NAMED, order_words, title_words
from workup.orders import Expectation, Order
from workup.protocol import Library
from workup.texts import N_, _

SUBJECT = N_("Referral for a test")
HEAD = (N_("Cause"), N_("Speaks for it"), N_("Speaks against it"))
WEIGHTS = (0.26, 0.4, 0.34)
WIDE = (0.18, 0.82)
IMPLANTED = ("implants", "devices")
IMAGING = ("film", "mri", "ct", "nuclear")
DONE = ("performed", "resulted", "reviewed")
SEND_BACK = N_("Please send the report to this address.")
HAND = N_("Signature ______________________  Date ____________")
FOR_MOST, AGAINST_MOST = 2, 1
NOTHING = "–"
STUDY_MOST, DATED_MOST = 110, 6


class Room(Struct, frozen=True):
    """How many causes and quoted studies have room on the page."""

    causes: int
    studies: int


# Safety and implants are told whole. Where they take much of the page, the rest makes do with less.
ROOMY, CROWDED, MUCH = Room(5, 3), Room(3, 1), 7


def referral(library: Library, assessment: Assessment, number: int, cover: Cover) -> Note:
    """The page of one order; a pure function of its arguments. Raises KeyError for an order that is not there."""
    order = assessment.orders.order(number)
    reader = Reader(assessment, cover)
    identity = front.identity(reader)
    title = order_words(reader, number)
    subject = f"{_(SUBJECT)} · {words.in_sentence(library.title)}" if library.title else _(SUBJECT)
    foot = foot_of(library)
    named = tuple(Slot(name, order.at) for name in (*NAMED, "order_contrast"))
    slots = tuple(slot for slot in named if reader.answer(slot) is not None)
    parts = tuple(_parts(reader, order))
    return Note(subject, cover.status, title, _subtitle(reader, order), identity, parts, slots, foot, single=True)


def referral_cover(cover: Cover, assessment: Assessment, number: int) -> Cover:
    """The cover of a referral: its own number, and the state of the order in place of that of the workup."""
    order = assessment.orders.order(number)
    states: dict[str, Status] = {"proposed": "DRAFT", "cancelled": "CANCELLED"}
    status = cover.status if cover.status == "VOID" else states.get(order.state, "REQUEST")
    document = f"{cover.document}-T{number}" if cover.document else ""
    return replace(cover, status=status, document=document, references=False, private=False)


def _subtitle(reader: Reader, order: Order) -> str:
    cover = reader.cover
    author = ", ".join(part for part in (cover.author, cover.profession) if part)
    day = order.ordered.last if order.ordered is not None else None
    when = _("Ordered {day}").format(day=words.calendar_day(day)) if day is not None else _("Not ordered yet")
    return " · ".join(part for part in (when, author, cover.clinic) if part)


def _parts(reader: Reader, order: Order) -> Iterator[Part]:
    yield Part("request", "", (question(reader, order), *_facts(request_rows(reader, order))))
    room = _room(reader, order)
    implants = implant_rows(reader, asked_by_gates(reader, order))
    yield Part(
        "background", _("History"), _facts(history_rows(reader), implants, _studies(reader, order, room.studies))
    )
    yield Part("gates", _("Safety"), _facts(safety_rows(reader, order.number)))
    signs = _look_for(reader, order, room.causes)
    if signs:
        yield Part("look_for", _("What to look for"), signs)
    yield Part("signature", "", (_signature(reader),))


def _room(reader: Reader, order: Order) -> Room:
    """By how much has to be said of safety and implants."""
    unclear = [one for one in reader.assessment.orders.gates(order.number) if one.outcome != "clear" or one.refused]
    return CROWDED if len(unclear) + sum(len(reader.records(name)) for name in IMPLANTED) >= MUCH else ROOMY


def _facts(*rows: Iterator[tuple[Cell, ...]]) -> tuple[Block, ...]:
    return (Table((), tuple(chain(*rows)), WIDE),)


# -------------------------------------------------------------------------------------------- what to look for, earlier


def _look_for(reader: Reader, order: Order, most: int) -> tuple[Block, ...]:
    """For each leading cause the findings of this test that would raise and lower it most."""
    expected = reader.assessment.orders.expected(order.number)
    places = list(dict.fromkeys((one.cause.id, one.at) for one in expected))
    if not places:
        return ()
    rows = []
    for cause, at in places[:most]:
        own = [one for one in expected if (one.cause.id, one.at) == (cause, at)]
        slots = tuple(dict.fromkeys(slot for one in own for slot in one.slots if reader.answer(slot) is not None))
        side = order.side.removeprefix("side_")
        elsewhere = at.side is not None and side in ("right", "left") and at.side != side
        name = name_at(reader, own[0].cause, At() if elsewhere else at)  # never a side that was not asked for
        rows.append(
            (
                Cell(((Run(name, "strong"),),), slots=slots),
                _signs(own, speaks=True),
                _signs(own, speaks=False),
            )
        )
    blocks: list[Block] = [Table(tuple(map(_, HEAD)), tuple(rows), WEIGHTS, "list")]
    if len(places) > most:
        rest = [words.in_sentence(reader.library.causes[cause].short) for cause, _rest in places[most:]]
        blocks.append(
            Paragraph((Run(_("Also in question: {rest}.").format(rest=words.listing(rest)), "quiet"),), look="remark")
        )
    return tuple(blocks)


def _signs(own: list[Expectation], *, speaks: bool) -> Cell:
    """The findings that speak for a cause, or against it: the first of those that tell of the same thing."""
    groups: dict[str, str] = {}
    for one in own:
        if text := one.for_it if speaks else one.against_it:
            groups.setdefault(one.criterion.group, text)
    told = list(groups.values())[: FOR_MOST if speaks else AGAINST_MOST]
    said = "; ".join([*told[:1], *map(words.in_sentence, told[1:])])
    return Cell(((Run(words.sentence(said) if said else NOTHING),),))


def _studies(reader: Reader, order: Order, most: int) -> Iterator[tuple[Cell, ...]]:
    """Tests done before, images first and the latest first, for comparison."""
    family = order.kind.family if order.kind is not None else "other"
    done = [one for one in reader.assessment.orders.all if one.state in DONE and one.number != order.number]

    def rank(one: Order) -> tuple[bool, bool, int]:
        own = one.kind.family if one.kind is not None else "other"
        near = own == family or (family in IMAGING and own in IMAGING)
        return not near, own not in IMAGING, -one.performed.last.toordinal() if one.performed is not None else 0

    found = sorted(done, key=rank)
    lines: list[Runs] = [(Run(f"{_dated(reader, one)}: ", "strong"), *_outcome(reader, one)) for one in found[:most]]
    dated = [_dated(reader, one) for one in found[most : most + DATED_MOST]]
    if len(found) > most + DATED_MOST:
        dated.append(_("{count} more on record").format(count=len(found) - most - DATED_MOST))
    if dated:
        lines.append((Run(words.sentence("; ".join(dated))),))
    before = reader.slots("preop_imaging")
    if before:
        seen = ", ".join(dict.fromkeys(reader.read(slot) for slot in before))
        lines.append((Run(f"{reader.library.items['preop_imaging'].text}: {seen}."),))
    names = ("order_kind", "performed_on", "result_conclusion")
    slots = answered(reader, tuple(Slot(name, one.at) for one in found[: most + DATED_MOST] for name in names))
    yield fact(_("Earlier studies"), lines or [(Run(_("None on record."), "quiet"),)], (*slots, *before))


def _dated(reader: Reader, one: Order) -> str:
    """`X-ray lumbar, 2 Sep 2025`."""
    day = Slot("performed_on", one.at)
    return (
        f"{title_words(reader, one)}, {(reader.read(day) if reader.answer(day) is not None else _('day not recorded'))}"
    )


def _outcome(reader: Reader, one: Order) -> Runs:
    """The reporter's words, cut when they are long; what is abnormal where nothing was quoted."""
    quoted = Slot("result_conclusion", one.at)
    if reader.answer(quoted) is not None:
        return (Run(agreeing.quoted(cut(reader.read(quoted), STUDY_MOST))),)
    own = [slot for slot in sorted(reader.assessment.findings, key=str) if slot.at.record == one.number]
    results = [slot for slot in own if reader.library.items[slot.item].record == "orders"]
    if results:
        return (Run(cut(words.sentence("; ".join(said(reader, results))), STUDY_MOST)),)
    if one.state == "performed":
        return (Run(_("No report yet."), "quiet"),)
    judged = Slot("result_judgement", one.at)
    return (
        Run(
            f"{words.capital(reader.read(judged))}." if reader.answer(judged) is not None else _("No result recorded.")
        ),
    )


def _signature(reader: Reader) -> Callout:
    """Who asks and where the report goes; the page is signed by hand."""
    cover = reader.cover
    place = ", ".join(part.strip() for part in cover.address.split("\n") if part.strip())
    reach = [
        cover.phone and _("Phone {phone}").format(phone=cover.phone),
        cover.licence and _("Licence {licence}").format(licence=cover.licence),
    ]
    lines: list[Runs] = [
        (Run(text),)
        for text in (
            ", ".join(part for part in (cover.profession, cover.clinic) if part),
            place,
            " · ".join(part for part in reach if part),
        )
        if text
    ]
    printed = _("Not signed electronically. Printed {moment}").format(moment=words.day_and_time(cover.printed_at))
    beside: list[Runs] = [(Run(_(SEND_BACK), "strong"),)] if place else []
    beside.append(
        (
            Run(
                _("{printed}, document {document}").format(
                    printed=printed, document=cover.document or _("without number")
                ),
                "quiet",
            ),
        )
    )
    beside += [(Run(" "),), (Run(_(HAND)),)]
    return Callout("signature", cover.author or _("Author not recorded"), tuple(lines), tuple(beside))
