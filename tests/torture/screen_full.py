"""A disk that is full under the window: what was typed stays on the screen and waits, and is stored with room."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.torture.onscreen import ended, of_window, opened_room
from tests.torture.outcome import Outcome

if TYPE_CHECKING:
    from tests.ui.room import Room
    from workup.answers import Value

FIELDS = (("Alt+6", "impression_reasoning"), ("Alt+1", "family_name"), ("Alt+2", "reason"), ("Alt+1", "mrn"))


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """So many times, in a process with a window."""
    return of_window("tests.torture.screen_full", folder, count, chance)


def main(place: str, count: str, seed: str) -> None:
    """Type, run out of room, look; then make room."""
    from tests.ui.room import focused, press
    from tests.workup.full_disk import full_disk
    from ui.widgets import TextArea, TextLine

    chance, room = Random(int(seed)), opened_room(Path(place))
    bad, waited = list[str](), 0
    for number in range(int(count)):
        step, address = chance.choice(FIELDS)
        press(step)
        room.go_to(address)
        field, before = focused(), room.value(address)
        text = f"{number} " + "".join(chance.choice("abc <&>é ") for _ in range(chance.randrange(45))).strip() + "."
        with full_disk():
            if isinstance(field, TextLine):
                field.setText(text)
                field.textEdited.emit(text)  # as typing does; setting a text does not
            elif isinstance(field, TextArea):
                field.setPlainText(text)
            press("Tab")
            waiting = room.live.failing
            waited += waiting
            shown = field.toPlainText() if isinstance(field, TextArea) else field.property("text")
            bad += [f"{number} {address}: {one}" for one in _wrong(room, address, before, text, str(shown))]
        room.live._try_again()
        if room.live.failing or room.value(address) != text:
            bad.append(f"{number} {address}: was not stored when there was room")
    if not waited:
        bad.append("the disk was never full: the check is blind")
    sys.stdout.write(json.dumps([int(count), f"{waited} of {count} entries waited on the screen", bad]) + "\n")
    ended()


def _wrong(room: Room, address: str, before: Value | None, text: str, shown: str) -> Iterator[str]:
    if not room.live.failing:
        yield "was taken for stored"
    if shown != text:
        yield "the text is gone from the screen"
    if room.value(address) != before:
        yield "what is not stored counts already"
    if "full" not in room.workspace.strips._store.line.text():
        yield "nothing is said of it"


if __name__ == "__main__":
    main(*sys.argv[1:])
