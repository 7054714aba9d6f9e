"""The linter refuses a test or a gate without a source, with something dangling, or clear by mistake."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests import shipped
from workup.answers import Answer, Answers, slot
from workup.assess import assess
from workup.check.ordering import is_loinc, of_ordering
from workup.content import load
from workup.protocol import Claim, Dose, Indication, Library, Optioned

RESOURCES = Path(__file__).parents[2] / "resources"
KIND, GATE = "block", "pregnancy"
UNSOURCED = Claim(text="A sentence.")


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


def refused(library: Library) -> list[str]:
    return [str(problem) for problem in of_ordering(library)]


def with_kind(library: Library, **changes: Any) -> Library:
    return replace(library, tests={**library.tests, KIND: replace(library.tests[KIND], **changes)})


def with_gate(library: Library, **changes: Any) -> Library:
    return replace(library, gates={**library.gates, GATE: replace(library.gates[GATE], **changes)})


def test_the_content_as_shipped_is_in_order(library: Library) -> None:
    assert refused(library) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": ()}, "either sources or a basis"),
        ({"basis": "design"}, "either sources or a basis"),
        ({"source": ("nobody1900",)}, "“nobody1900” is not in sources.toml"),
        ({"cannot": (UNSOURCED,)}, "either sources or a basis"),
        ({"timing": (UNSOURCED,)}, "either sources or a basis"),
        ({"timing": (Claim(text="No full stop", basis="design"),)}, "not a sentence"),
        ({"timing": (Claim(text="Stop the anticoagulant.", basis="design"),)}, "start or stop a medicine"),
        ({"answers": ()}, "answers no question"),
        ({"answers": (Indication(question="nothing", place="first", basis="design"),)}, "no question “nothing”"),
        (
            {"answers": (Indication(question="hip", place="first", rating="usually_appropriate", basis="design"),)},
            "names who gave it",
        ),
        ({"answers": (Indication(question="hip", place="first", variant="x", basis="design"),)}, "no variant “x”"),
        ({"burden": "nothing"}, "no burden “nothing”"),
        ({"gates": ("nothing",)}, "no gate “nothing”"),
        ({"asks": ("lab_crp",)}, "not asked of an order"),
        ({"results": ("family_name",)}, "not an item of a result"),
        ({"results": ("lab_crp",)}, "not asked of this test"),
        ({"codes": {"x": "24967-3"}}, "not a LOINC code"),
        ({"chosen_by": ""}, "belong together"),
        ({"chosen_by": "order_contrast"}, "not an option of “order_contrast”"),
        ({"dose": None}, "nothing of radiation"),
        ({"dose": Dose(text="Much.", low=2, high=1, basis="design")}, "upside down"),
        ({"dose": Dose(text="Much.", low=2, basis="design")}, "half or upside down"),
        ({"dose": Dose(text="Much.", low=1, high=2, basis="unverified")}, "not read in a source is left out"),
    ],
)
def test_a_kind_of_test_is_refused(library: Library, changes: dict[str, Any], sentence: str) -> None:
    assert any(sentence in one for one in refused(with_kind(library, **changes)))


def test_a_variant_left_out_or_dangling_is_refused(library: Library) -> None:
    variants = library.tests[KIND].variant
    fewer = refused(with_kind(library, variant=variants[1:]))
    assert any("can be chosen and is no variant here" in one for one in fewer)
    strange = replace(variants[0], causes=("nothing",))
    assert any("no cause “nothing”" in one for one in refused(with_kind(library, variant=(strange, *variants[1:]))))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"question": "Pregnant"}, "asks a question"),
        ({"reviewer": ""}, "names who reviews it"),
        ({"asks": ("nothing",)}, "no item “nothing”"),
        ({"days": "nothing"}, "no constant “nothing”"),
        ({"days": ""}, "belong together"),
        ({"note": (UNSOURCED,)}, "either sources or a basis"),
        ({"id": "unused"}, "No test asks it"),
    ],
)
def test_a_gate_is_refused(library: Library, changes: dict[str, Any], sentence: str) -> None:
    assert any(sentence in one for one in refused(with_gate(library, **changes)))


@pytest.mark.parametrize("kept", ["clear", "review"])
def test_a_gate_needs_a_rule_that_clears_and_one_that_does_not(library: Library, kept: str) -> None:
    rules = tuple(rule for rule in library.gates[GATE].rule if rule.outcome == kept)
    assert any("a rule that clears and one that does not" in one for one in refused(with_gate(library, rule=rules)))


def test_a_number_of_a_gate_needs_its_source(library: Library) -> None:
    gate = library.gates["iodine_kidney"]
    rules = tuple(replace(rule, source=(), basis="design") for rule in gate.rule)
    changed = replace(library, gates={**library.gates, gate.id: replace(gate, rule=rules)})
    assert any("A number without a source is marked" in one for one in refused(changed))


def test_every_test_the_reasoning_proposes_can_be_ordered(library: Library) -> None:
    without = {name: kind for name, kind in library.tests.items() if name != "mri_whole_spine"}
    found = refused(replace(library, tests=without))
    assert any("orders mri_whole_spine: The reasoning can propose it" in one for one in found)
    assert any("There is no file protocol/tests/mri_whole_spine.toml" in one for one in found)


def test_every_kind_on_offer_has_its_file_and_its_result_form(library: Library) -> None:
    offered = library.items["order_kind"]
    assert isinstance(offered, Optioned)
    assert list(library.tests) == list(offered.options)
    assert [kind.id for kind in library.tests.values() if not kind.results] == ["other"]


def test_questions_and_due_rules_do_not_dangle(library: Library) -> None:
    ordering = library.ordering
    strange = replace(ordering.question[0], id="nothing", causes=("nobody",))
    found = refused(replace(library, ordering=replace(ordering, question=(*ordering.question, strange))))
    assert any("question nothing: There is no cause “nobody”" in one for one in found)
    assert any("question nothing: No test answers it" in one for one in found)
    found = refused(replace(library, ordering=replace(ordering, due=ordering.due[:-1], reported="nothing")))
    assert any("No rule holds for every routine test" in one for one in found)
    assert any("no constant “nothing”" in one for one in found)


@pytest.mark.parametrize(
    ("code", "right"),
    [("24967-2", True), ("1988-5", True), ("30679-5", True), ("24967-3", False), ("72514-4", False), ("x", False)],
)
def test_a_loinc_code_is_proved_by_its_check_digit(code: str, right: bool) -> None:
    assert is_loinc(code) == right


# -- files that are broken ---------------------------------------------------------------------------------------------


def broken(tmp_path: Path, file: str, old: str, new: str) -> tuple[Library, list[str]]:
    folder = tmp_path / "resources"
    shutil.copytree(RESOURCES, folder, ignore=shutil.ignore_patterns("icons", "cases", "locale"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    library, problems = load(folder)
    return library, [str(problem) for problem in problems]


def gates(library: Library, kind: str) -> dict[str, str]:
    answer = Answer(kind, 1, datetime(2025, 11, 25, tzinfo=UTC), "")
    found = assess(library, Answers([(slot("order_kind@1"), answer)]), date(2025, 11, 25)).orders.gates(1)
    return {one.gate.id: one.outcome for one in found}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('family = "nerve"', 'familly = "nerve"', "“familly” is not a key that is known here. Did you mean “family”?"),
        ('when = "weeks_since_onset < 3"', 'when = "weeks_since_onsett < 3"', "Did you mean “weeks_since_onset”?"),
        ('id = "emg"', 'id = "egm"', "The id and the file name differ."),
    ],
)
def test_a_broken_test_is_named_and_the_rest_goes_on(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    library, problems = broken(tmp_path, "protocol/tests/emg.toml", old, new)
    assert [one for one in problems if sentence in one and one.startswith("protocol/tests/emg.toml")]
    assert "emg" not in library.tests
    assert len(library.tests) == 20
    assert "emg_root" in library.items  # its result form is another matter
    assert gates(library, "emg") == {"emg": "review"}


def test_a_gate_with_a_broken_rule_is_never_clear(tmp_path: Path) -> None:
    right, wrong = 'when = "pacemaker in mr_hazards"', 'when = "pacemaker in hazards"'
    library, problems = broken(tmp_path, "gates.toml", right, wrong)
    assert [one for one in problems if one.startswith("gates.toml: gate emg_device, rule pacemaker")]
    assert library.gates["emg_device"].rule == ()
    assert gates(library, "emg")["emg_device"] == "review"


def test_a_gate_that_is_gone_needs_review(tmp_path: Path) -> None:
    library, problems = broken(tmp_path, "gates.toml", 'reviewer = "MR safety staff"', 'reviwer = "MR safety staff"')
    assert any("Did you mean “reviewer”?" in one for one in problems)
    assert gates(library, "mri")["mr_label"] == "review"
