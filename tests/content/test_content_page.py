"""CONTENT.md stays true: its examples read, and it names every kind and every key there is."""

import re
import shutil
import tomllib
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec.structs import fields

from tests import shipped
from workup.cases import read_case
from workup.check import check
from workup.content import load, read_toml
from workup.protocol import (
    FACT_READS,
    Anatomy,
    AnyItem,
    Cause,
    Claim,
    Column,
    Constant,
    Criterion,
    Dose,
    DueRule,
    Engine,
    EvidenceRow,
    Flag,
    FlagRule,
    Gate,
    GateRule,
    Hazard,
    ImportantChange,
    Indication,
    Instrument,
    Item,
    Manoeuvre,
    MissingRule,
    Ordering,
    Profile,
    Question,
    Ratio,
    Reading,
    Reminder,
    ScopeRule,
    ScoreRule,
    Section,
    Source,
    Stop,
    Term,
    TestKind,
    Variant,
    Weight,
)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTENT.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
KINDS = get_args(AnyItem)
RULES = (ScoreRule, MissingRule, ImportantChange)
REASONING = (
    Cause, Criterion, Weight, Term, Flag, FlagRule, EvidenceRow, Ratio, Engine, Constant, Profile, Stop, Reading,
    Column, Reminder, Anatomy, Hazard, ScopeRule,
)  # fmt: skip
ORDERING = (Claim, Dose, DueRule, Gate, GateRule, Indication, Ordering, Question, TestKind, Variant)
CONDITIONS = re.findall(r"^\| `([^`]+)` \|", PAGE.split("## Conditions")[1].split("## Records")[0], re.MULTILINE)
FUNCTIONS = {
    "known", "any", "count", "of_known", "possible", "stated", "latest", "at", "beyond", "count_at", "anywhere",
    "any_side", "other_side", "spans", "names", "sided", "painted", "worst_painted", "painted_root", "days_since",
    "felt", "angle",
}  # fmt: skip
# Where an example of the reasoning belongs, by what it begins with.
FILES = {
    "row": "evidence/page.toml",
    "term": "definitions/page.toml",
    "flag": "flags.toml",
    "constant": "engine.toml",
    "reminder": "reminders.toml",
}
OF_THE_READER = {"step", "items", "examined"}  # of a section: what the reader fills in


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_toml(example: str) -> None:
    assert tomllib.loads(example)


def test_the_worked_patient_of_the_page_reads(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text(next(one for one in EXAMPLES if "[visit.answers]" in one), encoding="utf-8")
    assert len(read_case(shipped.library(), file).given) > 15


def test_every_kind_has_its_line() -> None:
    assert [kind.__struct_config__.tag for kind in KINDS if f"| `{kind.__struct_config__.tag}` |" not in PAGE] == []


@pytest.mark.parametrize(
    "struct", [Item, *KINDS, Section, Manoeuvre, Instrument, *RULES, Source, *REASONING, *ORDERING]
)
def test_every_key_is_told(struct: type) -> None:
    words = set(re.findall(r"[a-z_]+", PAGE))
    assert {field.name for field in fields(struct)} - words - OF_THE_READER == set()


def test_every_condition_of_the_page_is_one(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    terms = [f"[[term]]\nid = \"page_{n}\"\ntext = \"-\"\nwhen = '{one}'\n" for n, one in enumerate(CONDITIONS)]
    (folder / "definitions" / "page.toml").write_text("\n".join(terms), encoding="utf-8")
    assert [str(problem) for problem in load(folder)[1]] == []
    used = " ".join(CONDITIONS)
    assert {name for name in FUNCTIONS if f"{name}(" not in used} == set()
    assert "unknown" in used


def test_every_fact_is_told() -> None:
    assert [name for name in FACT_READS if f"`{name}`" not in PAGE] == []


def test_the_examples_of_the_reasoning_are_sound_content(tmp_path: Path) -> None:
    """Each stands in the content as well, so that it is read here under another id."""
    folder, seen = _copy(tmp_path), set()
    for example in EXAMPLES:
        table = tomllib.loads(example)
        kind = next((name for name in ("criterion", *FILES) if name in table), "")
        renamed = re.sub(r'^( *)id = "(\w+)"', r'\1id = "\g<2>9"', example, flags=re.MULTILINE)
        renamed = re.sub(r"^\[constant\.(\w+)\]", r"[constant.\g<1>9]", renamed, flags=re.MULTILINE)
        renamed = re.sub(r"^early = .*$", "", renamed, flags=re.MULTILINE)
        if kind:
            seen.add(kind)
            file = folder / (f"causes/{table['id']}9.toml" if kind == "criterion" else FILES[kind])
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            file.write_text(f"{before}\n{renamed}", encoding="utf-8")
    assert seen == {"criterion", *FILES}
    assert [str(problem) for problem in check(folder)] == []
    assert len(load(folder)[0].causes) == len(shipped.library().causes) + 1


def test_the_examples_of_orders_stand_in_the_content() -> None:
    library, seen = shipped.library(), set()
    for table in map(tomllib.loads, EXAMPLES):
        for gate in table.get("gate", []):
            seen.add("gate")
            assert msgspec.convert(gate, Gate) == library.gates[gate["id"]]
        for name, kind in (("question", Question), ("due", DueRule)):
            for one in table.get(name, []):
                seen.add(name)
                assert msgspec.convert(one, kind) in getattr(library.ordering, name)
        shown = table.get("test", {})
        if "id" in shown:
            seen.add("test")
            found, page = library.tests[shown["id"]], msgspec.convert(shown, TestKind)
            assert page.results == found.results[: len(page.results)]
            assert (page.gates, page.asks, page.codes, page.dose) == (found.gates, found.asks, found.codes, found.dose)
            for part in ("answers", "cannot", "timing"):
                assert set(map(str, getattr(page, part))) <= set(map(str, getattr(found, part)))
        for variant in shown.get("variant", []):
            seen.add("variant")
            assert msgspec.convert(variant, Variant) == library.tests["block"].variant_of(variant["id"])
    assert seen == {"gate", "question", "due", "test", "variant"}


def test_every_expectation_that_a_case_uses_is_told() -> None:
    used = {key for path in (ROOT / "resources" / "cases").rglob("*.toml") for key in read_toml(path).get("expect", {})}
    assert len(used) > 10
    assert [key for key in sorted(used) if f"`{key} = " not in PAGE] == []


def _copy(tmp_path: Path) -> Path:
    folder = tmp_path / "resources"
    shutil.copytree(ROOT / "resources", folder, ignore=shutil.ignore_patterns("icons", "cases", "locale"))
    return folder
