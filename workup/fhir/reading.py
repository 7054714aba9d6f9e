"""A Bundle of ours read back: the answers of its responses as entries of a record. The rest of it is left alone."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_args

from msgspec import Struct

from workup.answers import Answer, Cause, Gap, Slot, TakenBack, Value
from workup.errors import WorkupError
from workup.fhir.form import Form, Place, form_of, slot_at
from workup.fhir.names import ABSENT, CONTENT_DIGEST, EMPTY_TEXT, GAP_REASON, IDS, MARKED_ORDER, PROVENANCE, Json
from workup.fhir.strictly import parsed
from workup.fhir.values import WHOLE, value_of
from workup.limits import refusal
from workup.protocol import Computed, Library

MOST_ENTRIES = 100_000
_CAUSES = frozenset(get_args(Cause))
_BAD = (KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration)


class Unreadable(WorkupError):
    """This is not a record of ours; the sentence says why."""


class Imported(Struct, frozen=True):
    """What a Bundle says: whose it is, its entries oldest first, its authors by id, and what was left out."""

    patient: str
    evaluation: str
    document: str
    version: str
    digest: str
    entries: tuple[tuple[Slot, Answer | TakenBack], ...]
    names: dict[str, str]
    signed: datetime
    author: str
    left_out: tuple[str, ...] = ()


class _Found(Struct):
    """What was gathered of one slot in one response."""

    parts: dict[str, list[Json]]
    extensions: dict[str, Json]


class _Entry(Struct, frozen=True):
    where: Slot
    number: int
    order: int
    step: Answer | TakenBack


def read_bundle(library: Library, data: bytes, today: date) -> Imported:
    """The record in a Bundle. Raises Unreadable."""
    try:
        return _Reading(library, _document(parsed(data)), today).imported()
    except _BAD as error:
        if isinstance(error, WorkupError):
            raise
        raise Unreadable("The attached record is not one that Workup wrote, or it was changed.") from None


def _document(whole: Json) -> list[Json]:
    if whole.get("resourceType") != "Bundle" or whole.get("type") != "document":
        raise Unreadable("The attached record is no FHIR document.")
    entries = whole["entry"]
    if not isinstance(entries, list) or entries[0]["resource"].get("resourceType") != "Composition":
        raise Unreadable("The attached record does not begin as a FHIR document does.")
    return entries


class _Reading:
    def __init__(self, library: Library, entries: list[Json], today: date) -> None:
        self.library, self.today = library, today
        self.form: Form = form_of(library)
        self.resources = [(one["fullUrl"], one["resource"]) for one in entries]
        self.names: dict[str, str] = {}
        self.who: dict[str, str] = {}
        self.left_out: list[str] = []

    def imported(self) -> Imported:
        for url, one in self._of("Practitioner"):
            person = _identifier(one, "account")
            self.who[url], self.names[person] = person, str(one["name"][0]["text"])
        found = [entry for _, one in self._of("QuestionnaireResponse") for entry in self._response(one)]
        if len(found) > MOST_ENTRIES:
            raise Unreadable("The attached record is larger than any record of a patient.")
        _, composition = self.resources[0]
        forms = list(self._of("Questionnaire"))
        return Imported(
            patient=_identifier(next(self._of("Patient"))[1], "patient"),
            evaluation=_identifier(next(self._of("EpisodeOfCare"))[1], "evaluation"),
            document=str(composition["identifier"]["value"]),
            version=str(forms[0][1]["version"]),
            digest=str(next(one["valueString"] for one in forms[0][1]["extension"] if one["url"] == CONTENT_DIGEST)),
            entries=tuple((entry.where, entry.step) for entry in _in_order(found)),
            names=self.names,
            signed=_moment(composition["date"]),
            author=self.who[composition["author"][0]["reference"]],
            left_out=tuple(self.left_out),
        )

    def _of(self, kind: str) -> Iterator[tuple[str, Json]]:
        return ((url, one) for url, one in self.resources if one.get("resourceType") == kind)

    def _response(self, response: Json) -> Iterator[_Entry]:
        found: dict[Slot, _Found] = {}
        self._gather(response.get("item", []), None, found)
        for where, told in found.items():
            if PROVENANCE in told.extensions:  # else nobody answered it: a total, or a group of cells
                yield from self._entry(where, told)

    def _gather(self, items: list[Json], record: int | None, found: dict[Slot, _Found]) -> None:
        for one in items:
            link = one["linkId"]
            inner = one.get("item", [])
            number = record
            if link.endswith("@") and not link.startswith("section:"):
                numbers = [i["answer"][0]["valueInteger"] for i in inner if i["linkId"] == f"{link}.number"]
                number = numbers[0]
                if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10_000:
                    raise ValueError("a record has a small number")
            place = self.form.places.get(link)
            if place is not None:
                self._take(place, number, one, found)
            elif "answer" in one and not link.endswith(".number"):
                self._unknown(link)
            self._gather(inner, number, found)

    def _unknown(self, link: str) -> None:
        if not any(item.id == link for item in self.library.items.values()) and link != "region_of_operation":
            self.left_out.append(f"“{link[:80]}” is no question of the present content.")

    def _take(self, place: Place, record: int | None, one: Json, found: dict[Slot, _Found]) -> None:
        item = self.library.items[place.item]
        if isinstance(item, Computed):
            return
        is_state = place.part == "state" and item.id + "@.state" == one["linkId"]
        own = found.setdefault(slot_at(place, record), _Found({}, {}))
        part = WHOLE if is_state else place.part
        extensions = {told["url"]: told for told in one.get("extension", [])}
        if part == WHOLE:
            own.extensions.update(extensions)
        if "answer" in one or (part != WHOLE and ABSENT in extensions):
            own.parts[part] = list(one.get("answer", []))

    def _entry(self, where: Slot, told: _Found) -> Iterator[_Entry]:
        own = {one["url"]: one for one in told.extensions[PROVENANCE]["extension"]}
        visit, at = _count(own["visit"]), _moment(own["recorded"]["valueDateTime"])
        who = self.who[own["author"]["valueReference"]["reference"]]
        cause = own["cause"]["valueCode"]
        if cause not in _CAUSES:
            raise ValueError("no way an answer comes about")
        if "taken-back" in own:
            yield _Entry(where, _count(own["entry"]), _count(own["order"]), TakenBack(visit, at, who, cause))
            return
        item = self.library.items[where.item]
        value = self._value(where, told)
        sentence = refusal(self.library, item, where.at, value, max(self.today, at.date()))
        if sentence:
            self.left_out.append(sentence)
            return
        yield _Entry(where, _count(own["entry"]), _count(own["order"]), Answer(value, visit, at, who, cause))

    def _value(self, where: Slot, told: _Found) -> Value:
        if ABSENT in told.extensions:
            reason = str(told.extensions.get(GAP_REASON, {}).get("valueString", ""))
            unknown = told.extensions[ABSENT]["valueCode"] == "asked-unknown"
            return Gap("unknown" if unknown else "not_examined", reason)
        if EMPTY_TEXT in told.extensions:
            return ""
        order = str(told.extensions.get(MARKED_ORDER, {}).get("valueString", "")).split()
        return value_of(self.library.items[where.item], told.parts, order)


def _in_order(found: list[_Entry]) -> list[_Entry]:
    """As they were entered: the last entry of each slot by its order, those before it ahead of all of them."""
    last: dict[Slot, int] = {}
    for entry in found:
        last[entry.where] = max(last.get(entry.where, 0), entry.number)
    return sorted(found, key=lambda e: (e.number == last[e.where], e.order if e.number == last[e.where] else e.number))


def _identifier(resource: Json, kind: str) -> str:
    return next(str(one["value"]) for one in resource["identifier"] if one.get("system") == f"{IDS}/{kind}")


def _count(told: Json) -> int:
    number = told["valuePositiveInt"]
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10_000_000:
        raise ValueError("a count is expected")
    return number


def _moment(text: Any) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time carries its zone")
    return at
