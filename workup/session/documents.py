"""Documents on their way into the record and out of it; nothing of them is ever in a file of ours."""

from collections.abc import Callable
from datetime import datetime

from workup.documents import digest_of
from workup.rights import may, refusal
from workup.store import OpenStore
from workup.texts import _


class Documents:
    """Holds the bytes of a document until its entry is stored, gives out stored ones, and notes who looked."""

    def __init__(self, vault: OpenStore, clock: Callable[[], datetime]) -> None:
        self._vault, self._clock = vault, clock
        self.held: dict[str, bytes] = {}

    def hold(self, content: bytes) -> str:
        """Keep these bytes for the entry that will attach them; their digest."""
        digest = digest_of(content)
        self.held[digest] = content
        return digest

    def release(self) -> None:
        """Let go of what was held: it is stored, or it is not wanted."""
        self.held.clear()

    def content(self, digest: str) -> bytes:
        """The bytes of a document, held or stored; that somebody looked at them is audited."""
        if digest in self.held:
            return self.held[digest]
        content = self._vault.document(digest)
        self.left("viewed", digest)
        return content

    def named(self, who: str) -> str:
        """The name of somebody who may open this vault."""
        return self._vault.names.get(who, _("somebody else"))

    def against(self, action: str) -> str:
        """Why the present user may not do this with documents; empty when they may."""
        who = self._vault.person
        return "" if may(who, action) else refusal(who, action)

    def left(self, what: str, digest: str) -> None:
        """Write to the audit trail what was done with a document, by its digest."""
        self._vault.audit(what, self._vault.person.id, f"document:{digest}", self._clock())
