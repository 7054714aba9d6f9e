"""Where a question is from: its source in short, or in words that it has none."""

import re
from collections.abc import Iterable, Sequence

from workup.protocol import AnyItem, Library, ManoeuvreItem, Source
from workup.purpose.reason import Reason
from workup.texts import N_, _

BASIS = {
    "published": N_("published"),
    "computed": N_("computed from published figures"),
    "consensus": N_("consensus, no source"),
    "design": N_("design of this program, no source"),
    "unverified": N_("not yet verified, no source"),
}
MARK = {"consensus": N_("consensus"), "design": N_("design of this program"), "unverified": N_("not yet verified")}


YEAR = re.compile(r"(?<![–:\-/\d])\b(?:19|20)\d\d\b(?!–)")  # no page, no part of an address


def short_reference(source: Source) -> str:
    """Who and when: `Guyer RD, Patterson M, Ohnmeiss DD, 2006`."""
    head = re.split(r"(?<=[a-z\w])\. ", source.text, maxsplit=1)[0].rstrip(".")
    years = YEAR.findall(source.text.partition(" doi:")[0])
    return f"{head}, {years[-1]}" if years and years[-1] not in head else head


def references(library: Library, keys: Iterable[str], most: int = 0) -> str:
    """Sources in short, one after another; at most so many, then how many more."""
    named = [short_reference(library.sources[key]) for key in dict.fromkeys(keys) if key in library.sources]
    shown = named[:most] if most and len(named) > most + 1 else named
    return "; ".join([*shown, *([f"+{len(named) - len(shown)}"] if len(shown) < len(named) else [])])


def sources_of(library: Library, item: AnyItem) -> tuple[tuple[str, ...], bool]:
    """The sources of the item and of its manoeuvre, and whether either is marked as not verified."""
    test = library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
    if test is None:
        return item.source, item.unverified
    return tuple(dict.fromkeys((*item.source, *test.source))), item.unverified or test.unverified


def origin(library: Library, item: AnyItem, reasons: Sequence[Reason]) -> str:
    """One line: the source of the question; else what its use rests on; else that it is consensus."""
    keys, unverified = sources_of(library, item)
    if own := references(library, keys):
        said = _("Source: {sources}.").format(sources=own)
        return f"{said} {_('Not yet verified.')}" if unverified else said
    if unverified:
        return _("Source: none looked up; conventional, not yet verified.")
    used = [key for reason in reasons for key in reason.sources]
    if found := references(library, used, 4):
        return _("Source: the question is consensus; its use rests on {sources}.").format(sources=found)
    return _("Source: consensus of the clinical reference, no publication.")
