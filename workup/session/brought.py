"""The answers of a page from elsewhere as entries of this vault: checked again, renumbered, their authors marked."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from workup.answers import Answer, Answers, Attached, TakenBack
from workup.assess import live_records
from workup.documents import Brought
from workup.errors import WorkupError
from workup.limits import refusal
from workup.orders.order import RECORDS, order_of
from workup.protocol import Computed, Document, Library
from workup.record import Act, Entry
from workup.texts import N_, _

PLAN = "plan"
MOST_VISIT = 1_000_000
MOST_NAME = 200
WRONG = N_("The record holds an answer that cannot be, so nothing was imported.")
FUTURE = N_("The record holds answers of days still to come. Check the clock of this computer; nothing was imported.")
NOTHING = N_("The record holds no answer, so there is nothing to import.")
_AUTHOR = re.compile(r"[0-9A-Za-z:_.-]{1,160}")


class Unusable(WorkupError):
    """What a page holds cannot become a workup here."""


def checked(library: Library, workup: Brought, today: date) -> None:
    """Refuse what no vault would have stored: the process that read the page is not believed."""
    if not workup.entries:
        raise Unusable(_(NOTHING))
    for one in workup.entries:
        item = library.items.get(one.slot.item) if one.slot is not None else None
        known = one.who in workup.names and _AUTHOR.fullmatch(one.who) is not None
        if one.slot is None or item is None or not known or isinstance(item, Computed) or one.at.tzinfo is None:
            raise Unusable(_(WRONG))
        if not 0 < one.visit < MOST_VISIT or isinstance(one.value, Act):
            raise Unusable(_(WRONG))
        if one.at.date() > today or workup.signed.date() > today:
            raise Unusable(_(FUTURE))
        if one.value is not None and refusal(library, item, one.slot.at, one.value, today):
            raise Unusable(_(WRONG))


def author_id(key: str, who: str) -> str:
    """An account of another vault: its id with the key of that vault before it, so that it is nobody's here."""
    return f"{key}:{who}"


def authors(key: str, names: Mapping[str, str]) -> dict[str, str]:
    """Names by these ids."""
    return {author_id(key, who): " ".join(name.split())[:MOST_NAME] for who, name in names.items()}


def entries_here(library: Library, workup: Brought, key: str, log: str, before: int) -> tuple[Entry, ...]:
    """All answers as entries of the log of the workup: imported, at visits after the `before` already known here."""
    numbers = {number: n for n, number in enumerate(sorted({one.visit for one in workup.entries}), before + 1)}
    return tuple(
        replace(one, log=log, visit=numbers[one.visit], who=author_id(key, one.who), cause="imported")
        for one in workup.entries
        if one.slot is not None and not isinstance(library.items[one.slot.item], Document)
    )


def documents_missing(library: Library, answers: Answers) -> tuple[str, ...]:
    """The attached documents by title: their bytes stay in their own vault."""
    found = []
    for item in library.items.values():
        if isinstance(item, Document):
            values = (answer.value for answer in answers.of_item(item.id).values())
            found += [file.title for value in values if isinstance(value, Attached) for file in value.files]
    return tuple(found)


def of_patient(library: Library, entries: Sequence[Entry], answers: Answers, log: str) -> tuple[Entry, ...]:
    """What is kept with the patient, for a patient who is new here.

    What another clinic still waits for (open orders, actions) stays with that clinic: it can be read in the workup.
    """
    waiting = {number for number in live_records(library, answers, RECORDS) if order_of(library, answers, number).open}
    return tuple(replace(one, log=log) for one in entries if _is_fact(library, one, waiting))


def _is_fact(library: Library, one: Entry, waiting: set[int]) -> bool:
    if one.slot is None:
        return False
    item, at = library.items[one.slot.item], one.slot.at
    belongs = item.record or (item.id if at.record is not None else "")
    return item.keep == "patient" and belongs != PLAN and not (belongs == RECORDS and at.record in waiting)


def laid(entries: Sequence[Entry]) -> Answers:
    """Entries as answers."""
    return Answers((one.slot, _step(one)) for one in entries if one.slot is not None)


def _step(one: Entry) -> Answer | TakenBack:
    assert not isinstance(one.value, Act)
    if one.value is None:
        return TakenBack(one.visit, one.at, one.who, one.cause)
    return Answer(one.value, one.visit, one.at, one.who, one.cause)
