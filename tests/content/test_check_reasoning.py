"""The linter refuses what the reasoning must not rest on: no source, a dangling id, a ratio out of bounds."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests import shipped
from workup.check.reasoning import of_reasoning
from workup.protocol import Library, Weight

RESOURCES = Path(__file__).parents[2] / "resources"
CAUSE = "sacroiliac_joint"


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


def refused(library: Library) -> list[str]:
    return [str(problem) for problem in of_reasoning(library)]


def with_cause(library: Library, **changes: Any) -> Library:
    """The library with one cause changed."""
    return replace(library, causes={**library.causes, CAUSE: replace(library.causes[CAUSE], **changes)})


def with_line(library: Library, **changes: Any) -> Library:
    """The library with the first measured finding of one cause changed."""
    lines = list(library.causes[CAUSE].criterion)
    place = next(n for n, one in enumerate(lines) if one.present and one.present.lr)
    lines[place] = replace(lines[place], **changes)
    return with_cause(library, criterion=tuple(lines))


def test_the_content_as_shipped_is_in_order(library: Library) -> None:
    assert refused(library) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows": (), "source": ()}, "names neither row nor source"),
        ({"rows": ("E999",)}, "no row “E999”"),
        ({"source": ("nobody1900",)}, "“nobody1900” is not in sources.toml"),
        ({"present": Weight(lr=28.8)}, "outside its cap of 0.05 to 20"),
        ({"absent": Weight(lr=0.01), "absent_text": "None"}, "outside its cap of 0.05 to 20"),
        ({"present": Weight(lr=3, word="strong")}, "either a ratio or a word"),
        ({"basis": "consensus"}, "published or computed"),
        ({"transfer": ""}, "How far the ratio holds"),
        ({"transfer": "T0"}, "weighs nothing"),
        ({"group": "nameless"}, "group nameless: It has no words"),
        ({"replaces": ("nothing",)}, "not a criterion of the same group"),
        ({"while_open": ("nothing",)}, "no cause “nothing”"),
        ({"by": ("exploration",), "text": ""}, "text is missing"),
        ({"when": "age >= 12", "rows": (), "basis": "computed", "source": ("hancock2007",)}, ""),
    ],
)
def test_a_finding_is_refused(library: Library, changes: dict[str, Any], sentence: str) -> None:
    found = refused(with_line(library, **changes))
    assert found == [] if not sentence else any(sentence in one for one in found), found


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criterion": ()}, "A cause without evidence."),
        ({"codes": {}}, "suggests no code"),
        ({"codes": {"back pain": "x"}}, "does not look like an ICD-10-CM code"),
        ({"apart_from": ("nothing",)}, "no cause “nothing”"),
        ({"pinned_by": ("R99",)}, "no red flag “R99”"),
        ({"gate": "any_fusion", "gate_text": ""}, "why it can be closed"),
        ({"ceiling": "possible", "ceiling_text": ""}, "why it stops there"),
        ({"tests": ("x_ray_vision",)}, "no kind of step"),
        ({"source": ("nobody1900",)}, "not in sources.toml"),
        ({"gate": "age >= 18", "gate_text": "Not for children.", "source": ()}, "without a source"),
    ],
)
def test_a_cause_is_refused(library: Library, changes: dict[str, Any], sentence: str) -> None:
    assert any(sentence in one for one in refused(with_cause(library, **changes)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rule": ()}, "Nothing fires it."),
        ({"asks": ()}, "names no question"),
        ({"asks": ("no_such_item",)}, "no item “no_such_item”"),
        ({"since": "yesterday"}, "is not a day"),
        ({"consider": "Send to hospital."}, "worded as “Consider …”"),
        ({"source": (), "basis": "published"}, "neither a source nor a basis"),
    ],
)
def test_a_red_flag_is_refused(library: Library, changes: dict[str, Any], sentence: str) -> None:
    changed = replace(library, flags={**library.flags, "R01": replace(library.flags["R01"], **changes)})
    assert any(sentence in one for one in refused(changed))


def test_a_number_without_a_basis_is_refused(library: Library) -> None:
    term = replace(library.terms["leg_dominates"], basis="", source=())
    changed = replace(library, terms={**library.terms, term.id: term})
    assert any("neither source nor basis" in one for one in refused(changed))
    constant = replace(library.engine.constant["likely"], reason="")
    engine = replace(library.engine, constant={**library.engine.constant, "likely": constant})
    assert any("without its reason" in one for one in refused(replace(library, engine=engine)))


def test_a_finding_that_no_test_it_names_can_show_is_refused(library: Library) -> None:
    cause = library.causes["recurrent_herniation"]
    lines = tuple(replace(one, by=("film",)) if one.by[0] == "mri" else one for one in cause.criterion)
    changed = replace(library, causes={**library.causes, cause.id: replace(cause, criterion=lines)})
    assert any("None of the results it reads" in one for one in refused(changed))
