"""Who may do what: a table of actions and roles. What is not in it is denied."""

from collections.abc import Mapping
from typing import Literal, Protocol

from msgspec import Struct

from workup.errors import WorkupError
from workup.texts import N_, _
from workup.words import choosing, listing

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

ROLE_WORDS: Mapping[Role, str] = {
    "clinician": N_("clinician"), "assistant": N_("assistant"), "administrator": N_("administrator")
}  # fmt: skip
SOMEBODY: Mapping[Role, str] = {
    "clinician": N_("a clinician"), "assistant": N_("an assistant"), "administrator": N_("an administrator")
}  # fmt: skip

RIGHTS: Mapping[str, Right] = {
    "view": Right(_BOTH, N_("look into patient records")),
    "answer": Right(_BOTH, N_("enter answers")),
    "draft": Right(_BOTH, N_("draft an order")),
    # Sending exposes a patient to contrast, radiation or a needle; cancelling withholds a test.
    "order": Right(_CLINICIAN, N_("send, change, cancel or put back an order")),
    "book": Right(_BOTH, N_("book a test or note that it was done")),
    "enter_result": Right(_BOTH, N_("enter a result")),
    "review": Right(_CLINICIAN, N_("mark a result reviewed")),
    "decide_gate": Right(_CLINICIAN, N_("decide on a safety question")),
    "judge": Right(_CLINICIAN, N_("judge the sources of the pain")),
    "sign": Right(_CLINICIAN, N_("sign a workup")),
    "amend": Right(_CLINICIAN, N_("amend a signed workup")),
    "hand_over": Right(_CLINICIAN, N_("hand a workup over")),
    "void": Right(_CLINICIAN, N_("mark a workup void")),
    "move": Right(_CLINICIAN, N_("move a workup to another patient")),
    "merge": Right(_CLINICIAN, N_("merge two patients or undo that")),
    # A page on paper stays in the room with whoever printed it; a file or a copied text goes anywhere.
    "print": Right(_BOTH, N_("print a page")),
    "export": Right(_CLINICIAN, N_("save a page as a file or copy its text")),
    "import": Right(_CLINICIAN, N_("import a record")),
    "signers": Right((*_CLINICIAN, *_ADMINISTRATOR), N_("say whose signature is known here")),
    "accounts": Right(_ADMINISTRATOR, N_("change the accounts")),
    "audit": Right(_ADMINISTRATOR, N_("read the audit trail")),
    "backup": Right((*_BOTH, *_ADMINISTRATOR), N_("make a backup")),
    # Thresholds of the clinic are among them, so whoever only types answers does not change them.
    "preferences": Right((*_CLINICIAN, *_ADMINISTRATOR), N_("change the settings of the clinic")),
    "retention": Right(_ADMINISTRATOR, N_("say how long records are kept")),
}

# What a setting of the clinic needs, by the name it is kept under: most in one, those with a right of their own alone.
OF_SETTINGS: Mapping[str, str] = {"clinic": "preferences", "retention_years": "retention"}


def may(person: Actor, action: str) -> bool:
    """Whether one of the roles of this person includes the action."""
    right = RIGHTS.get(action)
    return right is not None and any(role in right.roles for role in person.roles)


def refusal(person: Actor, action: str) -> str:
    """Why this person may not do it."""
    right, roles = (
        RIGHTS.get(action),
        listing([_(ROLE_WORDS[role]) for role in person.roles]) or _("somebody without a role"),
    )
    if right is None:
        return _("Nobody may do this. You are signed in as {roles}.").format(roles=roles)
    names = choosing([_(SOMEBODY[role]) for role in right.roles])
    return _("Only {names} may {words}. You are signed in as {roles}.").format(
        names=names, words=_(right.words), roles=roles
    )


def need(person: Actor, action: str) -> None:
    """Refuse what this person may not do."""
    if not may(person, action):
        raise NotAllowed(refusal(person, action))
