"""The first visit of the sample patient by keys alone: every press is counted and printed, every answer compared.

A press is any key but the characters of a text, a number or a date. An answer is a slot of the case; what one press
fills in bulk is one answer. That an order is sent answers two slots, its state and its day: the program says the rate
with these as one answer too.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from msgspec.structs import replace

from tests.ui.answering import RESOURCES, real_library
from tests.ui.order_hands import OrderHands
from tests.ui.room import MORNING, PASSWORD, Room, focused, write
from tests.workup.memory import MemoryStore
from workup.answers import Answers, Marks, Value
from workup.assess import Assessment
from workup.cases import Case, read_case
from workup.protocol import Records
from workup.session import enter_case
from workup.store import Person

STEPS = ("patient", "history", "symptoms", "exam")
MOST = 1.3
ZONE = timezone(timedelta(hours=1))

# “No others” says no to all that is left of a list, in sight. Where the case writes down only some of that, here is the
# rest: the sample prints what it needs, the clinician who says so has asked the list.
ALSO_NO = {
    "complications@1": (
        "haematoma", "new_deficit", "malposition", "wrong_level", "thrombosis", "transfusion", "return_to_theatre",
        "vascular_injury",
    ),
    "distribution": (
        "non_dermatomal", "claudicant", "midline_back", "above_l5", "one_sided_low", "front_thigh", "front_outer_thigh",
        "lateral_hip", "regional_ache",
    ),
    "worse_with": ("rotation", "lying_on_side", "posture_change"),
    "eased_by": ("lying", "moving", "medication", "stimulator"),
}  # fmt: skip


def first_visit() -> Case:
    """The case as it is at the end of its first visit."""
    case = read_case(real_library(), RESOURCES / "cases" / "sample-patient.toml")
    given = tuple(one for one in case.given if one[0] == case.visits[0].number)
    return replace(case, today=case.visits[0].day, visits=case.visits[:1], given=given)


def entered(case: Case, person: Person) -> Assessment:
    """The same visit as the program has it when nobody types."""
    return enter_case(real_library(), MemoryStore(person), case, ZONE).assessment


def differences(held: Answers, meant: Answers) -> tuple[dict[str, tuple[Value | None, Value | None]], list[str]]:
    """Where what was typed is not what is meant, either way; and what “No others” said beyond the case."""
    items, found, beyond = real_library().items, dict[str, tuple[Value | None, Value | None]](), list[str]()
    for where in {*held, *meant}:
        typed, wanted = held.value(where.item, where.at), meant.value(where.item, where.at)
        if typed == wanted or (isinstance(items[where.item], Records) and (typed, wanted) == ("added", None)):
            continue  # that there is a record follows from its answers
        also = ALSO_NO.get(str(where), ())
        if isinstance(typed, Marks) and isinstance(wanted, Marks) and also:
            beyond.append(f"{where}: {', '.join(also)}")
            if typed.present == wanted.present and set(typed.absent) == {*wanted.absent, *also} and not typed.unknown:
                continue
        found[str(where)] = typed, wanted
    return found, sorted(beyond)


def judged(assessment: Assessment) -> tuple[object, ...]:
    """What the program makes of the answers: the leading sources with their phrases, and the red flags."""
    reasoning = assessment.reasoning
    return (
        [(one.cause.id, one.at, one.phrase) for one in reasoning.candidates[:3]],
        [one.flag.id for one in reasoning.fired],
    )


def test_the_first_visit_of_the_sample_takes_few_presses_for_each_answer(room: Room) -> None:
    case = first_visit()
    meant = entered(case, room.made.person)
    room.clock.now = datetime.combine(case.today, MORNING.timetz())
    room.open()
    typist = OrderHands(room, {where: value for _visit, where, value in case.given})
    typist.key("Ctrl+N", "a new workup")
    for number, step in enumerate(STEPS, 1):
        if room.workspace.step != step:
            typist.key(f"Alt+{number}", f"to {step}")
        typist.fill_in()
    typist.key("Alt+5", "to tests")
    typist.order_tests()
    typed = room.live.session.assessment
    typist.key("Ctrl+L", "lock")
    assert room.ended, "the window ends when it is locked"
    room.close()
    room.start()
    focused()
    write(PASSWORD)
    typist.key("Return", "unlock")
    assert room.window.home is not None
    told(typist, typed, meant)


def told(typist: OrderHands, typed: Assessment, meant: Assessment) -> None:
    """Print the presses, and hold them to what was agreed."""
    count, orders = typist.count, len(typed.orders.all)
    other, beyond = differences(typed.answers, meant.answers)
    strict = len(count.presses) / (count.answered - orders)
    said = f"{len(count.presses)} presses for {count.answered} answers: {count.rate:.3f}"
    lines = [*count.lines(), said, f"{strict:.3f} with the {orders} orders sent as one answer each",
             "also absent by “No others”:", *beyond]  # fmt: skip
    print("\n".join(lines))  # noqa: T201 - what this test is for
    missed = [str(where) for where in typist.wanted if where not in typist.reached]
    assert not missed, missed
    assert not other, other
    assert len(beyond) == len(ALSO_NO)
    assert judged(typed) == judged(meant), "what was said beyond the case changes nothing of what it comes to"
    assert count.rate <= MOST, said
