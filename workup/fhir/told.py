"""What a document says in words: its title, and the text of each part of the page it stands behind."""

import re
from html import unescape

from workup.fhir.names import Json
from workup.fhir.subject import XHTML

MOST_WORDS = 200_000
_TEXT = re.compile(rf'<div xmlns="{re.escape(XHTML)}"><pre>([^<]*)</pre></div>')


def told_in(document: Json) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The title, and title and text of each part; only text as we write it, never mark-up."""
    composition = document["entry"][0]["resource"]
    parts = []
    room = MOST_WORDS
    for section in composition["section"]:
        found = _TEXT.fullmatch(section["text"]["div"])
        if found is not None and room > 0:
            text = unescape(found[1])[:room]
            room -= len(text)
            parts.append((str(section["title"])[:200], text))
    return str(composition["title"])[:500], tuple(parts)
