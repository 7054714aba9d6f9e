"""Whose signatures are known here: accepted by name, kept in the vault, the same for all who work in it."""

from datetime import datetime

from workup.documents import Carried
from workup.rights import need
from workup.seal import Signer, SigningKey, Verdict, accepted, from_text, judged, key_id, to_text
from workup.session.sealingkey import kept_seed
from workup.store import OpenStore

_NAME = "known signers"
MOST_NAME = 120


def known_signers(vault: OpenStore) -> tuple[Signer, ...]:
    """Everybody accepted so far. Raises Unlisted when the list cannot be read."""
    return from_text(vault.setting(_NAME))


def accept_signer(vault: OpenStore, verdict: Verdict, name: str, now: datetime) -> None:
    """From now on the key of a page that is whole is known by this name; audited."""
    need(vault.person, "signers")
    name = " ".join(name.split())[:MOST_NAME]
    if not verdict.whole or verdict.signer != "unknown" or not name:
        raise ValueError("only an unknown signer of a whole page is accepted, by a name")
    known = accepted(known_signers(vault), Signer(verdict.public.hex(), name, now.date()))
    vault.set_setting(_NAME, to_text(known), vault.person.id, now)
    vault.audit("signer accepted", vault.person.id, f"key:{key_id(verdict.public)}", now)


def judged_here(vault: OpenStore, page: bytes, carried: Carried, more: tuple[Signer, ...] = ()) -> Verdict:
    """What holds of a page, by the signers known here, `more` known elsewhere, and the key of this vault."""
    seed = kept_seed(vault)
    own = SigningKey(seed).public if seed is not None else b""
    return judged(page, carried, (*known_signers(vault), *more), own)
