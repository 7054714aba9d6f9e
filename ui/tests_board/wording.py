"""The words of an order on the board: its group, its pills, its track from ordered to reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from ui.widgets import PillKind
from workup import agreeing, words
from workup.answers import Levels, PartialDate
from workup.assess import Assessment
from workup.limits import worded
from workup.note.wording import value_words
from workup.orders import Checked, Late, Order, Orders, State
from workup.protocol import Library, Outcome
from workup.purpose import short_reference
from workup.texts import N_, _, _n

Group = Literal["needs", "waiting", "reviewed", "cancelled"]
GROUPS: dict[Group, str] = {
    "needs": N_("Needs you"), "waiting": N_("Waiting"), "reviewed": N_("Reviewed"), "cancelled": N_("Cancelled")
}  # fmt: skip
SIDES = {"side_right": N_("right"), "side_left": N_("left"), "both_sides": N_("both sides")}
PILLS: dict[State, tuple[PillKind, str, str]] = {
    "proposed": ("draft", N_("Draft"), "pencil"),
    "ordered": ("neutral", N_("Ordered"), ""),
    "scheduled": ("booked", N_("Booked"), "calendar"),
    "performed": ("neutral", N_("Done"), ""),
    "resulted": ("result", N_("Result in, not reviewed"), ""),
    "reviewed": ("good", N_("Reviewed"), "check"),
    "cancelled": ("cancelled", N_("Cancelled"), ""),
}
TRACK: tuple[tuple[State, str], ...] = (
    ("ordered", N_("Ordered")), ("scheduled", N_("Booked")), ("performed", N_("Done")), ("resulted", N_("Result")),
    ("reviewed", N_("Reviewed")),
)  # fmt: skip
_WAITED: dict[str, State] = {"done": "performed", "report": "resulted", "review": "reviewed"}
OUTCOMES: dict[Outcome, str] = {"clear": N_("Clear"), "review": N_("Needs review"), "stop": N_("Stop")}
TONES: dict[Outcome, tuple[str, str]] = {
    "clear": ("check", "ok"), "review": ("warning", "caution"), "stop": ("warning", "danger")
}  # fmt: skip
NAMED = 4

TrackPart = Literal["passed", "next", "late", "ahead"]


class Stop(Struct, frozen=True):
    """One station of the track: its name, the date below it, and how it stands."""

    name: str
    line: str
    part: TrackPart


class Card(Struct, frozen=True):
    """All the board shows of an order; two equal ones look the same."""

    number: int
    group: Group
    icon: str
    title: str
    question: str
    pills: tuple[tuple[PillKind, str, str], ...]
    track: tuple[Stop, ...]
    result: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        told = [f"{one.name} {one.line}" for one in self.track if one.line]
        pills = [text for _rest, text, _rest2 in self.pills]
        return ", ".join(filter(None, (self.title, self.question, *pills, *told, self.result)))


def icon_of(order: Order) -> str:
    """The icon of its kind of test."""
    return order.kind.icon if order.kind is not None else "list"


def question_line(order: Order) -> str:
    """The question with side and levels: `Stenosis or scar? · L3–S1, right`."""
    where = [words.levels(order.levels.upper, order.levels.lower)] if isinstance(order.levels, Levels) else []
    where += [side] if (side := agreeing.of_side(order.side)) else []
    return " · ".join(filter(None, (order.question or _("No question yet"), ", ".join(where))))


def state_words(order: Order) -> str:
    """Its state as the pill has it, with the day: `Booked 2 Dec 2025`."""
    name, day = _(PILLS[order.state][1]), order.day(order.state)
    shown = f"{name} {worded(day)}" if day is not None and order.state != "resulted" else name
    return _("{shown}, provisional").format(shown=shown) if order.provisional and order.state == "resulted" else shown


def cards(
    assessment: Assessment,
    names: Mapping[str, str],
    safety: Mapping[int, tuple[Checked, ...]],
    lates: Mapping[int, Late],
) -> tuple[Card, ...]:
    """The cards of all orders, what waits for somebody first."""
    orders = assessment.orders
    found = [(_urgency(one, safety, lates), card(assessment, orders, one, names, safety, lates)) for one in orders.all]
    places = list(GROUPS)
    return tuple(one for _rest, one in sorted(found, key=lambda pair: (places.index(pair[1].group), pair[0])))


def _urgency(
    order: Order, safety: Mapping[int, tuple[Checked, ...]], lates: Mapping[int, Late]
) -> tuple[int, str, int]:
    """Unsafe, then result in, then late, then drafts; the others by their due date."""
    late = lates.get(order.number)
    unsafe = is_unsafe(order, safety.get(order.number, ()))
    rank = 0 if unsafe else 1 if order.state == "resulted" else 2 if late and late.days else 3
    rank += int(order.state == "proposed")
    due = late.due if late is not None and late.due is not None else None
    last = order.reviewed if order.state == "reviewed" else None
    return rank, str(due or "9999"), -(last.last.toordinal() if last is not None else order.number)


def is_unsafe(order: Order, checks: tuple[Checked, ...]) -> bool:
    """A test that was sent and must not be done as it stands; a draft has its safety still before it."""
    return order.state in ("ordered", "scheduled") and any(one.unsafe for one in checks)


def card(
    assessment: Assessment,
    orders: Orders,
    order: Order,
    names: Mapping[str, str],
    safety: Mapping[int, tuple[Checked, ...]],
    lates: Mapping[int, Late],
) -> Card:
    """One order as the board shows it."""
    late, checks = lates.get(order.number), safety.get(order.number, ())
    unsafe = is_unsafe(order, checks)
    group: Group = "waiting"
    if order.state in ("reviewed", "cancelled"):
        group = "reviewed" if order.state == "reviewed" else "cancelled"
    elif order.state in ("proposed", "resulted") or unsafe or (late is not None and late.days):
        group = "needs"
    closed = group in ("reviewed", "cancelled")
    return Card(
        number=order.number, group=group, icon=icon_of(order), title=order.title, question=question_line(order),
        pills=_pills(order, late, checks, assessment),
        track=() if closed else _track(assessment, orders, order, names, late),
        result=result_line(assessment, order) if group == "reviewed" else cancelled_line(assessment, order),
    )  # fmt: skip


def _pills(
    order: Order, late: Late | None, checks: tuple[Checked, ...], assessment: Assessment
) -> tuple[tuple[PillKind, str, str], ...]:
    kind, name, icon = PILLS[order.state]
    name = _(name)
    day = order.day(order.state)
    if day is not None and order.state in ("scheduled", "reviewed"):
        name = f"{name} {_short(day, assessment)}"
    pills: list[tuple[PillKind, str, str]] = [(kind, name, icon)]
    if late is not None and late.days:
        pills.insert(0, ("overdue", _("Overdue {count}").format(count=_n("{n} day", "{n} days", late.days)), "clock"))
    unsettled = [one for one in checks if not one.settled]
    if is_unsafe(order, checks):
        pills.insert(0, ("unsafe", _("Unsafe"), "warning"))
    elif order.state in ("proposed", "ordered", "scheduled") and unsettled:
        stops = sum(one.outcome == "stop" for one in unsettled)
        text = (
            _("Safety: {count}").format(count=_n("{n} stop", "{n} stops", stops))
            if stops
            else _("Safety: {count} to review").format(count=len(unsettled))
        )
        pills.insert(0, ("unsafe" if stops else "overdue", text, "warning"))
    return tuple(pills)


def _short(day: PartialDate, assessment: Assessment) -> str:
    return words.short_day(day.first, assessment.today) if day.day is not None else worded(day)


def _track(
    assessment: Assessment, orders: Orders, order: Order, names: Mapping[str, str], late: Late | None
) -> tuple[Stop, ...]:
    reached = next((place for place, (state, _rest) in enumerate(TRACK) if state == order.state), -1)
    who = {one.state: names.get(one.who, "") for one in orders.passed(order.number)}
    waited = _WAITED.get(late.waits) if late is not None else None
    stops = []
    for place, (state, name) in enumerate(TRACK):
        day = order.day(state)
        if place <= reached:
            line = " · ".join(filter(None, (_short(day, assessment) if day else "", _initials(who.get(state, "")))))
            stops.append(Stop(_(name), line or "–", "passed"))
            continue
        due = late.due if late is not None and state == waited else None
        line = _("by {day}").format(day=words.short_day(due, assessment.today)) if due is not None else ""
        is_late = due is not None and late is not None and late.days > 0
        following = place == reached + 1
        stops.append(Stop(_(name), line, "late" if is_late else "next" if following else "ahead"))
    return tuple(stops)


def _initials(name: str) -> str:
    return words.initials(name) if name else ""


def result_line(assessment: Assessment, order: Order) -> str:
    """What a result said in one line: the reporter's words, else its findings."""
    said = assessment.answers.value("result_conclusion", order.at)
    if isinstance(said, str) and said:
        return agreeing.quoted(" ".join(said.split()))
    library = assessment.library
    found = [
        value_words(library, library.items[slot.item], given.value)
        for slot in assessment.findings
        if slot.at.record == order.number and (given := assessment.answers.get(slot)) is not None
    ]
    return words.capital(", ".join(found[:NAMED])) if found else _("No abnormal value entered.")


def cancelled_line(assessment: Assessment, order: Order) -> str:
    """Why an order was cancelled."""
    said = assessment.answers.value("order_cancel_reason", order.at)
    return said if order.state == "cancelled" and isinstance(said, str) else ""


def summary(found: tuple[Card, ...]) -> str:
    """What the title row says: `1 result to review, 1 overdue`."""
    kinds = [kind for one in found for kind, _rest, _rest2 in one.pills]
    texts = [text for one in found for _rest3, text, _rest4 in one.pills]
    counts = (
        _n("{n} result to review", "{n} results to review", sum(kind == "result" for kind in kinds)),
        _n(
            "{n} overdue", "{n} overdue", sum(text.startswith(_("Overdue {count}").partition("{")[0]) for text in texts)
        ),
        _n("{n} unsafe", "{n} unsafe", sum(kind == "unsafe" for kind in kinds)),
        _n("{n} draft", "{n} drafts", sum(kind == "draft" for kind in kinds)),
        _n("{n} waiting", "{n} waiting", sum(one.group == "waiting" for one in found)),
    )
    told = [text for text in counts if not text.startswith("0 ")]
    return ", ".join(told) if told else _("Nothing waits") if found else _("No test ordered")


def cited(library: Library, source: tuple[str, ...], basis: str = "") -> str:
    """Where a sentence is from, in short: `[Guyer RD, 2006]`, or what it rests on."""
    named = [short_reference(library.sources[key]) for key in source if key in library.sources]
    if named:
        return f"[{'; '.join(named)}]"
    return {
        "unverified": _("[not yet verified]"),
        "design": _("[setting of this program]"),
        "consensus": "[consensus]",
    }.get(basis, "")
