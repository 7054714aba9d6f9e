"""The protocol as the items of a Questionnaire: a group for each section, a question for each answer that can be given.

linkId is the address of the slot (`strength@L5/right`) without its record: a record is one repetition of its group
(`operations@`). Items asked at several places are a group of cells; an answer of several parts is a group of its parts
(`procedure.laminectomy`, `slr@right.angle`).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from workup.answers import NOWHERE, At, Slot
from workup.fhir.calculated import calculated, region
from workup.fhir.canonical import plain_number
from workup.fhir.enabling import Clause, Enabling, Standing, Untold, enabled, link_of
from workup.fhir.names import FHIRPATH, HL7, LOINC, Json, coding, extension, unit_coding, without_blanks
from workup.fhir.values import NONE, STATES, WHOLE, option, options_of
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Records,
    Scale,
    Section,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)

HIDDEN = f"{HL7}/StructureDefinition/questionnaire-hidden"
UNIT = f"{HL7}/StructureDefinition/questionnaire-unit"
VARIABLE = f"{HL7}/StructureDefinition/variable"
LEAST, MOST = f"{HL7}/StructureDefinition/minValue", f"{HL7}/StructureDefinition/maxValue"


class Place(Struct, frozen=True):
    """What stands at a linkId: an item at a place, or a part of its answer."""

    item: str
    at: At = NOWHERE
    part: str = WHOLE


class Form(Struct, frozen=True):
    """The items of the Questionnaire, what each linkId means, its shared lists of options, and what cannot be said."""

    items: list[Json]
    places: dict[str, Place]
    shared: dict[str, AnyItem]
    untold: tuple[str, ...]
    parents: dict[str, str]


@lru_cache(maxsize=2)
def form_of(library: Library) -> Form:
    """The protocol as a form; worked out once for a library."""
    return _Maker(library).form()


class _Maker:
    def __init__(self, library: Library) -> None:
        self.library, self.enabling = library, Enabling(library)
        self.places: dict[str, Place] = {}
        self.shared: dict[str, AnyItem] = {}
        self.untold: list[str] = []

    def form(self) -> Form:
        titles = {step.id: step.title for step in self.library.steps}
        top = [self._section(section, titles[section.step]) for section in self.library.sections if not section.record]
        return Form(top, self.places, self.shared, tuple(self.untold), dict(_parents(top, "")))

    # -- sections and records ---------------------------------------------------------------------------------------

    def _section(self, section: Section, step: str) -> Json:
        own = [self.library.items[name] for name in section.items if not self.library.items[name].record]
        inner: list[Json] = []
        for item in own:
            inner.append(self._item(item))
            if isinstance(item, Records):
                inner.append(self._records(item))
        about = enabled(self._conditions(section.when, Standing(), section.id))
        title = f"{step}: {section.title}" if section.title else step
        return {"linkId": f"section:{section.id}", "text": title, "type": "group", **about, "item": inner}

    def _records(self, item: Records) -> Json:
        """One repetition for each record; what is asked of it stands in its sections, wherever the form shows them."""
        link = f"{item.id}@"
        variable = extension(
            VARIABLE, valueExpression={"name": item.id, "language": FHIRPATH, "expression": "%context"}
        )
        sections = [
            self._fields(section, item.id)
            for section in self.library.sections
            if any(self.library.items[name].record == item.id for name in section.items)
        ]
        own = [
            {"linkId": f"{link}.number", "text": "Number of the record", "type": "integer", "extension": [_hidden()]},
            self._state(item),
        ]
        return {
            "linkId": link, "text": item.singular.capitalize(), "type": "group", "repeats": True,
            "extension": [variable], "item": [*own, *sections],
        }  # fmt: skip

    def _state(self, item: Records) -> Json:
        link = f"{item.id}@.state"
        self.places[link] = Place(item.id, NOWHERE, "state")
        options = [{"valueCoding": option(self.library, item, code, "state")} for code in STATES]
        text = "Whether the record was added or removed"
        return {"linkId": link, "text": text, "type": "choice", "extension": [_hidden()], "answerOption": options}

    def _fields(self, section: Section, records: str) -> Json:
        own = [self.library.items[name] for name in section.items if self.library.items[name].record == records]
        inner = [self._item(item) for item in own]
        if records == "operations" and section.id == records:
            inner.append(region())
        whole = section.record == records  # else the condition stands on the section the list is in
        about = enabled(self._conditions(section.when if whole else "", Standing(records), section.id))
        return {"linkId": f"section:{section.id}@", "text": section.title, "type": "group", **about, "item": inner}

    def _conditions(self, text: str, standing: Standing, what: str) -> Iterator[Clause]:
        if text:
            try:
                yield self.enabling.clause(text, standing)
            except Untold as error:
                self.untold.append(f"{what}: {error}")

    def _about(self, item: AnyItem, standing: Standing) -> Iterator[Clause]:
        if item.about:
            try:
                yield self.enabling.finding(self.library.items[item.about], standing)
            except Untold as error:
                self.untold.append(f"{item.id}: {error}")

    # -- one item ---------------------------------------------------------------------------------------------------

    def _item(self, item: AnyItem) -> Json:
        places = self.library.places[item.id]
        cells = isinstance(item, BodyMap) or bool(item.axis or item.side)
        by_place = bool(item.about) or (item.when and bool(self.library.conditions[item.id].here - {"record"}))
        if not cells:
            return self._asked(item, NOWHERE, item.text, [*self._asked_when(item, NOWHERE)])
        group: Json = {"linkId": item.id, "text": item.text, "type": "group", **_code(item)}
        if isinstance(item, BodyMap):
            return {**group, "item": self._regions(item)}
        about = {} if by_place else enabled(self._asked_when(item, NOWHERE))
        inner = [
            self._asked(item, at, self._place_words(item, at), [*self._asked_when(item, at)] if by_place else [])
            for at in places
        ]
        return {**group, **about, "item": inner}

    def _asked_when(self, item: AnyItem, at: At) -> Iterator[Clause]:
        standing = Standing(item.record, at)
        yield from self._about(item, standing)
        yield from self._conditions(item.when, standing, item.id)

    def _place_words(self, item: AnyItem, at: At) -> str:
        named = self.library.axes[item.axis] if item.axis else {}
        place = item.labels.get(at.place or "") or named.get(at.place or "") or at.place or ""
        return " ".join(word for word in (place, at.side or "") if word)

    def _asked(self, item: AnyItem, at: At, text: str, clauses: list[Clause]) -> Json:
        link = link_of(item.id, at)
        self.places[link] = Place(item.id, at)
        own = enabled(clauses)
        head = {"linkId": link, "text": text, **({} if item.axis or item.side else _code(item))}
        parts = self._parts(item, at)
        if parts:
            return {**head, "type": "group", **own, "item": parts}
        told = self._type(item)
        extensions = [*told.pop("extension", []), *own.pop("extension", []), *([_hidden()] if item.unprinted else [])]
        return without_blanks({**head, **told, **own, "extension": extensions})

    def _parts(self, item: AnyItem, at: At) -> list[Json]:
        """The questions an answer of several parts is made of; none for an answer of one."""
        match item:
            case Choices():
                return [self._part(item, at, name, words, "boolean") for name, words in item.options.items()]
            case SpanOfLevels():
                ends = (("upper", "Upper level"), ("lower", "Lower level"))
                return [self._part(item, at, part, words, "choice") for part, words in ends]
            case ManoeuvreItem():
                manoeuvre = self.library.manoeuvres[item.manoeuvre]
                parts = [self._part(item, at, "result", "Result", "choice")]
                if manoeuvre.angle is not None:
                    angle = self._part(item, at, "angle", "Angle", "decimal")
                    parts.append({**angle, "extension": [extension(UNIT, valueCoding=unit_coding("°"))]})
                if manoeuvre.felt:
                    parts.append(self._part(item, at, "felt", "Felt", "choice"))
                return parts
            case _:
                return []

    def _part(self, item: AnyItem, at: At, part: str, words: str, kind: str) -> Json:
        link = link_of(item.id, at, part)
        self.places[link] = Place(item.id, at, part)
        told = {"linkId": link, "text": words, "type": kind}
        return {**told, **self._options(item, part)} if kind == "choice" else told

    def _regions(self, item: BodyMap) -> list[Json]:
        self.places[item.id] = Place(item.id)
        none = self._part(item, NOWHERE, NONE, "No pain anywhere on the chart", "boolean")
        return [none, *(self._region(item, key, words) for key, words in self.library.regions.items())]

    def _region(self, item: BodyMap, key: str, words: str) -> Json:
        place, _, side = key.partition("/")
        at = At(None, place, "right" if side == "right" else "left" if side else None)
        link = link_of(item.id, at)
        self.places[link] = Place(item.id, at)
        qualities = self._part(item, at, "qualities", "Kind of pain", "choice")
        intensity = self._part(item, at, "intensity", "Intensity", "integer")
        ends = [extension(LEAST, valueInteger=0), extension(MOST, valueInteger=10)]
        inner = [{**qualities, "repeats": True}, {**intensity, "extension": ends}]
        return {"linkId": link, "text": words, "type": "group", "item": inner}

    def _options(self, item: AnyItem, part: str = WHOLE) -> Json:
        """The options in place, or a shared list where an item is asked at many places."""
        if item.axis or item.side or isinstance(item, BodyMap):
            name = f"{item.id}.{part}" if part else item.id
            name = name.replace("_", "-")
            self.shared[name] = item
            return {"answerValueSet": f"#{name}"}
        codes = options_of(self.library, item, part)
        return {"answerOption": [{"valueCoding": option(self.library, item, code, part)} for code in codes]}

    def _type(self, item: AnyItem) -> Json:
        match item:
            case YesNo():
                return {"type": "boolean"}
            case Choice() | Grade() | Records():
                return {"type": "choice", **self._options(item)}
            case Number():
                unit = [extension(UNIT, valueCoding=unit_coding(item.unit))] if item.unit else []
                return {"type": "decimal", "extension": [*unit, *_ends(item.least, item.most, "valueDecimal")]}
            case Scale():
                return {"type": "integer", "extension": _ends(item.least, item.most, "valueInteger")}
            case Text():
                return {"type": "text" if item.lines > 1 else "string", "maxLength": item.most}
            case When():
                return {"type": "date"}
            case Document():
                return {"type": "attachment", "repeats": True}
            case Computed():
                return calculated(self.library, item)
            case _:
                raise TypeError(f"{item.id} has parts")


def _ends(least: float | None, most: float | None, kind: str) -> list[Json]:
    ends: dict[str, Any] = {LEAST: least, MOST: most}
    return [extension(url, **{kind: plain_number(end)}) for url, end in ends.items() if end is not None]


def _parents(items: list[Json], above: str) -> Iterator[tuple[str, str]]:
    """The linkId above each linkId."""
    for item in items:
        yield item["linkId"], above
        yield from _parents(item.get("item", []), item["linkId"])


def _code(item: AnyItem) -> Json:
    loinc = item.codes.get("loinc", "")
    return {"code": [coding(LOINC, loinc)]} if loinc else {}


def _hidden() -> Json:
    return extension(HIDDEN, valueBoolean=True)


def slot_at(place: Place, record: int | None) -> Slot:
    """The slot a linkId stands for in a record."""
    return Slot(place.item, At(record, place.at.place, place.at.side))
