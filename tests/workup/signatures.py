"""A cover with everything a signed and amended page carries."""

from __future__ import annotations

from msgspec.structs import replace

from tests.workup.notes import COVER
from workup.note.blocks import Amendment, Signature

SIGNATURE = Signature(
    name=COVER.author,
    at=COVER.printed_at,
    version=2,
    profession=COVER.profession,
    licence=COVER.licence,
    audit_head="a1b2c3d4" * 8,
    record_digest="7f3a91c2" * 8,
    key_id="0123abcd",
    qr=f"WORKUP 1 004-2318-W2 {'7f3a91c2' * 8} {'A' * 86} 0123abcd",
    amendment=Amendment(
        ("strength, right great toe extension (L5): 4/5, was 5/5",), COVER.author, COVER.printed_at, "Wrong side.", 1
    ),
)
SIGNED = replace(COVER, status="AMENDED", version=2, signature=SIGNATURE)
