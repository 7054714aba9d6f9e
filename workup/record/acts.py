"""What the logs hold besides answers: a workup begun, signed, amended, void, imported, moved; two patients merged."""

from datetime import datetime

from msgspec import Struct


class Opened(Struct, frozen=True, tag_field="type", tag="opened"):
    """An evaluation begins: whose it is and which content it was begun with."""

    patient: str
    version: str
    digest: str


class ContentMoved(Struct, frozen=True, tag_field="type", tag="content-moved"):
    """From here on a draft is asked with another version of the content."""

    version: str
    digest: str


class Void(Struct, frozen=True, tag_field="type", tag="void"):
    """The evaluation does not count, for a reason."""

    reason: str


class Signed(Struct, frozen=True, tag_field="type", tag="signed"):
    """A version is frozen: the two logs up to these entries, and the page they came to.

    `page` is the SHA-256 of the bytes that are kept, `record` that of the record they carry, `content` the version
    and digest of the content. Who signed and when stand with the entry.
    """

    version: int
    patient_seq: int
    evaluation_seq: int
    page: str
    record: str
    content: str


class Amended(Struct, frozen=True, tag_field="type", tag="amended"):
    """A signed evaluation is changed, for a reason: what follows is the draft of its next version."""

    reason: str


class HandedOver(Struct, frozen=True, tag_field="type", tag="handed-over"):
    """Somebody else may finish and sign the evaluation, for a reason."""

    to: str
    reason: str


class Imported(Struct, frozen=True, tag_field="type", tag="imported"):
    """The evaluation came from another vault with a page signed there; it is read and never changed.

    `page` is the SHA-256 of the page, whose bytes are kept, `record` that of the record in it; `key` sealed both, known
    here as `signer`. `evaluation`, `document` and `version` are those of its own vault, `author` who signed there and
    when. `missing` names the documents whose bytes stayed behind, `left_out` says what could not be taken.
    """

    page: str
    record: str
    key: str
    signer: str
    evaluation: str
    document: str
    version: int
    author: str
    signed: datetime
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Moved(Struct, frozen=True, tag_field="type", tag="moved"):
    """The evaluation was recorded under the wrong patient: from here on it is another's.

    `visits` says which number each visit has among those of the new patient, by the number it had.
    """

    patient: str
    former: str
    reason: str
    visits: tuple[tuple[int, int], ...] = ()


class WorkupLeft(Struct, frozen=True, tag_field="type", tag="workup-left"):
    """In the log of a patient: this evaluation was recorded here by mistake and is another patient's."""

    evaluation: str
    reason: str


class WorkupCame(Struct, frozen=True, tag_field="type", tag="workup-came"):
    """In the log of a patient: this evaluation is theirs, though it was recorded under another."""

    evaluation: str
    reason: str


class Merged(Struct, frozen=True, tag_field="type", tag="merged"):
    """In the log of a patient: the same person as another, in whose record everything goes on."""

    into: str
    reason: str


class Joined(Struct, frozen=True, tag_field="type", tag="joined"):
    """In the log of who stays: what was entered of the other `patient` until here belongs to it.

    `visits` and `records` are the highest numbers here: those of the other patient are counted on from them.
    """

    patient: str
    reason: str
    visits: int
    records: int


class Unmerged(Struct, frozen=True, tag_field="type", tag="unmerged"):
    """In the log of a merged patient: another person after all, whose record goes on by itself."""

    into: str
    reason: str


class Parted(Struct, frozen=True, tag_field="type", tag="parted"):
    """In the log of who stayed: what joined it from this patient does not belong to it any more."""

    patient: str
    reason: str


OfPatient = WorkupLeft | WorkupCame | Merged | Joined | Unmerged | Parted
Act = Opened | ContentMoved | Void | Signed | Amended | HandedOver | Imported | Moved | OfPatient
