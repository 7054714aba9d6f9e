"""The whole protocol as a FHIR Questionnaire that another program can show."""

from functools import lru_cache

from workup.fhir.form import Form, form_of
from workup.fhir.names import BASE, CONTENT_DIGEST, LOINC_NOTICE, QUESTIONNAIRE, Json, extension
from workup.fhir.values import option_system, options_of
from workup.protocol import Library

STATUS = "active"


@lru_cache(maxsize=2)
def questionnaire(library: Library) -> Json:
    """The protocol: every question, when it is asked, and the totals."""
    form = form_of(library)
    return {
        "resourceType": "Questionnaire",
        "extension": [extension(CONTENT_DIGEST, valueString=library.digest)],
        "contained": _contained(library, form),
        "url": QUESTIONNAIRE,
        "version": library.version,
        "name": "Workup",
        "title": library.title or "Workup",
        "status": STATUS,
        "subjectType": ["Patient"],
        "description": f"{library.intended_use} {library.limits}".strip() or "The protocol of the workup.",
        "copyright": copyright_of(library),
        "item": form.items,
    }


def canonical_url(library: Library) -> str:
    """How a response names the protocol it answers."""
    return f"{QUESTIONNAIRE}|{library.version}"


def copyright_of(library: Library) -> str:
    """The notices that go with the codes and the instruments."""
    notices = [LOINC_NOTICE, *(f"{one.title}: {one.notice}" for one in library.instruments.values() if one.notice)]
    return "\n".join(dict.fromkeys(notices))


def _contained(library: Library, form: Form) -> list[Json]:
    return [_options(library, name, form) for name in sorted(form.shared)]


def _options(library: Library, name: str, form: Form) -> Json:
    """The options of an item that is asked at many places, listed once, with nothing to look up elsewhere."""
    item = form.shared[name]
    part = name.partition(".")[2]
    system, words = option_system(item), options_of(library, item, part)
    rows = [{"code": code, "display": shown} for code, shown in words.items()]
    return {
        "resourceType": "ValueSet",
        "id": name,
        "url": f"{BASE}/ValueSet/{name}",
        "name": "".join(word.capitalize() for word in name.replace(".", "-").split("-")),
        "status": STATUS,
        "compose": {"include": [{"system": system, "concept": rows}]},
        "expansion": {
            "timestamp": "2026-01-01",
            "contains": [{"system": system, **row} for row in rows],
        },
    }
