"""How many words the page has, against how many the first page and three pages hold at their closest setting.

Counted without references and notices, as the text note tells the page. Nothing is cut because of it: above it
the first page no longer stands alone, or the summary gets longer than a colleague reads. Both figures are what a
full record of two visits needs (the sample: 646 and 2,467), of which 60 are the red flags that were asked.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from workup.note.blocks import Note, Part
from workup.note.text import plain_text
from workup.texts import _

FIRST_PAGE, WHOLE = 650, 2500
LEADING = ("front", "operation", "safety", "medicines", "findings", "pain")
UNREAD = ("references",)


class Budget(Struct, frozen=True):
    """The words on the first page and on all pages."""

    first_page: int
    whole: int

    @property
    def lines(self) -> tuple[tuple[str, str, bool], ...]:
        """What is counted, how it stands, and whether it is within the budget: `Words on page 1`, `753 of 800`."""
        counts = ((_("Words on page 1"), self.first_page, FIRST_PAGE), (_("Words in all"), self.whole, WHOLE))
        return tuple(
            (name, _("{count} of {most}").format(count=count, most=most), count <= most) for name, count, most in counts
        )


def budget(note: Note) -> Budget:
    """Count the words of a note."""
    ends = first_page_ends(note.parts)
    told = tuple(part for part in note.parts if part.id not in UNREAD)
    return Budget(_count(note, note.parts[:ends]), _count(note, told))


def first_page_ends(parts: Sequence[Part]) -> int:
    """The place after the last part that belongs on the first page."""
    return max((place for place, part in enumerate(parts) if part.id in LEADING), default=0) + 1


def _count(note: Note, parts: tuple[Part, ...]) -> int:
    text = plain_text(replace(note, parts=parts, foot=""))
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
