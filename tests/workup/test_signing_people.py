"""Two people and one evaluation: the author signs, or one to whom it was handed over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import msgspec
import pytest

from tests.workup.patients import library
from tests.workup.sessions import give, vault_of
from tests.workup.signed import FIRST_DAY, KNOWN, log_of, page, preferences
from tests.workup.vaults import PASSWORD, Clock, Made
from workup import vault as vaults
from workup.errors import WorkupError
from workup.record import Signed
from workup.rights import Role
from workup.session import Refused, Session
from workup.session.signing import (
    hand_over,
    page_of,
    sign,
)
from workup.store import Batch, Person
from workup.vault import accounts

OTHER = "another long phrase"


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


@dataclass
class Two:
    """A vault with two accounts."""

    made: Made
    other: Person

    def open(self, person: Person, clock: Clock) -> Session:
        """Opened by one of them."""
        return Session(library(), replace(self.made, person=person).open(), clock)


def with_other(made: Made, roles: tuple[Role, ...]) -> Two:
    opened = made.open()
    bob = Person("Dr Bob Other", "Spine surgery", roles=roles)
    bob = accounts.add(opened, bob, OTHER, FIRST_DAY, temporary=False, kdf=vaults.FLOOR)
    opened.close(FIRST_DAY)
    return Two(made, bob)


def test_only_the_author_or_one_to_whom_it_was_handed_over_signs(made: Made, clock: Clock) -> None:
    two = with_other(made, ("clinician",))
    ann = two.open(made.person, clock)
    ann.begin()
    give(ann, KNOWN)
    place = ann.opened.patient, ann.opened.evaluation
    vault_of(ann).close(clock())
    bob = two.open(two.other, clock)
    bob.open(*place)
    with pytest.raises(Refused, match="Dr Ann Example"):
        sign(bob, OTHER, preferences(), page)
    with pytest.raises(Refused, match="may sign this workup can hand it over"):
        hand_over(bob, two.other.id, "I take it")
    assert bob.cover(preferences()).author == "Dr Ann Example"
    vault_of(bob).close(clock())
    ann = two.open(made.person, clock)
    ann.open(*place)
    with pytest.raises(Refused, match="reason"):
        hand_over(ann, two.other.id, " ")
    with pytest.raises(Refused, match="clinician with an account"):
        hand_over(ann, "nobody000000", "leave")
    hand_over(ann, two.other.id, "I am on leave")
    vault_of(ann).close(clock())
    bob = two.open(two.other, clock)
    bob.open(*place)
    with pytest.raises(Refused, match="not your password"):
        sign(bob, PASSWORD, preferences(), page)
    sign(bob, OTHER, preferences(), page)
    assert bob.opened.standing.versions[0].who == two.other.id
    assert "Dr Bob Other" in page_of(bob, bob.opened.standing.versions[0]).decode()
    vault_of(bob).close(clock())


def test_an_assistant_neither_signs_nor_amends_nor_hands_over(made: Made, clock: Clock) -> None:
    two = with_other(made, ("assistant",))
    ann = two.open(made.person, clock)
    ann.begin()
    give(ann, KNOWN)
    place = ann.opened.patient, ann.opened.evaluation
    with pytest.raises(Refused, match="clinician with an account"):
        hand_over(ann, two.other.id, "leave")
    vault_of(ann).close(clock())
    bob = two.open(two.other, clock)
    bob.open(*place)
    with pytest.raises(WorkupError, match="clinician"):
        sign(bob, OTHER, preferences(), page)
    with pytest.raises(WorkupError, match="clinician"):
        hand_over(bob, made.person.id, "x")
    log = log_of(bob)
    forged = msgspec.structs.replace(
        bob.vault.read(log)[0], value=Signed(1, 1, 1, hashlib.sha256(b"x").hexdigest(), "", "")
    )
    pages = {hashlib.sha256(b"x").hexdigest(): b"x"}
    with pytest.raises(WorkupError, match="sign a workup"):
        bob.vault.append(Batch(log, vault_of(bob).last_seq(log), [forged]), contents=pages)
    vault_of(bob).close(clock())
