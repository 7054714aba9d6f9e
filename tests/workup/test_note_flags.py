"""The red flags on the page: how many were asked and are open, what fires, and what was done about it."""

from __future__ import annotations

from datetime import date

from tests.workup.notes import (
    COVER,
    LAST,
    assessed,
    callout,
    flags,
    flat,
    laid,
    library,
    normal,
    note_of,
    note_of_case,
)
from workup import words
from workup.answers import Answers, Slot
from workup.assess import assess
from workup.note import compose
from workup.note.blocks import Callout, plain
from workup.protocol import Choices, Records
from workup.record import Visit


def all_no() -> dict[str, object]:
    """Every red-flag question and whatever else a flag asks, with nothing abnormal."""
    given: dict[str, object] = {address: typed_normal(address.partition("@")[0]) for address in flags()}
    for flag in assessed(laid(given)).reasoning.flags:
        given |= {str(slot): typed_normal(slot.item) for slot in flag.open_asks}
    return given


def typed_normal(name: str) -> object:
    """An answer that is no finding as a case file has it."""
    item = library().items[name]
    if isinstance(item, Records):
        return "none"
    return "absent" if isinstance(item, Choices) else normal(item)


def of_callout(block: Callout, start: str) -> str:
    """The line of a frame that starts so."""
    found = [text for line in block.lines if (text := plain(line)).startswith(start)]
    assert len(found) == 1, start
    return found[0]


def test_no_red_flag_when_all_were_asked_at_this_visit() -> None:
    note = note_of(all_no())
    block = callout(note, "flags")
    total = len(assessed(laid(all_no())).reasoning.flags)
    assert total == len([flag for flag in library().flags.values() if not flag.when])
    assert block.title == f"Red flags: none found, all {total} asked."
    assert plain(block.lines[0]).startswith(f"All {len(flags())} questions answered no on 25 Nov 2025: ")
    assert len(block.lines) == 1
    for address in flags():
        assert library().items[address.partition("@")[0]].label[1:].rstrip("?") in plain(block.lines[0])


def test_one_flag_not_asked_is_open() -> None:
    given = all_no()
    left = flags()[-1]
    del given[left]
    block = callout(note_of(given), "flags")
    open_now = [one for one in assessed(laid(given)).reasoning.flags if one.open]
    assert open_now
    total = len(assessed(laid(given)).reasoning.flags)
    assert block.title == f"Red flags: none so far, {len(open_now)} of {total} still open."
    assert open_now[0].flag.title[1:] in of_callout(block, "Still open: ")
    label = library().items[left.partition("@")[0]].label
    assert label[1:].rstrip("?") in of_callout(block, "Not asked: ")


def test_what_else_a_flag_asks_is_open_too() -> None:
    given = all_no()
    del given["osteoporosis"]
    block = callout(note_of(given), "flags")
    assert "1 of" in block.title
    assert "(osteoporosis)" in of_callout(block, "Still open: ")


def test_an_unknown_flag_is_not_a_no() -> None:
    given = {**all_no(), "saddle_numbness": "unknown"}
    block = callout(note_of(given), "flags")
    unsettled = [flag for flag in library().flags.values() if "saddle_numbness" in flag.asks]
    assert block.title.startswith("Red flags: none so far, all ")
    assert block.title.endswith(f"{len(unsettled)} with an answer unknown.")
    assert "addle numbness" in of_callout(block, "Unknown: ")
    assert "addle numbness" not in plain(block.lines[0])


def test_flags_of_an_earlier_visit_must_be_asked_again() -> None:
    block = callout(note_of(all_no(), {"back_pain_now": 3}), "flags")
    again = [flag for flag in flags() if library().items[flag.partition("@")[0]].every_visit]
    open_now = assessed(laid(all_no(), {"back_pain_now": 3}), 2).reasoning.open_flags
    assert again
    assert open_now
    assert f"none so far, {len(open_now)} of " in block.title
    stale = of_callout(block, "Not asked again on 25 Nov 2025")
    assert all(library().items[flag.partition("@")[0]].label[1:].rstrip("?") in stale for flag in again)
    assert "answered no on 4 Nov 2025" in plain(block.lines[0])


def test_on_a_new_day_the_flags_are_open_again_before_the_first_answer() -> None:
    assessment = assess(library(), laid(all_no()), date(2025, 12, 16), (Visit(1, LAST, "Dr Okafor"),), visit=2)
    block = callout(compose(library(), assessment, COVER), "flags")
    assert "still open" in block.title
    assert any("Not asked again on 16 Dec 2025" in plain(line) for line in block.lines)


FIRED = {
    "saddle_numbness": "yes",
    "saddle_numbness_since": "new_since_operation",
    "saddle_numbness_since_date": "2025-11-22",
}


def test_a_flag_that_fires_is_an_alarm_with_what_fired_it_and_what_to_consider() -> None:
    note = note_of({**all_no(), **FIRED})
    block = callout(note, "alarm")
    flag = library().flags["R01"]
    assert block.title == f"{flag.title} (emergency)"
    assert f"RED FLAG: {flag.title}" in flat(note)
    assert "addle numbness (new since operation, 22 Nov 2025)" in plain(block.lines[0])
    assert flag.consider.rstrip(".") in plain(block.lines[1])
    assert plain(block.lines[-1]) == "No action recorded."
    assert {Slot(name) for name in FIRED} <= set(block.slots)
    others = callout(note, "flags")
    assert others.title.startswith("Other red flags: none ")
    assert not any(plain(line).startswith("Recorded: ") for line in others.lines)
    assert "addle numbness" not in " ".join(map(plain, others.lines))


def test_what_was_done_about_a_flag_prints_with_who_and_when() -> None:
    done = {"flag_action@R01": "Emergency MRI asked for, spine team told"}
    block = callout(note_of({**all_no(), **FIRED, **done}), "alarm")
    assert of_callout(block, "Action: ") == (
        "Action: Emergency MRI asked for, spine team told. (Dr Okafor, 25 Nov 2025, 12:00)"
    )
    assert not any(plain(line) == "No action recorded." for line in block.lines)
    reason = {"flag_override@R01": "Numb since childhood, seen by neurology"}
    block = callout(note_of({**all_no(), **FIRED, **reason}), "alarm")
    assert of_callout(block, "No action, because: ").endswith("neurology. (Dr Okafor, 25 Nov 2025, 12:00)")


def test_an_action_recorded_before_the_facts_changed_has_to_be_given_again() -> None:
    before = {**all_no(), **FIRED, "saddle_numbness_since_date": "2025-11-02", "flag_action@R01": "MRI asked for"}
    block = callout(note_of(before, FIRED), "alarm")
    assert of_callout(block, "To be answered anew.")


def test_a_yes_that_fires_nothing_is_recorded_and_no_alarm() -> None:
    note = note_of({**all_no(), "recent_infection": "yes"})
    assert not [block for block in note.blocks if isinstance(block, Callout) and block.kind == "alarm"]
    line = of_callout(callout(note, "flags"), "Recorded: ")
    assert "ecent infection" in line
    assert "RED FLAG" not in flat(note)


def test_a_flag_that_can_wait_is_a_caution_and_no_alarm() -> None:
    note = note_of_case("flags/r16")
    block = callout(note, "caution")
    assert block.title == f"Caution: {words.in_sentence(library().flags['R16'].title)}."
    assert library().flags["R16"].consider.rstrip(".") in plain(block.lines[1])
    assert "RED FLAG" not in flat(note)
    assert callout(note, "flags").title.startswith("Other red flags: ")


def test_no_flag_asked() -> None:
    total = len(assessed(Answers()).reasoning.flags)
    block = callout(note_of({}), "flags")
    assert block.title == f"Red flags: not asked, all {total} still open."
    assert plain(block.lines[0]) == f"{len(flags())} questions not asked."
