"""The figures by which the program is judged fast: ratios within one run, each with its goal beside it.

A goal that is missed is shown and never fails a build: a shared computer is not a clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.printing import pdf_times
from tests.bench.starting import BARE, painted, startup_ratio
from tests.bench.storing import assess_ms, durable_ms, many_orders, search_100k_ms
from tests.bench.subjects import ROOT, environment, sample_vault
from workup.__main__ import OneLineParser

# Name of the figure: the value it should not exceed (None: only told) and what it measures.
GOALS: dict[str, tuple[float | None, str]] = {
    "startup_ratio": (3, "start to painted unlock window, against a bare window"),
    "open_ms": (100, "open the full sample until it is painted"),
    "answer_p50_ms": (8, "key to painted answer, without the append, p50"),
    "answer_p99_ms": (16, "the same, p99"),
    "assess_p50_ms": (5, "the full sample assessed with everything after one answer, p50"),
    "assess_whole_ms": (None, "the same from nothing, p50"),
    "stability_ms": (100, "200 draws of every weight, p50"),
    "durable_p50_ms": (2, "one answer stored durably, p50"),
    "durable_p99_ms": (20, "the same, p99"),
    "pdf_ratio": (6, "the sample as signed PDF, checked and with its record, against plain reportlab"),
    "pdf_ms": (500, "the same, p50"),
    "search_100k_ms": (16, "slowest kind of query over 100 000 patients, p50"),
    "worklist_open_ms": (200, "from Home to the painted worklist with 20 000 open orders, p50"),
    "worklist_sort_ms": (50, "slowest order or filter of it until painted, p50"),
    "memory_ratio": (3, "memory with the sample open, against a bare window"),
}


def main(arguments: Sequence[str]) -> int:
    """Measure everything and show it, as a table or as one JSON object."""
    parser = OneLineParser(prog="main.py bench")
    parser.add_argument("--json", action="store_true", help="one object with all figures and goals")
    options = parser.parse_args(arguments)
    try:
        figures = measured()
    except (subprocess.CalledProcessError, RuntimeError) as error:
        sys.stderr.write(f"A bench did not finish: {error}.\n")
        return 2
    write = sys.stdout.write
    if options.json:
        goals = {name: goal for name, (goal, _) in GOALS.items()}
        write(json.dumps({**figures, "goals": goals}) + "\n")
        return 0
    for name, (goal, what) in GOALS.items():
        beside = "" if goal is None else f"goal <= {goal:g}" + ("" if figures[name] <= goal else "  missed")
        write(f"{name:<18}{figures[name]:>9.2f}  {beside:<20}{what}\n")
    return 0


def measured() -> dict[str, float]:
    """All figures by name, in the order of the goals."""
    with TemporaryDirectory(prefix="workup-bench-") as name:
        folder = Path(name)
        place = environment(folder)
        vault = sample_vault(folder / "Sample.workup")
        found: dict[str, float] = {"startup_ratio": startup_ratio(vault, place)}
        seen = child("workspace", vault, place)
        found |= {name: float(seen[name]) for name in ("open_ms", "answer_p50_ms", "answer_p99_ms")}
        found["memory_ratio"] = seen["memory"] / painted(BARE, place)[1] if seen["memory"] else float("nan")
        found["assess_p50_ms"], found["assess_whole_ms"], found["stability_ms"] = assess_ms()
        found["durable_p50_ms"], found["durable_p99_ms"] = durable_ms(vault)
        found["pdf_ratio"], found["pdf_ms"] = pdf_times()
        found["search_100k_ms"] = search_100k_ms(folder / "Many.workup")
        found |= child("worklist", many_orders(folder / "Orders.workup"), place)
    return {name: round(found[name], 3) for name in GOALS}


def child(name: str, vault: Path, place: Mapping[str, str]) -> dict[str, Any]:
    """What a child process with the real window tells."""
    command = [sys.executable, "-m", f"tests.bench.{name}", str(vault)]
    done = subprocess.run(command, cwd=ROOT, env=dict(place), stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told
