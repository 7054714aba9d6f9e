"""An item of each kind with values, and fields of them in a window of their own."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Protocol

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.answering import focused, real_library
from ui.fields import Field, FieldView
from workup.answers import UNKNOWN, Attached, AttachedFile, Finding, Gap, Levels, Marks, PartialDate, Value
from workup.protocol import (
    AnyItem,
    Band,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    Library,
    Manoeuvre,
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

TODAY = date(2025, 11, 25)
SLR = Manoeuvre(id="slr", title="Straight leg raise", technique="Lift the leg.", positive="Leg pain.", angle=(0, 90),
                felt={"leg": "Leg", "back": "Back"})  # fmt: skip
ITEMS: tuple[AnyItem, ...] = (
    YesNo(id="fever", text="Fever or chills", help="Ask for the last two weeks.", every_visit=True),
    Choice(id="course", text="Leg pain after surgery", options={"gone": "Gone", "better": "Better", "worse": "Worse"},
           findings=("worse",)),
    Choice(id="work", text="Work", options={f"job_{n}": f"Kind of work {n}" for n in range(1, 8)}),
    Choice(id="test", text="Test", options={f"kind_{n}": f"A rather long name of test {n}" for n in range(1, 20)}),
    Choices(id="kinds", text="Kinds of pain", options={"dull": "Dull", "sharp": "Sharp", "leg": "Leg"}),
    Number(id="weight", text="Weight", unit="kg", units={"lb": 0.45359237}, least=20, most=400, usual=(40, 160),
           bands=(Band(upto=400, label="any"),)),
    Scale(id="pain", text="Back pain now"),
    Scale(id="worst", text="Back pain at its worst", look="box"),
    Grade(id="power", text="Strength", grades={str(n): str(n) for n in range(6)}, normal=(5,)),
    Grade(id="often", text="How often", grades={"0": "Not at all", "1": "Some days", "2": "More than half the days"}),
    Text(id="reason", text="Reason", most=40),
    Text(id="story", text="Story", lines=3, most=40),
    When(id="operated", text="Date of operation"),
    When(id="born", text="Date of birth", whole=True),
    SpanOfLevels(id="span", text="Levels", places=("L3", "L4", "L5", "S1")),
    ManoeuvreItem(id="raise", text="Straight leg raise", manoeuvre="slr"),
    Computed(id="total", text="Total", sum=("pain", "worst"), bands=(Band(upto=20, label="high", finding=True),)),
    Records(id="falls", text="Falls", singular="fall"),
    BodyMap(id="map", text="Pain map", qualities={"ache": "Ache"}),
    Document(id="report", text="The report itself", optional=True),
)  # fmt: skip
BY_ID = {item.id: item for item in ITEMS}
VALUES: dict[str, tuple[Value, ...]] = {
    "fever": ("yes", "no", UNKNOWN),
    "course": ("gone", "worse", UNKNOWN),
    "work": ("job_3", UNKNOWN),
    "test": ("kind_9", UNKNOWN),
    "kinds": (Marks(("dull",), ("sharp",)), Marks((), (), ("leg",)), UNKNOWN),
    "weight": (82.5, UNKNOWN),
    "pain": (0, 10, UNKNOWN),
    "worst": (7, UNKNOWN),
    "power": (4, Gap("not_examined", "too painful")),
    "often": (2, UNKNOWN),
    "reason": ("Leg pain", UNKNOWN),
    "story": ("Two\nlines", UNKNOWN),
    "operated": (PartialDate(2024, 9), UNKNOWN),
    "born": (PartialDate(1971, 6, 14),),
    "span": (Levels("L4", "S1"), UNKNOWN),
    "raise": (Finding("positive", 45, "leg"), Finding("negative")),
    "total": (12,),
    "report": (Attached((AttachedFile("MRI report", "application/pdf", 9000, "0" * 64, 2),)),),
}


class MakeField(Protocol):
    """How a test asks for a field that is shown and has the keyboard."""

    def __call__(
        self, name: str, view: FieldView | None = None, *, examined: bool = False,
        shape: Literal["above", "beside"] = "above",
    ) -> Field: ...


def library_of(*, examined: bool = False) -> Library:
    """The shipped library with these items in one section."""
    section = Section(id="here", title="Here", step="history", items=tuple(BY_ID), examined=examined)
    real = real_library()
    return replace(real, items={**real.items, **BY_ID}, section_of={**real.section_of, **dict.fromkeys(BY_ID, section)},
                   manoeuvres={**real.manoeuvres, "slr": SLR})  # fmt: skip


def told(field: Field) -> list[Any]:
    """What the field has told so far."""
    return field.told  # type: ignore[attr-defined, no-any-return]


def press(*keys: str | Qt.Key) -> None:
    """Type at whatever has the keyboard."""
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(focused(), key)
        else:
            QTest.keyClick(focused(), key)
