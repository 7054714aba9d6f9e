"""How an evaluation stands, derived from the acts of its log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from workup.record.acts import Amended, HandedOver, Imported, Moved, Opened, Signed, Void
from workup.record.entries import Entry

State = Literal["draft", "signed", "amending", "void", "imported"]


class Amending(Struct, frozen=True):
    """Who amends a signed version, since when and why."""

    who: str
    at: datetime
    reason: str
    seq: int


class Version(Struct, frozen=True):
    """A version that was signed: what was frozen, by whom and when, and why the one before was amended."""

    signed: Signed
    who: str
    at: datetime
    amended: Amending | None = None


class Move(Struct, frozen=True):
    """That it was recorded under another patient until then: who moved it, when and why."""

    former: str
    who: str
    at: datetime
    reason: str
    seq: int


class Standing(Struct, frozen=True):
    """How an evaluation stands, from its own entries: nothing of this is stored.

    `signers` may sign it: who began it, and everybody it was handed over to. `behind` is the seq of the last signing,
    amending or moving: undo does not go back of it. `imported` says where it came from; its version is that of there.
    """

    state: State = "draft"
    reason: str = ""
    versions: tuple[Version, ...] = ()
    amending: Amending | None = None
    signers: tuple[str, ...] = ()
    behind: int = 0
    imported: Imported | None = None
    moves: tuple[Move, ...] = ()

    def moved_since(self, version: Version) -> Move | None:
        """The last move after this version was signed: its page names another patient. None when there was none."""
        since = [move for move in self.moves if move.seq > version.signed.evaluation_seq]
        return since[-1] if since else None

    @property
    def version(self) -> int:
        """The number of the version signed last, 0 when none was."""
        return self.versions[-1].signed.version if self.versions else 0


def standing(evaluation: Iterable[Entry]) -> Standing:
    """How an evaluation stands after these entries of its log."""
    found = Standing()
    for entry in evaluation:
        if entry.slot is None:
            found = _after(found, entry)
    return found


def _after(before: Standing, entry: Entry) -> Standing:
    match entry.value:
        case Opened():
            return replace(before, signers=(entry.who,))
        case HandedOver(to=to):
            return replace(before, signers=(*before.signers, *(() if to in before.signers else (to,))))
        case Signed() as signed:
            version = Version(signed, entry.who, entry.at, before.amending)
            return replace(
                before, state="signed", versions=(*before.versions, version), amending=None, behind=entry.seq
            )
        case Imported() as came:
            signed = Signed(came.version, 0, entry.seq - 1, came.page, came.record, "")
            kept = Version(signed, came.author, came.signed)
            return replace(before, state="imported", versions=(kept,), signers=(), behind=entry.seq, imported=came)
        case Amended(reason=reason):
            amending = Amending(entry.who, entry.at, reason, entry.seq)
            return replace(before, state="amending", amending=amending, behind=entry.seq)
        case Moved(former=former, reason=reason):
            move = Move(former, entry.who, entry.at, reason, entry.seq)
            return replace(before, moves=(*before.moves, move), behind=entry.seq)
        case Void(reason=reason):
            return replace(before, state="void", reason=reason)
        case _:
            return before
