"""Why each question is asked: every item says it, with a source or that there is none; some of it told by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import shipped
from workup.protocol import FACT_READS, Library, Source
from workup.purpose import Help, cited, help_of, short_reference
from workup.purpose.reads import reads_of
from workup.purpose.rules import FACTS

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


def asked(library: Library, name: str) -> Help:
    return help_of(library, library.items[name])


def told(library: Library, name: str) -> str:
    """All reasons of an item with what they rest on."""
    return "\n".join(f"{one.said} {cited(library, one)}".strip() for one in asked(library, name).why)


def test_every_item_says_why_it_is_asked_and_where_it_is_from(library: Library) -> None:
    assert len(library.items) > 900
    for name, item in library.items.items():
        help_ = help_of(library, item)
        assert help_.question == item.text
        assert help_.source.startswith("Source: "), name
        assert len(help_.source) > len("Source: "), name
        assert help_.why, name
        for reason in help_.why:
            assert reason.said[0].isupper() or reason.said[0] in "e“", (name, reason.said)
            assert reason.said.rstrip()[-1] in ".?!", (name, reason.said)
            assert "  " not in reason.said, (name, reason.said)
            assert all(word not in reason.said for word in ("None", "frozenset", "{", "}")), (name, reason.said)


def test_what_the_content_says_on_how_to_examine_is_part_of_it(library: Library) -> None:
    for name, item in library.items.items():
        assert not item.help or item.help in asked(library, name).how, name
    slr = asked(library, "slr").how
    assert slr[0] == library.manoeuvres["straight_leg_raise"].technique
    assert slr[1].startswith("Positive: ")


def test_an_item_without_a_use_says_so_and_one_with_a_use_does_not(library: Library) -> None:
    none = "No cause, red flag or safety question uses it"
    for name in library.items:
        reads = reads_of(library, name)
        weighed = any(key.startswith(("criterion:", "flag:", "safety:", "gate:")) for key in reads.named)
        if weighed:
            assert none not in told(library, name), name
    settles = {ask for flag in library.flags.values() for ask in flag.asks}
    settles |= {ask for gate in library.gates.values() for ask in gate.asks}
    assert all(none not in told(library, name) for name in settles)
    assert told(library, "family_name").startswith(none)
    assert "recorded for the step Patient, “Identity”" in told(library, "family_name")


def test_facts_have_words() -> None:
    assert FACTS.keys() == FACT_READS.keys()


# Worked by hand from causes/recurrent_herniation.toml, definitions, flags.toml, gates.toml and the tests.


def test_straight_leg_raise_by_hand(library: Library) -> None:
    said = told(library, "slr")
    assert "Recurrent herniation: " in said
    assert "“Straight leg raise negative, 70° reached” speaks against it (LR 0.29)" in said
    assert "van der Windt DA, et al, 2010" in said
    assert "Points to a root on the board" in said
    assert asked(library, "slr").source.startswith("Source: Pesonen J, et al, 2021")


def test_residual_urine_by_hand(library: Library) -> None:
    said = told(library, "pvr")
    assert "Red flag R01, Cauda equina syndrome: raises it: “200 mL or more after voiding, with such a symptom”" in said
    assert "stands beside it and never lowers it" in said
    assert "“200 mL or more left after voiding” is noted with it and weighs nothing" in said


def test_metal_in_the_body_by_hand(library: Library) -> None:
    said = told(library, "mr_hazards")
    assert "Safety question “Implants and MRI” of MRI lumbar, MRI whole spine" in said
    assert "Opens further questions: Implant details, Stimulator or pump." in said
    assert "Printed on the first page under Safety: Other implants." in said


def test_crp_by_hand(library: Library) -> None:
    said = told(library, "lab_crp")
    assert "“CRP over 44 mg/L on day 7 of a fusion” speaks for it (LR 8.42), its absence against it (LR 0.1)" in said
    assert "read for red flag R03" in said
    assert "Part of the result: Blood tests." in said


def test_date_of_operation_by_hand(library: Library) -> None:
    said = told(library, "operation_date")
    assert "Epidural haematoma: asked to settle whether it can be considered." in said
    assert "Worked out from it: months since the fusion, read for Adjacent segment, Pseudarthrosis" in said
    assert "Asked of each one of: Operations" in said


def test_a_score_says_its_questionnaire(library: Library) -> None:
    assert "The score of Tampa Scale for Kinesiophobia." in told(library, "tsk17_total")


def test_sources_that_the_question_lacks_are_told_apart_from_its_own(library: Library) -> None:
    assert asked(library, "lost_flow").source.startswith("Source: the question is consensus; its use rests on ")
    assert asked(library, "family_name").source == "Source: consensus of the clinical reference, no publication."
    bare = [item for item in library.items.values() if item.unverified and not item.source]
    assert bare
    assert all("not yet verified" in help_of(library, item).source for item in bare if item.id != "slr")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Schizas C, et al. Grading. Spine 2010;35(21):1919–1924. doi:10.1097/BRS.0b013e3181d359bd",
         "Schizas C, et al, 2010"),
        ("Cohen SP, et al. Facet. Reg Anesth Pain Med 2020;45(6):424–467. doi:10.1136/rapm-2019-101243",
         "Cohen SP, et al, 2020"),
        ("Orthobullets. Lumbar spine examination. orthobullets.com/spine/2002", "Orthobullets"),
    ],
)
def test_the_year_of_a_source_is_that_of_its_appearance(text: str, short: str) -> None:
    assert short_reference(Source(id="x", text=text)) == short
