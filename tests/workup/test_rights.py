"""Roles: the whole table as it was decided, and each denial through a real session over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import combinations
from typing import Any, cast

import pytest
from msgspec.structs import replace

from tests.workup.patients import RESOURCES, library
from tests.workup.sessions import say, vault_of
from tests.workup.vaults import Clock, of_version
from workup.answers import At, Slot, slot
from workup.rights import RIGHTS, NotAllowed, Role, may, refusal
from workup.session import Refused, Session
from workup.session.ordering import book, cancel, decide, draft, perform, put_back, report, review, send
from workup.session.referring import referral_left
from workup.settings import load_settings, preferences_of
from workup.store import Person, PersonRow
from workup.vault import Vault

ROLES: tuple[Role, ...] = ("clinician", "assistant", "administrator")
DAY = datetime(2025, 11, 4, 9, 0, tzinfo=timezone(timedelta(hours=1)))
ASKED = {"order_priority": "routine", "order_question": "Recurrent disc or scar?"}

# As decided, written down a second time: c clinician, s assistant, a administrator.
DECIDED = {
    "view": "cs", "answer": "cs", "draft": "cs", "order": "c", "book": "cs", "enter_result": "cs", "review": "c",
    "decide_gate": "c", "judge": "c", "sign": "c", "amend": "c", "hand_over": "c", "void": "c", "move": "c",
    "print": "cs", "export": "c", "import": "c", "accounts": "a", "audit": "a", "backup": "csa",
    "preferences": "ca", "signers": "ca", "merge": "c", "retention": "a",
}  # fmt: skip
LETTER: dict[Role, str] = {"clinician": "c", "assistant": "s", "administrator": "a"}


def somebody(*roles: Role) -> Person:
    return Person("Sam Whitlock", "Nursing", "sam000000000", roles)


@pytest.mark.parametrize("action", sorted(DECIDED.keys() | RIGHTS.keys()))
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_each_role_may_what_was_decided_and_no_more(action: str, count: int) -> None:
    for roles in combinations(ROLES, count):
        assert may(somebody(*roles), action) == any(LETTER[role] in DECIDED[action] for role in roles)


def test_an_unknown_role_or_action_is_denied() -> None:
    stranger = somebody(cast(Role, "superuser"))
    assert not any(may(stranger, action) for action in RIGHTS)
    for action in ("", "VIEW", "anything"):
        assert not may(somebody(*ROLES), action)
    assert refusal(somebody("clinician"), "anything") == "Nobody may do this. You are signed in as clinician."


def test_a_refusal_says_who_may_and_who_one_is() -> None:
    assert refusal(somebody("assistant"), "review") == (
        "Only a clinician may mark a result reviewed. You are signed in as assistant."
    )
    assert refusal(somebody("administrator"), "view") == (
        "Only a clinician or an assistant may look into patient records. You are signed in as administrator."
    )


# Through a real session


@pytest.fixture
def clock() -> Clock:
    return Clock(DAY)


def signed_in(vault: Vault, clock: Clock, *roles: Role) -> Session:
    vault.person = replace(vault.person, roles=roles)
    return Session(library(), vault, clock)


def begun(vault: Vault, clock: Clock) -> Session:
    """A workup of a clinician: orders 1 a draft, 2 sent, 3 with a result, 4 with a result that was reviewed."""
    session = signed_in(vault, clock, "clinician")
    session.begin()
    say(session, {"family_name": "Okoye", "sex": "male", "birth_date": "1980-02-29", "reason": "leg pain"})
    for number in range(1, 5):
        again = {**ASKED, "order_again": "Another level is meant"}
        assert draft(session, "mri", "with_contrast", given=again) == number
        if number > 1:
            send(session, number)
        if number > 2:
            report(session, number, DAY.date(), DAY.date())
    review(session, 4, abnormal=False, relevance="not_relevant")
    return session


def the_same_as(session: Session, clock: Clock, *roles: Role) -> Session:
    patient, evaluation = session.opened.patient, session.opened.evaluation
    again = signed_in(vault_of(session), clock, *roles)
    again.open(patient, evaluation)
    return again


def given(session: Session, address: str, raw: object) -> None:
    say(session, {address: raw})


ASSISTANT_MAY_NOT: dict[str, tuple[str, Callable[[Session], object]]] = {
    "send": ("order", lambda session: send(session, 1)),
    "cancel": ("order", lambda session: cancel(session, 2, "no longer needed")),
    "put back": ("order", lambda session: put_back(session, 3, "ordered", "wrong patient")),
    "change what was sent": ("order", lambda session: given(session, "order_question@2", "Other?")),
    "decide": ("decide_gate", lambda s: decide(s, 1, _gate(s), go_ahead=True, reviewer="Dr X")),
    "decide by hand": ("decide_gate", lambda s: given(s, f"gate_decision@1/{_gate(s)}", "go_ahead")),
    "review": ("review", lambda session: review(session, 3, abnormal=True, relevance="relevant")),
    "judge a result": ("review", lambda session: given(session, "result_judgement@3", "abnormal")),
    "agree": ("judge", lambda session: given(session, "judgement@infection", "agree")),
    "write the impression": ("judge", lambda session: given(session, "impression_reasoning", "scar")),
    "void": ("void", lambda session: session.void("wrong patient")),
    "export": ("export", lambda session: session.left("exported")),
    "copy": ("export", lambda session: session.left("copied")),
    "export a referral": ("export", lambda session: referral_left(session, 2, "exported")),
}


def _gate(session: Session) -> str:
    return session.assessment.orders.gates(1)[0].gate.id


@pytest.mark.parametrize("what", ASSISTANT_MAY_NOT)
def test_an_assistant_is_refused_what_is_the_clinicians_and_nothing_is_stored(
    opened: Vault, clock: Clock, what: str
) -> None:
    action, attempt = ASSISTANT_MAY_NOT[what]
    session = the_same_as(begun(opened, clock), clock, "assistant")
    assert not session.may(action)
    logs = list(session.opened.logs)
    before, told = [opened.last_seq(log) for log in logs], session.assessment
    with pytest.raises(Refused) as refused:
        attempt(session)
    assert refused.value.sentence == refusal(session.who, action)
    assert [opened.last_seq(log) for log in logs] == before
    assert session.assessment is told
    clinician = the_same_as(session, clock, "clinician")
    attempt(clinician)  # the same is done by a clinician, so it was the role that refused


def test_an_assistant_enters_answers_results_and_drafts(opened: Vault, clock: Clock) -> None:
    session = the_same_as(begun(opened, clock), clock, "assistant")
    session.answer(slot("leg_pain_now@right"), 7)
    session.undo()
    session.redo()
    number = draft(session, "labs", given=ASKED)
    given(session, f"order_question@{number}", "Infection?")
    book(session, 2, date(2025, 11, 6))
    perform(session, 2, DAY.date())
    report(session, 2, DAY.date(), given={slot("result_conclusion@2"): "No recurrent disc."})
    session.left("printed")
    state = session.assessment.orders.order(2).state
    assert state == "resulted"
    assert session.assessment.answers.value("result_conclusion", At(record=2)) == "No recurrent disc."


def test_a_value_an_assistant_changes_after_the_review_waits_for_a_clinician_again(opened: Vault, clock: Clock) -> None:
    session = the_same_as(begun(opened, clock), clock, "assistant")
    given(session, "result_conclusion@4", "Corrected report: recurrent disc.")
    assert session.assessment.orders.order(4).state == "resulted"


def test_an_administrator_without_a_clinical_role_sees_no_patient(opened: Vault, clock: Clock) -> None:
    session = begun(opened, clock)
    patient, evaluation = session.opened.patient, session.opened.evaluation
    log = next(iter(session.opened.logs))
    session.close()
    session = signed_in(opened, clock, "administrator")
    looks: list[Callable[[], object]] = [
        lambda: opened.search("okoye"),
        opened.lists,
        opened.work,
        lambda: opened.patient(patient),
        lambda: opened.read(log),
        lambda: opened.search(PersonRow("", "Okoye", "", "", "", "")),
        lambda: opened.document("0" * 64),
    ]
    for look in looks:
        with pytest.raises(NotAllowed, match=r"may look into patient records\. You are signed in as administrator\."):
            look()
    with pytest.raises(Refused):
        session.open(patient, evaluation)
    with pytest.raises(Refused):
        session.begin()


def test_everybody_of_a_vault_is_named_in_what_they_did(opened: Vault, clock: Clock) -> None:
    session = begun(opened, clock)
    cover = session.cover(preferences_of(load_settings(RESOURCES / "settings.toml"), {}, {})[0])
    assert cover.names == {person.id: person.name for person in opened.people} == {opened.person.id: opened.person.name}


def test_a_vault_from_before_there_were_roles_opens_and_its_person_is_a_founder(tmp_path: Any) -> None:
    opened = of_version(1, tmp_path)
    assert opened.person.roles == ("clinician", "administrator")
    assert opened.people == (opened.person,)
    assert opened.is_password("only for a test")
    assert not opened.is_password("only for a tesT")
    opened.close(DAY)
    assert b'"version":2' in (opened.folder / "keys.json").read_bytes()
    assert b'"roles":["clinician","administrator"]' in (opened.folder / "keys.json").read_bytes()


def test_orders_are_judged_by_the_state_they_are_in(opened: Vault, clock: Clock) -> None:
    """The state of an order is an answer too, so it is held to the roles however it is given."""
    session = the_same_as(begun(opened, clock), clock, "assistant")
    for number, state in ((1, "ordered"), (2, "cancelled"), (3, "reviewed"), (3, "ordered"), (4, "resulted")):
        with pytest.raises(Refused, match="You are signed in as assistant"):
            session.answer_all(
                [(Slot("order_state", At(record=number)), state), (slot(f"order_correction@{number}"), "because")]
            )
