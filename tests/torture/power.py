"""Power cuts replayed: the calls of a recorded run, cut off anywhere, with what was not flushed kept or lost at random.

The same replay has to show losses when the engine is told to flush less, or it would be blind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.torture.disk import Disk
from tests.torture.outcome import Outcome
from tests.torture.recording import Event, recorded
from tests.torture.scenes import SCENES, Scene
from tests.torture.work import Known, read_known

WHOLE_EACH = 10  # the lists are compared with the logs in each tenth state


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Cut the power in every scene, and see that weaker settings are seen."""
    bad: list[str] = []
    told = []
    share = sum(scene.share for scene in SCENES)
    for scene in SCENES:
        states = max(1, round(count * scene.share / share))
        tried, found = played(folder, scene, "FULL", states, chance)
        bad += [f"{scene.name}: {one}" for one in found]
        told.append(f"{scene.name} {tried}")
    for setting, faults in (("NORMAL", ("is lost",)), ("OFF", ("does not open", "chain", "damaged"))):
        tried, found = played(folder, SCENES[0], setting, max(count // 20, 60), chance)
        hits = sum(any(fault in one for fault in faults) for one in found)
        told.append(f"{setting} shows {hits} in {tried}")
        if not hits:
            bad.append(f"the replay does not see what synchronous={setting} does")
    return Outcome(count, ", ".join(told), tuple(bad))


def played(folder: Path, scene: Scene, setting: str, count: int, chance: Random) -> tuple[int, list[str]]:
    """Record one scene and try so many states of it; how many, and what was wrong with them."""
    base = folder / f"{scene.name} {setting}"
    live = base / "live"
    live.mkdir(parents=True)
    made = scene.prepare(live)
    disk = Disk(live)
    seed = chance.randrange(1 << 30)
    arguments = ["tests.torture.scenes", scene.name, str(live), made.folder.name, made.person.id, str(seed), setting]
    events = recorded(live, base / "calls", *arguments)
    tried, bad = 0, []
    for number, known in _moments(events, disk, count, chance):
        state = base / "state"
        disk.after_power_cut(state, chance)
        here = replace(made, folder=state / made.folder.name)
        found = scene.faults(here, known, state, tried % WHOLE_EACH == 0)
        bad += [f"event {number} of {len(events)} (seed {seed}): {one}" for one in found]
        tried += 1
        shutil.rmtree(state)
    shutil.rmtree(base)
    return tried, bad


def _moments(events: list[Event], disk: Disk, count: int, chance: Random) -> Iterator[tuple[int, Known]]:
    """Moments of the run, spread over all its calls, and what had been acknowledged at each."""
    stops = sorted(chance.randrange(len(events) + 1) for _ in range(count))
    known, done = Known(), 0
    for stop in stops:
        for event in events[done:stop]:
            if event.kind == "said":
                known = read_known(event.said)
            else:
                disk.do(event)
        done = max(done, stop)
        yield stop, known
