"""The commands as a script sees them: what they print, and one clear line with exit status 2 when it cannot be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import main
from tests.workup.patients import RESOURCES, library
from tests.workup.random_answers import case_text
from workup import __main__ as command_line

ROOT = Path(__file__).parents[2]
SAMPLE = RESOURCES / "cases" / "sample-patient.toml"


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def process(*arguments: str | Path) -> Done:
    """`main.py` with these arguments as a process of its own, without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def run(*arguments: str | Path) -> Done:
    """The same within this process, which is quicker."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main.main([str(each) for each in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return Done(status, out.getvalue(), err.getvalue())


def one_line(done: Done) -> str:
    """The one line that says what is wrong."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in lines[0]
    return lines[0]


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    done = process("items", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


KEYS: dict[str, type | tuple[type, ...]] = {
    "id": str, "ref": list, "step": str, "section": str, "kind": str, "text": str, "options": dict,
    "axis": (str, type(None)), "places": list, "side": bool, "record": (str, type(None)), "unit": (str, type(None)),
    "range": (list, type(None)), "when": (str, type(None)), "log": str,
}  # fmt: skip


@pytest.mark.parametrize("asked", [("case", SAMPLE, "--pdf"), ("case", SAMPLE, "--fhir"), ("questionnaire", "--out")])
def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path, asked: tuple[str | Path, ...]) -> None:
    target = tmp_path / "out"
    target.write_text("mine")
    done = run(*asked, target)
    assert (done.returncode, target.read_text()) == (2, "mine")
    assert done.stderr == f"{target} is already there and was not replaced. Name another or add --replace.\n"
    assert run(*asked, target, "--replace").returncode == 0
    assert target.read_bytes()[:1] in (b"%", b"{")


def test_items_lists_every_item_with_what_scripts_need(items: list[dict[str, Any]]) -> None:
    assert [row["id"] for row in items] == list(library().items)
    for row in items:
        for key, kind in KEYS.items():
            assert isinstance(row[key], kind), (row["id"], key)
        assert row["log"] in ("patient", "evaluation")
        assert row["range"] is None or len(row["range"]) == 2
    by_id = {row["id"]: row for row in items}
    assert by_id["strength"]["places"] == ["L2", "L3", "L4", "L5", "S1"]
    assert by_id["sex"]["options"] == dict(library().items["sex"].options)  # type: ignore[union-attr]
    assert by_id["height"]["unit"] == "cm"
    assert by_id["height"]["range"] == [50, 272]
    assert by_id["slr"]["angle"] == [0, 120]
    assert "below_knee" in by_id["slr"]["felt"]
    assert by_id["thigh_thrust"]["angle"] is None
    assert "back.buttock/right" in by_id["pain_map"]["regions"]
    assert by_id["operation_levels"]["levels"][-1] == "pelvis"
    assert by_id["birth_date"]["whole_day"]


def test_items_are_also_listed_for_people() -> None:
    done = run("items")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(library().items)


def test_case_json_tells_what_the_answers_mean() -> None:
    done = run("case", SAMPLE, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [visit["date"] for visit in told["visits"]] == ["2025-11-04", "2025-11-25"]
    assert told["scope"]["rule"] == "lumbar"
    row = next(row for row in told["answers"] if row["address"] == "strength@L5/right")
    assert (row["visit"], row["counts"], row["finding"]) == (2, True, True)
    score = next(row for row in told["scores"] if row["id"] == "dn4_total")
    assert (score["value"], score["complete"], score["missing"], score["date"]) == (7, True, None, "2025-11-04")
    assert score["band"] == "4 or more suggests neuropathic pain"


def test_case_text_and_pdf(tmp_path: Path) -> None:
    text = run("case", SAMPLE, "--text")
    assert (text.returncode, text.stderr) == (0, "")
    assert "L5" in text.stdout
    done = run("case", SAMPLE, "--pdf", tmp_path / "out.pdf")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_check_is_silent_about_sound_content_and_fails_on_the_rest(tmp_path: Path) -> None:
    sound = run("check", "--coverage")
    assert (sound.returncode, sound.stderr) == (0, "")
    assert "all in order" in sound.stdout
    assert "protocol/protocol.toml" in one_line(run("check", tmp_path))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"strenght@L5/right": 4}, "Did you mean “strength”?"),
        ({"sex": "femal"}, "Did you mean “female”?"),
        ({"height": 1720}, "the most that can be right"),
        ({"birth_date": "2030-01-01"}, "lies in the future"),
    ],
)
def test_a_mistake_in_a_case_is_one_line(tmp_path: Path, answers: dict[str, object], said: str) -> None:
    file = tmp_path / "case.toml"
    file.write_text(case_text(answers), encoding="utf-8")
    assert said in one_line(run("case", file, "--json"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["case", "nowhere.toml", "--json"], "nowhere.toml"),
        (["case", str(SAMPLE)], "--json"),
        (["case", str(SAMPLE), "--json", "--text"], "not allowed with"),
        (["case", str(SAMPLE), "--pdf", "/nowhere/at/all.pdf"], "/nowhere/at/all.pdf"),
        (["items", "--yaml"], "--yaml"),
        (["frobnicate"], "“frobnicate” is not a command."),
        (["--vault"], "--vault needs a folder."),
        (["bench", "--yaml"], "--yaml"),
    ],
)
def test_a_wrong_command_is_one_line(arguments: list[str], said: str) -> None:
    assert said in one_line(run(*arguments))


def test_every_command_without_a_window_is_handed_on() -> None:
    assert main.COMMANDS == command_line.COMMANDS


def test_a_mistake_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert "nowhere.toml" in one_line(process("case", tmp_path / "nowhere.toml", "--json"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only here a window can be known to be impossible")
@pytest.mark.parametrize("arguments", [[], ["demo"], ["--vault", "somewhere.workup"]])
def test_without_a_display_one_sentence_says_what_works(arguments: list[str]) -> None:
    said = one_line(process(*arguments))
    assert "no display" in said
    assert all(word in said for word in ("check", "items", "case"))


def test_output_that_nobody_reads_any_more_is_no_error() -> None:
    command = [sys.executable, str(ROOT / "main.py"), "items", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        child.wait(timeout=30)


def test_a_referral_prints_one_order(tmp_path: Path) -> None:
    done = run("case", SAMPLE, "--referral", "5", "--text")
    assert done.returncode == 0
    assert "EMG and nerve conduction, right" in done.stdout
    assert "OVERDUE: was to be done by 18 Nov 2025." in done.stdout
    target = tmp_path / "page.pdf"
    assert run("case", SAMPLE, "--referral", "5", "--pdf", target).returncode == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_a_referral_needs_an_order_and_a_page() -> None:
    assert "has no order 9; its orders are 1, 2, 3, 4, 5." in one_line(run("case", SAMPLE, "--referral", "9", "--text"))
    assert "not with --json" in one_line(run("case", SAMPLE, "--referral", "5", "--json"))
    assert "invalid int value" in one_line(run("case", SAMPLE, "--referral", "x", "--text"))
