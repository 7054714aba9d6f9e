"""What a signed page can be checked by: a signature of its record, one of the whole file, and who signs them."""

from workup.seal.filing import Broken, Seal, seal_in, seal_is_good, sealed
from workup.seal.keys import SigningKey, key_id, new_key
from workup.seal.known import Signer, accepted, from_text, listed, remembered, to_text
from workup.seal.record import Statement, code_of, read_code, record_digest, record_is_good
from workup.seal.verdict import LARGEST, NO_PDF, Verdict, judged

__all__ = [
    "LARGEST",
    "NO_PDF",
    "Broken",
    "Seal",
    "Signer",
    "SigningKey",
    "Statement",
    "Verdict",
    "accepted",
    "code_of",
    "from_text",
    "judged",
    "key_id",
    "listed",
    "new_key",
    "read_code",
    "record_digest",
    "record_is_good",
    "remembered",
    "seal_in",
    "seal_is_good",
    "sealed",
    "to_text",
]
