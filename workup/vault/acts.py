"""What an act needs and how it is called in the audit trail: signing, voiding, moving, merging and the like."""

from collections.abc import Iterable, Mapping

from workup.record import (
    Amended,
    Entry,
    HandedOver,
    Imported,
    Joined,
    Merged,
    Moved,
    Parted,
    Signed,
    Unmerged,
    Void,
    WorkupCame,
    WorkupLeft,
)
from workup.vault import chain
from workup.vault.engine import Database

_NEEDED: Mapping[type, tuple[str, str]] = {
    Signed: ("sign", "signed"),
    Amended: ("amend", "amended"),
    HandedOver: ("hand_over", "handed over"),
    Void: ("void", "voided"),
    Imported: ("import", "imported"),
    Moved: ("move", "moved"),
    WorkupLeft: ("move", "workup moved away"),
    WorkupCame: ("move", "workup moved here"),
    Merged: ("merge", "merged"),
    Joined: ("merge", "merged"),
    Unmerged: ("merge", "merge undone"),
    Parted: ("merge", "merge undone"),
}


def needed(entries: Iterable[Entry]) -> set[str]:
    """The rights that these entries need."""
    return {_NEEDED.get(type(entry.value), ("answer", ""))[0] for entry in entries}


def done(entry: Entry) -> str:
    """How an act is called in the audit trail; "" for an answer."""
    return _NEEDED.get(type(entry.value), ("", ""))[1]


def note(database: Database, entries: Iterable[Entry], ticks: int) -> None:
    """Acts stand in the audit trail too, by ids; within the running transaction."""
    for entry in entries:
        if action := done(entry):
            what, at = entry.log.partition(":")[2], entry.at.isoformat()
            chain.write_audit(database, entry.who, action, what, at, ticks)
