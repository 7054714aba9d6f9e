"""The record that a signed page carries, and the key of this vault that seals both."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from workup.documents import RECORD_NAME
from workup.note import Cover, compose
from workup.note.blocks import Signature
from workup.paper.metadata import Attachment
from workup.seal import SigningKey, Statement, code_of, new_key, record_digest
from workup.session.retold import in_record
from workup.session.sealingkey import kept_seed, sealing_seed
from workup.session.session import Session
from workup.texts import ENGLISH

DESCRIPTION = "The record behind this page as an HL7 FHIR R4 document"


class SealedRecord(Struct, frozen=True):
    """The record as it is attached, its signature, and the page's own signature with what it can be checked by."""

    attachment: Attachment
    signature: bytes
    shown: Signature


def vault_key(session: Session, now: datetime) -> SigningKey:
    """The key of this vault, made when first needed."""
    return SigningKey(sealing_seed(session.vault, now, new_key))


def key_id_of(session: Session) -> str:
    """By what the key of this vault is known; empty while it has none."""
    seed = kept_seed(session.vault)
    return SigningKey(seed).id if seed is not None else ""


def sealed_record(session: Session, key: SigningKey, cover: Cover) -> SealedRecord:
    """The record of the evaluation as it is signed now, in English whatever the page speaks."""
    from workup.fhir import Origin, bundle, canonical

    assert cover.signature is not None, "only a signed page carries its record"
    origin = Origin(session.opened.patient, session.opened.evaluation, merged=session.opened.merged)
    with in_record(session.assessment) as told:
        plain = replace(cover, language=ENGLISH)
        record = canonical(bundle(told, plain, origin, compose(told.library, told, plain)))
    statement = Statement(cover.version, cover.document, record_digest(record))
    signature = key.sign(statement.message)
    shown = replace(
        cover.signature, record_digest=statement.digest, key_id=key.id, qr=code_of(statement, signature, key)
    )
    attachment = Attachment(RECORD_NAME, "application/fhir+json", record, "Data", DESCRIPTION)
    return SealedRecord(attachment, signature, shown)
