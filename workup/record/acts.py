"""What an evaluation log holds besides answers: that it was begun, moved, signed, amended, handed over, made void."""

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


Act = Opened | ContentMoved | Void | Signed | Amended | HandedOver
