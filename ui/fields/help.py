"""The words of help for an item: why and how, the technique of a test, and where it is from, in short."""

from __future__ import annotations

import re

from workup.protocol import AnyItem, Library, ManoeuvreItem, Source
from workup.texts import _


def help_text(library: Library, item: AnyItem) -> str:
    """The help of an item with its sources as short references; empty when it has none."""
    parts, sources, unverified = [item.help], list(item.source), item.unverified
    test = library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
    if test is not None:
        parts = [test.technique, _("Positive: {positive}").format(positive=test.positive), test.caution, item.help]
        sources += [source for source in test.source if source not in sources]
        unverified = unverified or test.unverified
    text = " ".join(part for part in parts if part)
    if not text:
        return ""
    named = (library.sources[key] for key in sources if key in library.sources)
    references = "; ".join(short_reference(source) for source in named)
    end = _("Not yet verified.") if unverified else f"[{references}]" if references else ""
    return f"{text} {end}".strip()


def short_reference(source: Source) -> str:
    """Who and when: `Guyer RD, Patterson M, Ohnmeiss DD, 2006`."""
    head = re.split(r"(?<=[a-z\w])\. ", source.text, maxsplit=1)[0].rstrip(".")
    years = re.findall(r"\b(?:19|20)\d\d\b", source.text)
    return f"{head}, {years[-1]}" if years and years[-1] not in head else head

