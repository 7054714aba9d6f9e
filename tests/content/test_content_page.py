"""CONTENT.md stays true: its examples read, and it names every kind and every key there is."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import fields

from workup.cases import read_case
from workup.content import load
from workup.protocol import (
    AnyItem,
    ImportantChange,
    Instrument,
    Item,
    Manoeuvre,
    MissingRule,
    ScoreRule,
    Section,
    Source,
)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTENT.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
KINDS = get_args(AnyItem)
RULES = (ScoreRule, MissingRule, ImportantChange)
OF_THE_READER = {"step", "items", "examined"}  # of a section: what the reader fills in


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_toml(example: str) -> None:
    assert tomllib.loads(example)


def test_the_worked_patient_of_the_page_reads(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text(next(one for one in EXAMPLES if "[visit.answers]" in one), encoding="utf-8")
    assert len(read_case(load(ROOT / "resources")[0], file).given) > 15


def test_every_kind_has_its_line() -> None:
    assert [kind.__struct_config__.tag for kind in KINDS if f"| `{kind.__struct_config__.tag}` |" not in PAGE] == []


@pytest.mark.parametrize("struct", [Item, *KINDS, Section, Manoeuvre, Instrument, *RULES, Source])
def test_every_key_is_told(struct: type) -> None:
    words = set(re.findall(r"[a-z_]+", PAGE))
    assert {field.name for field in fields(struct)} - words - OF_THE_READER == set()
