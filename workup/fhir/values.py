"""Values of answers as FHIR answers and back: a value has one part, or several such as the two ends of a span."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from workup.answers import Attached, AttachedFile, Finding, Levels, Marks, Painted, PartialDate, Value
from workup.fhir.canonical import plain_number
from workup.fhir.names import OPTIONS, PAGES, SHA_256, Json, coding, extension
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
    SpanOfLevels,
    Text,
    When,
    YesNo,
)

# The answers of each part; none where the part was asked and is unknown.
Parts = dict[str, list[Json]]
WHOLE = ""
NONE, CHECKED = "none", "checked"
STATES = {"added": "Added", "removed": "Removed"}


def option_system(item: AnyItem) -> str:
    """Options belong to their item: the same word may mean something else in another."""
    return f"{OPTIONS}/{item.id}"


def option(library: Library, item: AnyItem, code: str, part: str = WHOLE) -> Json:
    """One option of an item, or of a part of it, as a coding."""
    words = options_of(library, item, part)
    return coding(option_system(item), code, words.get(code, ""))


def options_of(library: Library, item: AnyItem, part: str = WHOLE) -> Mapping[str, str]:
    """The options a part of an item offers, with their words."""
    match item:
        case Choice() | Choices():
            return item.options
        case Grade():
            return {code: f"{code} {words}".strip() for code, words in item.grades.items()}
        case Records():
            return STATES if part else {NONE: item.none or "None", CHECKED: "Looked through"}
        case SpanOfLevels():
            return {name: name for name in item.places or library.axes["vertebra"]}
        case ManoeuvreItem():
            if part == "felt":
                return library.manoeuvres[item.manoeuvre].felt
            return {"positive": "Positive", "negative": "Negative"}
        case BodyMap():
            return item.qualities
        case _:
            return {}


def parts_of(library: Library, item: AnyItem, value: Value) -> Parts:
    """The answers a value comes to, by part."""
    match value:
        case Marks():
            states = {name: [{"valueBoolean": True}] for name in value.present}
            states |= {name: [{"valueBoolean": False}] for name in value.absent}
            return states | {name: [] for name in value.unknown}
        case Levels():
            ends = (("upper", value.upper), ("lower", value.lower))
            return {part: [_coded(library, item, name)] for part, name in ends}
        case Finding():
            return _finding_parts(library, item, value)
        case Painted():
            painted: Parts = {}
            if value.qualities:
                painted["qualities"] = [_coded(library, item, name) for name in value.qualities]
            if value.intensity is not None:
                painted["intensity"] = [{"valueInteger": value.intensity}]
            return painted
        case Attached():
            return {WHOLE: [{"valueAttachment": _attachment(file)} for file in value.files]}
        case PartialDate():
            return {WHOLE: [{"valueDate": str(value)}]}
        case _:
            return _plain_parts(library, item, value)


def _plain_parts(library: Library, item: AnyItem, value: Any) -> Parts:
    match item:
        case YesNo():
            return {WHOLE: [{"valueBoolean": value == "yes"}]}
        case Choice() | Records() | Grade():
            return {WHOLE: [_coded(library, item, str(value), "state" if value in STATES else WHOLE)]}
        case Scale():
            return {WHOLE: [{"valueInteger": int(value)}]}
        case Number():
            return {WHOLE: [{"valueDecimal": plain_number(value)}]}
        case BodyMap():
            return {NONE: [{"valueBoolean": True}]}
        case _:
            return {WHOLE: [{"valueString": value}]} if value else {}


def _coded(library: Library, item: AnyItem, code: str, part: str = WHOLE) -> Json:
    return {"valueCoding": option(library, item, code, part)}


def _finding_parts(library: Library, item: AnyItem, value: Finding) -> Parts:
    found: Parts = {"result": [_coded(library, item, value.result)]}
    if value.angle is not None:
        found["angle"] = [{"valueDecimal": plain_number(value.angle)}]
    if value.felt is not None:
        found["felt"] = [_coded(library, item, value.felt, "felt")]
    return found


def _attachment(file: AttachedFile) -> Json:
    own = [extension(SHA_256, valueString=file.digest), extension(PAGES, valuePositiveInt=file.pages)]
    return {"extension": own, "contentType": file.media, "size": file.size, "title": file.title}


def value_of(item: AnyItem, parts: Mapping[str, Sequence[Json]], order: Sequence[str] = ()) -> Value:
    """The value that answers come to; `order` is how options were marked. Raises ValueError, KeyError or TypeError."""
    match item:
        case Choices():
            return _marks(item, parts, order)
        case SpanOfLevels():
            return Levels(_code(parts["upper"]), _code(parts["lower"]))
        case ManoeuvreItem():
            result = _code(parts["result"])
            angle = _number(parts["angle"]) if "angle" in parts else None
            felt = _code(parts["felt"]) if "felt" in parts else None
            return Finding("positive" if result == "positive" else "negative", angle, felt)
        case BodyMap():
            if NONE in parts:
                return "none"
            intensity = int(_number(parts["intensity"])) if "intensity" in parts else None
            return Painted(tuple(_code([one]) for one in parts.get("qualities", ())), intensity)
        case Document():
            return Attached(tuple(_file(one["valueAttachment"]) for one in parts[WHOLE]))
        case YesNo():
            return "yes" if _one(parts[WHOLE])["valueBoolean"] is True else "no"
        case Choice() | Records():
            return _code(parts[WHOLE])
        case Grade():
            return int(_code(parts[WHOLE]))
        case Number() | Scale():
            return _number(parts[WHOLE])
        case When():
            return PartialDate.parse(_text(_one(parts[WHOLE])["valueDate"]))
        case Text():
            return _text(_one(parts[WHOLE])["valueString"])
        case Computed():
            raise ValueError("nobody answers what is computed")
    assert_never(item)


def _marks(item: Choices, parts: Mapping[str, Sequence[Json]], order: Sequence[str]) -> Marks:
    names = [*(name for name in order if name in parts), *(name for name in item.options if name not in order)]
    states: dict[str, list[str]] = {"present": [], "absent": [], "unknown": []}
    for name in names:
        if name in parts:
            told = parts[name]
            known = "present" if told and _one(told)["valueBoolean"] is True else "absent"
            states[known if told else "unknown"].append(name)
    return Marks(*(tuple(states[state]) for state in ("present", "absent", "unknown")))


def _one(answers: Sequence[Json]) -> Json:
    if len(answers) != 1:
        raise ValueError("one answer is expected")
    return answers[0]


def _code(answers: Sequence[Json]) -> str:
    return _text(_one(answers)["valueCoding"]["code"])


def _number(answers: Sequence[Json]) -> float:
    told = _one(answers)
    number = told["valueDecimal"] if "valueDecimal" in told else told["valueInteger"]
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise TypeError("a number is expected")
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is expected")
    return value


def _file(told: Json) -> AttachedFile:
    own = {one["url"]: one for one in told["extension"]}
    media = told["contentType"]
    if media not in ("application/pdf", "image/png", "image/jpeg"):
        raise ValueError("no kind of document that is kept")
    size, pages = told["size"], own[PAGES]["valuePositiveInt"]
    if not isinstance(size, int) or not isinstance(pages, int):
        raise TypeError("a size is a whole number")
    return AttachedFile(_text(told["title"]), media, size, _text(own[SHA_256]["valueString"]), pages)
