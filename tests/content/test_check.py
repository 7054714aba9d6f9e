"""The linter and the coverage of the reference: what is taken out or bent is named."""

import re
import shutil
from pathlib import Path

import pytest

from workup.check import check

RESOURCES = Path(__file__).parents[2] / "resources"

# What is spoilt (file, before, after), and the sentence that has to name it.
SPOILT = (
    ("protocol/history.toml", "plif = ", "plig = ", "H02 PLIF: “procedure” has no option or place “plif”."),
    ("protocol/history.toml", 'source = ["bmjbp_ces"]', 'source = ["bmjbp"]', "“bmjbp” is not in sources.toml."),
    ("protocol/tests/labs.toml", 'unit = "mg/L"', 'unit = "g/L"', "“lab_crp” is “g/L” and has to be “mg/L”."),
    ("protocol/symptoms.toml", 'id = "pain_score"', 'id = "pain_map"', "There are two sections “pain_map”."),
    ("protocol/exam.toml", 'text = "Gait"', 'text = "Gait:"', "item gait: The text is missing, padded or ends"),
    ("protocol/exam.toml", 'text = "Heel walk"', 'text = "Denies weakness"', "The wording is one we do not use."),
    ("protocol/exam.toml", "fill = true", "fil = true", "“fil” is not a key that is known here. Did you mean “fill”?"),
    ("sources.toml", 'id = "vdminkelis24"', 'id = "christelis21"', "The id “christelis21” is used twice."),
    ("manoeuvres/faber.toml", "press gently", "note what the patient denies", "faber.toml: faber: The wording is one"),
    ("protocol/exam.toml", 'text = "Toe walk"', 'text = "Toe walk"\nwas = ["gait"]', "It was called “gait” once"),
    ("settings.toml", 'item = "dn4_total"', 'item = "dn5"', "“dn5” has no border 0 that it could move."),
    ("style.toml", "[", "{", "style.toml: style.toml is not usable"),
    ("hazards.toml", 'cause = "Red-flag', 'cause = ""\n# "Red-flag', "hazards.toml: Z1: The hazard does not say how"),
    ("hazards.toml", "tests/workup/test_paper.py::", "test_paper.py::", "hazards.toml: Z15: The hazard names no test"),
    ("protocol/protocol.toml", "2027-11-30", "next year", "review_by: “next year” is not a day"),
    ("manoeuvres/slump.toml", 'id = "slump"', 'id = "slum"', "The id and the file name differ."),
)
REMOVED = (("history", "goals", "H28"), ("symptoms", "feel_itching", "H19"), ("exam", "hip_adduction_range", "X34"))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the linter says of a copy of the content in which several things are spoilt."""
    copy = tmp_path_factory.mktemp("content") / "resources"
    shutil.copytree(RESOURCES, copy, ignore=shutil.ignore_patterns("icons", "cases", "locale"))
    for name, old, new, _ in SPOILT:
        change(copy / name, old, new)
    for step, item, _ in REMOVED:
        without_item(copy / "protocol" / f"{step}.toml", item)
    return [str(problem) for problem in check(copy, coverage=True)]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def without_item(file: Path, name: str) -> None:
    table = re.compile(rf'^ *\[\[section\.item\]\]\n *id = "{name}"\n(?:(?! *\[\[).*\n)*', re.MULTILINE)
    text, count = table.subn("", file.read_text(encoding="utf-8"))
    assert count == 1
    file.write_text(text, encoding="utf-8")


def test_the_content_is_in_order_and_covers_the_reference() -> None:
    assert [str(problem) for problem in check(RESOURCES, coverage=True)] == []


@pytest.mark.parametrize(("item", "ref"), [(item, ref) for _, item, ref in REMOVED])
def test_a_field_without_its_item_is_named(told: list[str], item: str, ref: str) -> None:
    assert [one for one in told if ref in one and f"No item “{item}” asks it." in one]


@pytest.mark.parametrize("sentence", [sentence for *_, sentence in SPOILT])
def test_what_breaks_a_rule_is_named(told: list[str], sentence: str) -> None:
    assert [one for one in told if sentence in one]
