"""The points of every finding, computed from ratio, transfer and quality, against those printed in the reference."""

from pathlib import Path
from typing import Any

import pytest

from tests import shipped
from workup.content import read_toml
from workup.protocol import Library
from workup.reasoning.weights import prior_points, raw_points, rounded

HERE = Path(__file__).parent
PRINTED: dict[str, dict[str, Any]] = {
    cause: findings for path in sorted(HERE.glob("points_*.toml")) for cause, findings in read_toml(path).items()
}


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


@pytest.mark.parametrize("cause", sorted(PRINTED))
def test_the_points_are_those_of_the_reference(library: Library, cause: str) -> None:
    owner = library.causes[cause]
    computed = {
        one.id: [rounded(raw_points(library.engine, owner, one, weight)) for weight in (one.present, one.absent)]
        for one in owner.criterion
    }
    assert computed == {name: [float(value) for value in pair] for name, pair in PRINTED[cause].items()}


def test_every_cause_has_its_points_written_down(library: Library) -> None:
    assert set(PRINTED) == set(library.causes)
    assert len(PRINTED) == 33


def test_starting_points_are_those_of_the_reference(library: Library) -> None:
    printed = {
        "axial_after_fusion": {"sacroiliac_joint": 1.0, "discogenic": 1.0, "facet_joint": 0.7, "hardware": 0.6},
        "leg_after_discectomy": {"recurrent_herniation": 1.0, "epidural_fibrosis": 1.0, "new_herniation": 1.0},
        "mixed_referral": {
            "foraminal_stenosis": 1.0, "discogenic": 1.0, "pseudarthrosis": 1.0, "chronic_radiculopathy": 0.7,
            "instability": 0.0, "central_sensitisation": -0.6,
        },
    }  # fmt: skip
    computed = {
        profile.id: {cause: prior_points(library.engine, profile, library.causes[cause]) for cause in profile.shares}
        for profile in library.engine.profile
    }
    assert computed == printed
