"""What every resource is made from: the evaluation, who it is about, and the words of its answers."""

from collections.abc import Mapping
from functools import cached_property
from html import escape

from msgspec import Struct

from workup.answers import NOWHERE, Answer, At, Gap, Levels, Marks, PartialDate, Slot, Value
from workup.assess import Assessment
from workup.assess.remarks import REMARK, remarks_of, withheld
from workup.fhir.names import Ids, Json, coding, without_blanks
from workup.note import Cover
from workup.note.wording import place_at, value_words
from workup.protocol import Library

XHTML = "http://www.w3.org/1999/xhtml"


class Origin(Struct, frozen=True):
    """The ids under which the vault keeps the patient and the evaluation, and the version of the program.

    `merged` are the ids of the records that joined the patient's.
    """

    patient: str
    evaluation: str
    program: str = ""
    merged: tuple[str, ...] = ()


class Subject:
    """One evaluation as its resources are made; knows how answers read and how things refer to one another."""

    def __init__(self, assessment: Assessment, cover: Cover, origin: Origin) -> None:
        self.assessment, self.cover, self.origin = assessment, cover, origin
        self.library: Library = assessment.library
        self.ids = Ids(f"{origin.patient}\n{origin.evaluation}\n{cover.version}")
        self.void = cover.status == "VOID"

    @property
    def patient(self) -> Json:
        """The reference to the patient."""
        return self.ids.reference("Patient")

    def practitioner(self, who: str) -> Json:
        """The reference to the account that entered something."""
        return self.ids.reference("Practitioner", who)

    def answer(self, item: str, at: At = NOWHERE) -> Answer | None:
        """The answer that counts and may leave the room; None when there is none."""
        known = self.library.items.get(item)
        if known is None or (known.private and not self.cover.private) or Slot(item, at) in self._withheld:
            return None
        return self.assessment.counted.get(Slot(item, at))

    def value(self, item: str, at: At = NOWHERE) -> Value | None:
        """The value that counts; None for a gap as well."""
        answer = self.answer(item, at)
        return None if answer is None or isinstance(answer.value, Gap) else answer.value

    def text(self, item: str, at: At = NOWHERE) -> str:
        """The value in words; of options those that are present; empty when there is none."""
        value = self.value(item, at)
        if value is None:
            return ""
        if isinstance(value, Marks):
            value = Marks(present=value.present)
            if not value.present:
                return ""
        return tidy(value_words(self.library, self.library.items[item], value))

    @cached_property
    def _withheld(self) -> frozenset[Slot]:
        return frozenset() if self.cover.private else withheld(self.assessment)

    @cached_property
    def remarks(self) -> Mapping[Slot, str]:
        """Free text beside a question, by its slot, where it may leave the room."""
        told = remarks_of(self.assessment).items()
        return {where: tidy(text) for where, (number, text) in told if self.answer(REMARK, At(number)) is not None}

    def day(self, item: str, at: At = NOWHERE) -> str:
        """A date as FHIR writes it, as exact as it is known."""
        value = self.value(item, at)
        return str(value) if isinstance(value, PartialDate) else ""

    def place(self, where: Slot) -> str:
        """The place of an answer in words."""
        return place_at(self.library, self.library.items[where.item], where.at)

    def place_words(self, at: At) -> str:
        """A place in words, whatever stands there: `L5 left`."""
        return " ".join(part for part in (at.place or "", at.side or "") if part)

    @property
    def encounter(self) -> Json:
        """The reference to the last visit; nothing where there was none."""
        visits = self.assessment.visits
        return self.ids.reference("Encounter", str(visits[-1].number)) if visits else {}

    def encounter_of(self, visit: int) -> Json:
        """The reference to a visit of this evaluation; nothing for one of another."""
        known = any(one.number == visit for one in self.assessment.visits)
        return self.ids.reference("Encounter", str(visit)) if known else {}

    def levels(self, item: str, at: At, side: str = "") -> list[Json]:
        """Levels and side as a body site."""
        value = self.value(item, at)
        words = [str(value)] if isinstance(value, Levels) else []
        words += [told] if side and (told := self.text(side, at)) else []
        return [{"text": ", ".join(words)}] if words else []

    def records(self, name: str) -> tuple[int, ...]:
        """The records of a list, oldest first."""
        return self.assessment.records.get(name, ())


def resource(kind: str, number: str, words: str, /, **parts: object) -> Json:
    """A resource with its id and what it says in a sentence; parts that say nothing are left out."""
    return without_blanks({"resourceType": kind, "id": number, "text": narrative(words), **parts})


def narrative(words: str) -> Json:
    """Words as the narrative of a resource, escaped."""
    return {"status": "generated", "div": f'<div xmlns="{XHTML}"><p>{safe(words) or "No words recorded."}</p></div>'}


def safe(text: str) -> str:
    """Text as XHTML takes it: escaped, without the control characters that XML does not know."""
    return escape(tidy(text), quote=False)


def tidy(text: str) -> str:
    """Text without control characters, and without blanks at its ends."""
    return "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter != "\x7f")).strip()


def status_code(system: str, code: str) -> Json:
    """A status that FHIR wants as a concept."""
    return {"coding": [coding(system, code)]}
