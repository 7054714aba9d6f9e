"""A workup begun over an open vault, and answers given to it: one by one, or at once as a case writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tests.workup.patients import library
from workup.answers import Value, slot
from workup.cases import read_answer
from workup.session import Session
from workup.vault import Vault


@contextmanager
def begun(vault: Vault, clock: Callable[[], datetime]) -> Iterator[Session]:
    """A new workup of a new patient, left afterwards."""
    session = Session(library(), vault, clock)
    session.begin()
    yield session
    session.close()


def vault_of(session: Session) -> Vault:
    """The vault below a session, for what a test wants beyond the store interface."""
    assert isinstance(session.vault, Vault)
    return session.vault


def give(session: Session, values: Mapping[str, Value | None]) -> None:
    """Answer one after the other."""
    for address, value in values.items():
        session.answer(slot(address), value)


def say(session: Session, values: Mapping[str, Any]) -> None:
    """Answer all at once."""
    today = session.today()
    session.answer_all([read_answer(library(), address, raw, today) for address, raw in values.items()])
