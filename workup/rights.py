"""Who may do what: a table of actions and roles. What is not in it is denied."""

from collections.abc import Mapping
from typing import Literal, Protocol

from msgspec import Struct

from workup.errors import WorkupError
from workup.words import listing

Role = Literal["clinician", "assistant", "administrator"]
FOUNDER: tuple[Role, ...] = ("clinician", "administrator")  # who makes a vault, and who had one before there were roles


class NotAllowed(WorkupError):
    """The role of the present user does not include this."""


class Actor(Protocol):
    """Somebody with roles."""

    @property
    def roles(self) -> tuple[Role, ...]: ...


class Right(Struct, frozen=True):
    """One action: who may do it, and how it is called in a refusal."""

    roles: tuple[Role, ...]
    words: str


_CLINICIAN: tuple[Role, ...] = ("clinician",)
_BOTH: tuple[Role, ...] = ("clinician", "assistant")
_ADMINISTRATOR: tuple[Role, ...] = ("administrator",)

RIGHTS: Mapping[str, Right] = {
    "view": Right(_BOTH, "look into patient records"),
    "answer": Right(_BOTH, "enter answers"),
    "draft": Right(_BOTH, "draft an order"),
    # Sending exposes a patient to contrast, radiation or a needle; cancelling withholds a test.
    "order": Right(_CLINICIAN, "send, change, cancel or put back an order"),
    "book": Right(_BOTH, "book a test or note that it was done"),
    "enter_result": Right(_BOTH, "enter a result"),
    "review": Right(_CLINICIAN, "mark a result reviewed"),
    "decide_gate": Right(_CLINICIAN, "decide on a safety question"),
    "judge": Right(_CLINICIAN, "judge the sources of the pain"),
    "sign": Right(_CLINICIAN, "sign a workup"),
    "amend": Right(_CLINICIAN, "amend a signed workup"),
    "hand_over": Right(_CLINICIAN, "hand a workup over"),
    "void": Right(_CLINICIAN, "mark a workup void"),
    "move": Right(_CLINICIAN, "move a workup to another patient"),
    # A page on paper stays in the room with whoever printed it; a file or a copied text goes anywhere.
    "print": Right(_BOTH, "print a page"),
    "export": Right(_CLINICIAN, "save a page as a file or copy its text"),
    "import": Right(_CLINICIAN, "import a record"),
    "signers": Right((*_CLINICIAN, *_ADMINISTRATOR), "say whose signature is known here"),
    "accounts": Right(_ADMINISTRATOR, "change the accounts"),
    "audit": Right(_ADMINISTRATOR, "read the audit trail"),
    "backup": Right((*_BOTH, *_ADMINISTRATOR), "make a backup"),
    # Offered in the open program; a file of a backup can be laid out by anybody who has it, and opens with a password.
    "restore": Right(_ADMINISTRATOR, "restore a backup"),
    # Thresholds of the clinic are among them, so whoever only types answers does not change them.
    "preferences": Right((*_CLINICIAN, *_ADMINISTRATOR), "change the settings of the clinic"),
}


def may(person: Actor, action: str) -> bool:
    """Whether one of the roles of this person includes the action."""
    right = RIGHTS.get(action)
    return right is not None and any(role in right.roles for role in person.roles)


def refusal(person: Actor, action: str) -> str:
    """Why this person may not do it."""
    right, roles = RIGHTS.get(action), listing([*person.roles]) or "somebody without a role"
    if right is None:
        return f"Nobody may do this. You are signed in as {roles}."
    names = " or ".join(f"{'an' if role[0] == 'a' else 'a'} {role}" for role in right.roles)
    return f"Only {names} may {right.words}. You are signed in as {roles}."


def need(person: Actor, action: str) -> None:
    """Refuse what this person may not do."""
    if not may(person, action):
        raise NotAllowed(refusal(person, action))
