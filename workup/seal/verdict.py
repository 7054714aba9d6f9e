"""What a file says of itself and what of it holds: three lines."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from workup.documents import Carried
from workup.seal.filing import Broken, Seal, seal_in, seal_is_good
from workup.seal.keys import key_id
from workup.seal.known import Signer
from workup.seal.record import Statement, record_is_good
from workup.texts import N_, _

LARGEST = 100_000_000
NO_PDF = N_("This is no PDF, so it is no page that Workup signed.")
ELSEWHERE = N_("This PDF has no seal: it comes from another program, or it is a draft.")

FileState = Literal["unchanged", "changed", "not sealed"]
RecordState = Literal["unchanged", "changed", "missing"]
SignerState = Literal["known", "unknown", "this vault"]


WORDS = {
    "unchanged": N_("unchanged"), "changed": N_("changed"), "not sealed": N_("not sealed"), "missing": N_("missing"),
    "known": N_("known"), "unknown": N_("unknown"), "this vault": N_("this vault"),
}  # fmt: skip


class Verdict(Struct, frozen=True):
    """Whether the file and the record are as they were signed, and who signed; `public` is the key that did."""

    file: FileState
    record: RecordState
    signer: SignerState = "unknown"
    first_seen: date | None = None
    name: str = ""
    public: bytes = b""

    @property
    def whole(self) -> bool:
        """Whether file and record are as they were signed, by whomever."""
        return self.file == self.record == "unchanged"

    @property
    def good(self) -> bool:
        """Whether all three are as they should be."""
        return self.whole and self.signer != "unknown"

    @property
    def key_id(self) -> str:
        """The id of the key that signed, empty when none did."""
        return key_id(self.public) if self.public else ""

    @property
    def sentence(self) -> str:
        """What is to be said of a file that never was a signed page, else nothing."""
        return _(ELSEWHERE) if self.file == "not sealed" else ""

    @property
    def lines(self) -> tuple[str, str, str]:
        """The three lines, the same words on the command line and on screen."""
        who = _(WORDS[self.signer])
        if self.first_seen is not None and self.signer == "known":
            who = _("known, first seen {isoformat}").format(isoformat=self.first_seen.isoformat())
        return (
            _("file: {file}").format(file=_(WORDS[self.file])),
            _("record: {record}").format(record=_(WORDS[self.record])),
            _("signer: {who}").format(who=who),
        )


def judged(file: bytes, carried: Carried, known: Iterable[Signer] = (), own: bytes = b"") -> Verdict:
    """What holds of a file, its record as another process found it, the known signers, and the key of this vault."""
    try:
        seal = seal_in(file)
    except Broken:
        return Verdict("changed", "changed" if carried.there else "missing")
    if seal is None:
        return Verdict("not sealed", "changed" if carried.there else "missing")
    state: FileState = "unchanged" if seal_is_good(file, seal) else "changed"
    record = _record(seal, carried)
    if "unchanged" not in (state, record):  # then the key says nothing: anybody can write one there
        return Verdict(state, record)
    if own == seal.public:
        return Verdict(state, record, "this vault", public=seal.public)
    found = next((one for one in known if one.key == seal.public.hex()), None)
    if found is None:
        return Verdict(state, record, public=seal.public)
    return Verdict(state, record, "known", found.first_seen, found.name, seal.public)


def _record(seal: Seal, carried: Carried) -> RecordState:
    if not carried.there:
        return "missing"
    statement = Statement(carried.version, carried.document, carried.digest)
    return "unchanged" if record_is_good(statement, seal.record, seal.public) else "changed"
